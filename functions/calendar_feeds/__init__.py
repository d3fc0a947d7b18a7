"""The functions of /v1/calendars/{calendar_id}/feeds, one module each."""
