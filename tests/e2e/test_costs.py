"""What each operation asks of DynamoDB: requests, their depth, and capacity units. `docs/storage.md` shows this table.

The counts are the same for a calendar with ten events and for one with thousands.
"""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.client import Table
from adapters.dynamodb.credentials import DynamoCredentials
from adapters.dynamodb.events import DynamoEvents
from adapters.settings import LOCAL_CREDENTIALS
from domain.calendar import CalendarDetails
from domain.event import EventDetails
from domain.use_cases import access, calendars, events, list_events
from domain.use_cases.events import Draft
from domain.when import Timing
from domain.window import WindowQuery
from tests.builders import DAY, HOUR, NOON, a_calendar, a_clock, an_event, an_owner, retitled, timed
from tests.conftest import TABLE
from tests.support.recorder import Record, Recorder


@dataclass
class World:
    """Stores behind the recorder, and a calendar with some events in March and more in other years."""

    recorder: Recorder
    table: Table
    plain: Table

    def __post_init__(self) -> None:
        self.calendars = DynamoCalendars(self.table, a_clock)
        self.events = DynamoEvents(self.table)
        self.calendar = a_calendar()
        DynamoCalendars(self.plain, a_clock).add(self.calendar)
        self.owner, self.id = self.calendar.owner_id, self.calendar.id
        self.direct = DynamoEvents(self.plain)
        self.one_day = self.added(timed())
        self.three_days = self.added(timed(NOON - DAY, 2 * DAY))
        self.long = self.added(timed(NOON - DAY, 90 * DAY))

    def added(self, when: Any) -> Any:
        event = an_event(self.id, when)
        self.direct.add(event)
        return event

    def crowd(self, count: int) -> None:
        """Many events outside the windows that are measured."""
        items = [an_event(self.id, timed(NOON + (800 + index) * DAY)) for index in range(count)]
        for event in items:
            self.direct.add(event)

    def change(self, event: Any, **timing: Any) -> Any:
        draft = Draft(Timing(**timing), EventDetails("Review"))
        return events.ChangeEvent(self.calendars, self.events, a_clock)(self.owner, self.id, event.id, lambda _: draft)

    def listed(self, start: Any, end: Any, size: int = 100) -> Any:
        query = WindowQuery(start, end)
        return list_events.ListEvents(self.calendars, self.events)(self.owner, self.id, query, size=size)


@pytest.fixture(scope="module")
def tables(recorder: Recorder, engine_url: str) -> tuple[Recorder, Table, Table]:
    def at(url: str) -> Table:
        return Table(TABLE, endpoint_url=url, region="local", credentials=LOCAL_CREDENTIALS)

    return recorder, at(recorder.url), at(engine_url)


def day_timing(start: datetime, length: timedelta) -> dict[str, Any]:
    return {"starts_at": start, "ends_at": start + length, "time_zone": "UTC"}


def create(world: World, **timing: Any) -> Any:
    use = events.CreateEvent(world.calendars, world.events, a_clock, secrets.token_bytes)
    return use(world.owner, world.id, Draft(Timing(**timing), EventDetails("Planning")))


def delete(world: World, event: Any) -> None:
    events.DeleteEvent(world.calendars, world.events, a_clock)(world.owner, world.id, event.id)


def authorize(world: World) -> Any:
    store = DynamoCredentials(world.table)
    key = access.CreateKey(DynamoCredentials(world.plain), a_clock, secrets.token_bytes, "dbk_")(secrets.token_hex(8))
    return lambda: access.AuthenticateKey(store, a_clock)(key)


Operation = Callable[[World], Any]

OPERATIONS: dict[str, Operation] = {
    "authorize a key": authorize,
    "calendars.create": lambda world: (
        lambda: calendars.CreateCalendar(world.calendars, a_clock, secrets.token_bytes)(
            an_owner(), CalendarDetails("Work")
        )
    ),
    "calendars.list": lambda world: lambda: calendars.ListCalendars(world.calendars)(world.owner, None, 100),
    "calendars.get": lambda world: lambda: calendars.GetCalendar(world.calendars)(world.owner, world.id),
    "calendars.patch": lambda world: (
        lambda: calendars.ChangeCalendar(world.calendars, a_clock)(
            world.owner, world.id, lambda _: CalendarDetails("Travel")
        )
    ),
    "calendars.delete": lambda world: lambda: calendars.DeleteCalendar(world.calendars)(world.owner, world.id),
    "events.create, one day": lambda world: lambda: create(world, **day_timing(NOON, HOUR)),
    "events.create, three days": lambda world: lambda: create(world, **day_timing(NOON, 2 * DAY)),
    "events.create, over 31 days": lambda world: lambda: create(world, **day_timing(NOON, 60 * DAY)),
    "events.get": lambda world: (
        lambda: events.GetEvent(world.calendars, world.events)(world.owner, world.id, world.one_day.id)
    ),
    "events.list by ids, three": lambda world: (
        lambda: events.GetEvents(world.calendars, world.events)(
            world.owner, world.id, [world.one_day.id, world.three_days.id, world.long.id]
        )
    ),
    "events.list, a day": lambda world: lambda: world.listed(date(2026, 3, 28), date(2026, 3, 29)),
    "events.list, a month": lambda world: lambda: world.listed(date(2026, 3, 1), date(2026, 4, 1)),
    "events.list, 45 days": lambda world: lambda: world.listed(date(2026, 3, 1), date(2026, 4, 15)),
    "events.list, a year": lambda world: lambda: world.listed(date(2026, 1, 1), date(2027, 1, 1)),
    "events.list, the next 20": lambda world: lambda: world.listed(date(2026, 3, 1), None, 20),
    "events.patch, one day": lambda world: lambda: world.change(world.one_day, **day_timing(NOON, HOUR)),
    "events.patch, to another day": lambda world: lambda: world.change(world.one_day, **day_timing(NOON + DAY, HOUR)),
    "events.patch, three days": lambda world: lambda: world.change(world.three_days, **day_timing(NOON - DAY, 2 * DAY)),
    "events.delete, one day": lambda world: lambda: delete(world, world.one_day),
    "events.delete, three days": lambda world: lambda: delete(world, world.three_days),
}


def documented() -> dict[str, tuple[int, int, float, float]]:
    """The table in `docs/storage.md`: requests, depth, read units, write units, by operation."""
    row = re.compile(r"^\| (.+?) \| (\d+) \| (\d+) \| ([\d.]+) \| ([\d.]+) \|$", re.MULTILINE)
    text = Path("docs/storage.md").read_text()
    return {name: (int(a), int(b), float(c), float(d)) for name, a, b, c, d in row.findall(text)}


def measure(world: World, name: str) -> Record:
    operate = OPERATIONS[name](world)
    with world.recorder.recording() as record:
        operate()
    return record


def test_every_operation_is_documented() -> None:
    assert list(documented()) == list(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_costs_what_the_docs_say(tables: tuple[Recorder, Table, Table], name: str) -> None:
    record = measure(World(*tables), name)
    assert (record.requests, record.waves, record.read_units, record.write_units) == documented()[name]
    assert "Scan" not in record.operations


@pytest.mark.parametrize(
    "name", ["events.get", "events.list, a month", "events.list, the next 20", "events.patch, one day"]
)
def test_the_costs_are_flat_as_the_calendar_grows(tables: tuple[Recorder, Table, Table], name: str) -> None:
    world = World(*tables)
    world.crowd(2000)
    record = measure(world, name)
    assert (record.requests, record.waves, record.read_units, record.write_units) == documented()[name]


def test_a_change_that_changes_nothing_writes_nothing(tables: tuple[Recorder, Table, Table]) -> None:
    world = World(*tables)
    use = events.ChangeEvent(world.calendars, world.events, a_clock)
    same = Draft(Timing(**day_timing(NOON, HOUR)), world.one_day.details)
    with world.recorder.recording() as record:
        use(world.owner, world.id, world.one_day.id, lambda _: same)
    assert record.write_units == 0


def test_a_page_of_a_crowded_day_reads_no_other_day_to_its_end(tables: tuple[Recorder, Table, Table]) -> None:
    world = World(*tables)
    for index in range(300):
        world.added(timed(datetime(2026, 3, 1 + index % 3, 12, tzinfo=UTC)))
    with world.recorder.recording() as record:
        page = world.listed(date(2026, 3, 1), date(2026, 3, 4), size=10)
    assert len(page.events) == 10
    assert record.requests <= 9


def test_a_retried_put_is_a_success(table: Table) -> None:
    store = DynamoEvents(table)
    event = an_event()
    store.add(event)
    store.add(event)
    changed = retitled(event, "Review")
    store.replace(event, changed)
    store.replace(event, changed)
    assert store.find(event.calendar_id, event.id).result() == changed
