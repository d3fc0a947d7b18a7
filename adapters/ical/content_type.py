"""What iCalendar text is called (RFC 5545 §8.1). Imports nothing, for those who may not need the rest."""

MEDIA_TYPE = "text/calendar"
CONTENT_TYPE = f"{MEDIA_TYPE}; charset=utf-8"
