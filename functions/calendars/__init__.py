"""The functions of /v1/calendars, one module each."""
