"""The doctor: finds what is wrong in a table, whatever brought it about, and mends what can be mended safely."""
