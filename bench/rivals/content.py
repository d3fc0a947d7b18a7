"""What the measured calendar holds, as the files that CalDAV servers keep: one for each event."""

from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID

from adapters.ical.document import document_of
from bench.calendars import content
from domain.calendar import Calendar, CalendarDetails
from domain.ids import CalendarId, OwnerId

_AT = datetime(2026, 1, 1, tzinfo=UTC)
_CALENDAR = Calendar(CalendarId(UUID(int=1)), OwnerId(UUID(int=2)), CalendarDetails("Work"), _AT, _AT)


def files(count: int) -> Iterator[tuple[str, str]]:
    """The name and the text of each file: the same events and series as in Daybook's calendar of so many."""
    for event in content(count):
        yield f"{event.id}.ics", _single("".join(document_of(_CALENDAR, [(event, None)])))


def _single(document: str) -> str:
    """Without what is about a calendar, which a file of one event says nothing of."""
    return "".join(line for line in document.splitlines(keepends=True) if not line.startswith(("X-WR-", "NAME:")))
