"""The hexagon: events, calendars and time, with no AWS, HTTP or JSON in it."""
