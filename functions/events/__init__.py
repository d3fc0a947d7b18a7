"""The functions of /v1/events, one module each."""
