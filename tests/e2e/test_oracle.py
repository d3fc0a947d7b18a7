"""Windows against the slow and obvious truth: random events, moved and deleted, through the real engine.

The oracle keeps plain tuples and looks at every one of them for every window; it shares no code with the domain.
"""

import secrets
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.client import Table
from adapters.dynamodb.events import DynamoEvents
from domain.calendar import Calendar
from domain.caller import Reach
from domain.draft import Draft
from domain.event import EventDetails
from domain.ids import EventId
from domain.use_cases.change_event import ChangeEvent
from domain.use_cases.create_event import CreateEvent
from domain.use_cases.delete_event import DeleteEvent
from domain.use_cases.list_events import ListEvents
from domain.when import Timing
from domain.window import WindowQuery
from tests.builders import a_calendar, a_clock

ZONES = ["UTC", "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kolkata", "Australia/Lord_Howe"]
YEAR_START = datetime(2026, 1, 1, tzinfo=UTC)


class Plain(NamedTuple):
    """An event as the oracle knows it: two instants, or two dates."""

    first: datetime | date
    last: datetime | date


class Window(NamedTuple):
    start: datetime
    end: datetime | None
    zone: str


minutes = st.one_of(
    st.integers(0, 525_600), st.integers(118_000, 130_000), st.integers(0, 365).map(lambda day: day * 1440)
)
lengths = st.one_of(
    st.just(0), st.integers(1, 600), st.integers(0, 45).map(lambda days: days * 1440), st.integers(1, 400_000)
)


@st.composite
def plains(draw: st.DrawFn) -> Plain:
    start = YEAR_START + timedelta(minutes=draw(minutes))
    end = start + timedelta(minutes=draw(lengths))
    return Plain(start.date(), end.date()) if draw(st.booleans()) else Plain(start, end)


@st.composite
def windows(draw: st.DrawFn) -> Window:
    start = YEAR_START + timedelta(minutes=draw(minutes))
    length = draw(st.one_of(st.integers(1, 3000), st.integers(1, 60).map(lambda days: days * 1440), st.none()))
    end = start + timedelta(minutes=length) if length else None
    return Window(start, end, draw(st.sampled_from(ZONES)))


@pytest.fixture
def calendar(table: Table) -> Calendar:
    made = a_calendar()
    DynamoCalendars(table, a_clock).add(made)
    return made


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    events=st.lists(st.tuples(plains(), st.one_of(st.none(), st.just("delete"), plains())), max_size=14),
    asked=st.lists(windows(), min_size=1, max_size=4),
    size=st.sampled_from([1, 2, 3, 100]),
)
def test_a_list_is_what_a_look_at_every_event_finds(
    table: Table,
    calendar: Calendar,
    events: Sequence[tuple[Plain, Plain | str | None]],
    asked: Sequence[Window],
    size: int,
) -> None:
    store = DynamoEvents(table)
    DynamoEvents(table).purge(calendar.id)
    truth = _played(table, store, calendar, events)
    listing = ListEvents(DynamoCalendars(table, a_clock), store)
    for window in asked:
        query = WindowQuery(window.start, window.end, ZoneInfo(window.zone))
        found: list[EventId] = []
        after = None
        while True:
            page = listing(Reach(calendar.owner_id), calendar.id, query, after=after, size=size)
            found += [event.id for event in page.events]
            after = page.next
            if after is None:
                break
            assert len(page.events) == size
        assert found == _expected(truth, window)


def _played(
    table: Table, store: DynamoEvents, calendar: Calendar, events: Sequence[tuple[Plain, Plain | str | None]]
) -> dict[EventId, Plain]:
    """Create the events, then move or delete those that are to be; what remains."""
    calendars = DynamoCalendars(table, a_clock)
    create = CreateEvent(calendars, store, a_clock, secrets.token_bytes)
    change, delete = ChangeEvent(calendars, store, a_clock, secrets.token_bytes), DeleteEvent(calendars, store, a_clock)
    reach = Reach(calendar.owner_id)
    truth: dict[EventId, Plain] = {}
    for plain, then in events:
        event_id = create(reach, calendar.id, _draft(plain)).id
        truth[event_id] = plain
        if isinstance(then, Plain):
            change(reach, calendar.id, event_id, lambda _, then=then: _draft(then))  # type: ignore[misc]
            truth[event_id] = then
        elif then == "delete":
            delete(reach, calendar.id, event_id)
            del truth[event_id]
    return truth


def _draft(plain: Plain) -> Draft:
    if isinstance(plain.first, datetime) and isinstance(plain.last, datetime):
        return Draft(Timing(starts_at=plain.first, ends_at=plain.last), EventDetails("x"))
    return Draft(Timing(starts_on=plain.first, ends_on=plain.last), EventDetails("x"))


def _expected(truth: dict[EventId, Plain], window: Window) -> list[EventId]:
    found = []
    to = window.end or window.start + timedelta(days=366)
    for event_id, plain in truth.items():
        if isinstance(plain.first, datetime) and isinstance(plain.last, datetime):
            start, end = plain.first, plain.last
        else:
            zone = ZoneInfo(window.zone)
            start = datetime.combine(plain.first, time(0), zone).astimezone(UTC)
            end = datetime.combine(plain.last + timedelta(days=1), time(0), zone).astimezone(UTC)
        if window.start <= start < to if start == end else start < to and end > window.start:
            found.append((start, event_id))
    return [event_id for _, event_id in sorted(found)]
