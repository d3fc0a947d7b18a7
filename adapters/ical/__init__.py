"""Calendars in iCalendar's words (RFC 5545)."""
