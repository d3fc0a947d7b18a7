"""The public limits of an event, however it comes in. Each is documented, and part of the OpenAPI document."""

EVENT_BYTES = 64 * 1024
DESCRIPTION_BYTES = 16 * 1024
TITLE_CHARACTERS = 500
LOCATION_CHARACTERS = 1000
URL_CHARACTERS = 2048
ATTENDEES = 200
REMINDERS = 5
REMINDER_MINUTES = 40_320
METADATA_PAIRS, METADATA_KEY, METADATA_VALUE = 50, 40, 500
EMAIL_CHARACTERS = 254
UID_BYTES = 1000
KEPT_BYTES = 32 * 1024
"""How much of what has no other place may be kept of an imported event."""
