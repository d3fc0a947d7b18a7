"""iCalendar text (RFC 5545): reading what others wrote, and writing what all can read."""
