"""The functions of /v1/calendars/{calendar_id}/import-jobs, one module each."""
