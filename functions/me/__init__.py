"""The function of /v1/me."""
