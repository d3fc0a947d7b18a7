"""A feed as an iCalendar object (RFC 5545 §3.4)."""

from collections.abc import Sequence

from domain.calendar import Calendar
from domain.feed import Feed
from domain.ports import Events


def feed_document(feed: Feed, calendars: Sequence[Calendar], events: Events) -> str:  # noqa: ARG001 events come with the rendering
    """The calendars of a feed by name: the feed's own if it has one, else theirs."""
    name = feed.label or ", ".join(calendar.details.title for calendar in calendars)
    lines = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Daybook//Daybook//EN", f"NAME:{_text(name)}", "END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in lines)


def _text(value: str) -> str:
    """A value of type TEXT (RFC 5545 §3.3.11)."""
    for character, written in (
        ("\\", "\\\\"),
        (";", "\\;"),
        (",", "\\,"),
        ("\r\n", "\\n"),
        ("\r", "\\n"),
        ("\n", "\\n"),
    ):
        value = value.replace(character, written)
    return value
