"""The calendars that are measured: the same month in each, and more or fewer events in other years.

March 2026 has the month and the rest of 2026 nothing; 2027 is kept free for the events that measuring makes.
"""

import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from adapters.dynamodb.event_items import event_to_items
from adapters.dynamodb.table import Item
from bench.client import Client
from bench.server import Server
from daybook.database import TABLE
from domain.event import Event, EventDetails
from domain.ids import CalendarId, EventId, new_event_id
from domain.time import zone
from domain.when import AllDay, Timed, When

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MONTH = datetime(2026, 3, 1, 9, tzinfo=UTC)
_FREE = datetime(2027, 3, 1, 9, tzinfo=UTC)
_ERAS = (datetime(2006, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
_ERA_HOURS = 20 * 365 * 24
_BATCH, _WRITERS = 25, 4


@dataclass(frozen=True, slots=True)
class Measured:
    """A filled calendar on a running server, and the events of its month."""

    server: Server
    id: CalendarId
    count: int
    month: Sequence[EventId]

    @property
    def path(self) -> str:
        return f"/v1/calendars/{self.id}/events"


def measured_calendar(server: Server, count: int) -> Measured:
    """Make a calendar of `count` events, written past the API to save time."""
    with Client(server.port, server.key) as client:
        calendar_id = CalendarId(UUID(client.data("POST", "/v1/calendars", {"title": "Work"})["id"]))
    month = [_event(calendar_id, when) for when in _month()]
    crowd = (_event(calendar_id, when) for when in _crowd(count - len(month)))
    _write(server, [item for events in (month, crowd) for event in events for item in event_to_items(event)])
    server.settle()
    return Measured(server, calendar_id, count, [event.id for event in month])


def draft(number: int) -> dict[str, str]:
    """What to create an event from, each number on another free day."""
    start = _FREE + number % 240 * _DAY
    return {"title": "Planning", "starts_at": start.isoformat(), "ends_at": (start + _HOUR).isoformat()}


def _month() -> Iterator[When]:
    """60 events: 54 of one hour, 3 of three days, 2 all-day, and one of 90 days."""
    for index in range(54):
        yield _timed(_MONTH + index % 31 * _DAY + index // 31 * _HOUR, _HOUR)
    for index in range(3):
        yield _timed(_MONTH + 9 * index * _DAY, 2 * _DAY)
    yield AllDay(date(2026, 3, 5), date(2026, 3, 5))
    yield AllDay(date(2026, 3, 16), date(2026, 3, 20))
    yield _timed(_MONTH + 10 * _DAY, 90 * _DAY)


def _crowd(count: int) -> Iterator[When]:
    """Events of one hour, evenly over twenty years before the month and twenty after it."""
    for index in range(count):
        yield _timed(_ERAS[index % 2] + index * _ERA_HOURS // count * _HOUR, _HOUR)


def _timed(start: datetime, length: timedelta) -> Timed:
    return Timed(start, start + length, zone("UTC"))


def _event(calendar_id: CalendarId, when: When) -> Event:
    return Event(
        id=new_event_id(when.encoded_start(), secrets.token_bytes),
        calendar_id=calendar_id,
        when=when,
        details=EventDetails("Planning", description="What is next, and who does it.", location="Room 4"),
        created_at=_MONTH,
        updated_at=_MONTH,
    )


def _write(server: Server, items: Sequence[Item]) -> None:
    table = server.table()._client  # the API's own way in writes one event at a time
    batches = [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]
    with ThreadPoolExecutor(_WRITERS) as writers:
        for _ in writers.map(lambda batch: table.sync_batch_write(TABLE, batch, []), batches):
            pass
