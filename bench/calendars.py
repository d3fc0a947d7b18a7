"""The calendars that are measured: the same year in each, and more or fewer events in the other ones.

March 2026 has 60 events, and all of 2026 the occurrences of 50 series; 2027 is kept free but for these, for the events
that measuring makes.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from uuid import UUID, uuid4

from adapters.dynamodb.calendars import DynamoCalendars
from bench.client import Client
from bench.filling import fill
from bench.report import progress
from bench.series import WEEKLY_RULES, Sample, mixed
from bench.server import Server, running_server
from domain.calendar import Calendar, CalendarDetails
from domain.event import Event, EventDetails
from domain.ids import CalendarId, EventId, OwnerId, new_event_id
from domain.recurrence.lines import read
from domain.time import utc_of, zone
from domain.when import AllDay, Timed, When

SERIES = 50
WINDOWS = {
    "list a day": "from=2026-03-11&to=2026-03-12",
    "list a week": "from=2026-03-09&to=2026-03-16",
    "list a month": "from=2026-03-01&to=2026-04-01",
    "list a year": "from=2026-01-01&to=2027-01-01",
}

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)
_MONTH = datetime(2026, 3, 1, 9, tzinfo=UTC)
_FREE = datetime(2027, 3, 1, 9, tzinfo=UTC)
_ERAS = (datetime(2006, 1, 1, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC))
_ERA_HOURS = 20 * 365 * 24
_SERIES_YEARS = 2
_DETAILS = EventDetails("Planning", description="What is next, and who does it.", location="Room 4")


@dataclass(frozen=True, slots=True)
class Measured:
    """A filled calendar on a running server, and the single events of its month."""

    server: Server
    id: CalendarId
    count: int
    month: Sequence[EventId]

    @property
    def path(self) -> str:
        return f"/v1/calendars/{self.id}/events"


@contextmanager
def measured_calendar(count: int) -> Iterator[Measured]:
    """A server of its own, with a calendar of `count` events and the series."""
    progress(f"Filling a calendar with {count:,} events")
    calendar_id = CalendarId(uuid4())
    month, rest = _month(calendar_id), _rest(calendar_id, count)
    with running_server(lambda data: fill(data / "daybook.db", chain(month, rest))) as server:
        _add_calendar(server, calendar_id)
        yield Measured(server, calendar_id, count, [event.id for event in month])


def content(count: int) -> Iterator[Event]:
    """The events of such a calendar, for whoever else is to hold them."""
    calendar_id = CalendarId(UUID(int=0))
    return chain(_month(calendar_id), _rest(calendar_id, count))


def draft(number: int) -> dict[str, str]:
    """What to create an event from, each number on another free day."""
    start = _FREE + number % 240 * _DAY
    return {"title": "Planning", "starts_at": start.isoformat(), "ends_at": (start + _HOUR).isoformat()}


def event_of(calendar_id: CalendarId, sample: Sample) -> Event:
    """A series as an event."""
    return _event(calendar_id, _when(sample), sample)


def _month(calendar_id: CalendarId) -> list[Event]:
    return [_event(calendar_id, when) for when in _month_times()]


def _rest(calendar_id: CalendarId, count: int) -> Iterator[Event]:
    """The series and the crowd, so that there are `count` events beside the series."""
    series = (event_of(calendar_id, sample) for sample in mixed(SERIES, _SERIES_YEARS, WEEKLY_RULES))
    crowd = (_event(calendar_id, when) for when in _crowd(count - sum(1 for _ in _month_times())))
    return chain(series, crowd)


def _month_times() -> Iterator[When]:
    """60 times: 54 of one hour, 3 of two days, 2 all-day, and one of 90 days."""
    for index in range(54):
        yield _timed(_MONTH + index % 31 * _DAY + index // 31 * _HOUR, _HOUR)
    for index in range(3):
        yield _timed(_MONTH + 9 * index * _DAY, 2 * _DAY)
    yield AllDay(date(2026, 3, 5), date(2026, 3, 5))
    yield AllDay(date(2026, 3, 16), date(2026, 3, 20))
    yield _timed(_MONTH + 10 * _DAY, 90 * _DAY)


def _crowd(count: int) -> Iterator[When]:
    """Times of one hour, evenly over twenty years before the years that are measured and twenty after them."""
    for index in range(count):
        yield _timed(_ERAS[index % 2] + index * _ERA_HOURS // count * _HOUR, _HOUR)


def _timed(start: datetime, length: timedelta) -> Timed:
    return Timed(start, start + length, zone("UTC"))


def _when(sample: Sample) -> When:
    if sample.zone is None:
        return AllDay(sample.anchor.date(), sample.anchor.date())
    start = utc_of(sample.anchor, sample.zone)
    return Timed(start, start + sample.length, sample.zone)


def _event(calendar_id: CalendarId, when: When, series: Sample | None = None) -> Event:
    return Event(
        id=new_event_id(when.encoded_start(), secrets.token_bytes),
        calendar_id=calendar_id,
        when=when,
        details=_DETAILS,
        created_at=_MONTH,
        updated_at=_MONTH,
        recurrence=read(series.lines, series.anchor, series.zone) if series else None,
    )


def _add_calendar(server: Server, calendar_id: CalendarId) -> None:
    """Make it in the API's name, which would choose another id."""
    with Client(server.port, server.key) as client:
        owner = OwnerId(UUID(client.data("GET", "/v1/me")["id"]))
    made = Calendar(calendar_id, owner, CalendarDetails("Work"), _MONTH, _MONTH)
    DynamoCalendars(server.table(), lambda: datetime.now(UTC)).add(made)
