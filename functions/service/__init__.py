"""The functions that need no credential: where to look, how things are, and what the API is."""
