"""The functions of /v1/keys, one module each."""
