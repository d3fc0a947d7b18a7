"""The functions of /v1/feeds and of the public address of feeds, one module each."""
