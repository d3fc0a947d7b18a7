"""Use cases, driven with memory adapters."""

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

import pytest

from adapters.memory.calendars import MemoryCalendars
from adapters.memory.events import MemoryEvents
from domain.calendar import Calendar
from domain.caller import Reach
from domain.draft import Draft
from domain.errors import CalendarNotFound, Conflict, VersionMismatch
from domain.event import Event, EventDetails
from domain.use_cases.calendars import ListCalendars
from domain.use_cases.change_event import ChangeEvent
from domain.use_cases.create_event import CreateEvent
from domain.use_cases.delete_event import DeleteEvent
from domain.use_cases.get_events import GetEvents
from domain.use_cases.list_events import ListEvents
from domain.when import Timing, When
from domain.window import WindowQuery
from tests.builders import (
    BERLIN,
    DAY,
    HOUR,
    NOON,
    a_calendar,
    a_clock,
    add,
    all_day,
    an_event,
    an_owner,
    replace_with,
    retitled,
    timed,
)


@dataclass
class World:
    """One owner's calendar, and all that works on it."""

    calendars: MemoryCalendars = field(default_factory=MemoryCalendars)
    events: MemoryEvents = field(default_factory=MemoryEvents)
    calendar: Calendar = field(default_factory=lambda: a_calendar(zone=BERLIN))

    def __post_init__(self) -> None:
        self.calendars.add(self.calendar)

    def an_event(self, when: When | None = None) -> Event:
        event = an_event(self.calendar.id, when)
        add(self.events, event)
        return event

    @property
    def reach(self) -> Reach:
        return Reach(self.calendar.owner_id)

    @property
    def change(self) -> ChangeEvent:
        return ChangeEvent(self.calendars, self.events, a_clock, secrets.token_bytes)


def test_an_event_without_a_zone_gets_the_calendars() -> None:
    world = World()
    create = CreateEvent(world.calendars, world.events, a_clock, secrets.token_bytes)
    draft = Draft(Timing(datetime(2026, 7, 1, 9), datetime(2026, 7, 1, 10)), EventDetails("x"))  # noqa: DTZ001
    event = create(world.reach, world.calendar.id, draft)
    assert event.when == timed(datetime.fromisoformat("2026-07-01T07:00:00+00:00"), zone=BERLIN)


def test_a_stranger_creates_nothing() -> None:
    world = World()
    create = CreateEvent(world.calendars, world.events, a_clock, secrets.token_bytes)
    with pytest.raises(CalendarNotFound):
        create(Reach(an_owner()), world.calendar.id, Draft(Timing(NOON, NOON), EventDetails("x")))
    assert world.events.kept == {}


def test_a_change_that_lost_a_race_is_made_again_on_what_won() -> None:
    world = World()
    event = world.an_event()
    raced = []

    def change(current: Event) -> Draft:
        if not raced:
            raced.append(True)
            replace_with(world.events, event, retitled(event, "theirs"))
        return Draft(Timing(NOON, NOON + 2 * HOUR, "UTC"), current.details)

    changed = world.change(world.reach, world.calendar.id, event.id, change).event
    assert (changed.details.title, changed.when.span(BERLIN).end) == ("theirs", NOON + 2 * HOUR)
    assert changed.version == 3


def test_a_change_that_loses_every_race_gives_up() -> None:
    world = World()
    event = world.an_event()

    def change(current: Event) -> Draft:
        replace_with(world.events, current, retitled(current, "theirs"))
        return Draft(Timing(NOON, NOON, "UTC"), current.details)

    with pytest.raises(Conflict):
        world.change(world.reach, world.calendar.id, event.id, change)


def test_a_version_that_is_not_the_current_one_is_refused() -> None:
    world = World()
    event = world.an_event()
    owner, calendar = world.reach, world.calendar.id
    with pytest.raises(VersionMismatch):
        world.change(owner, calendar, event.id, lambda _: Draft(Timing(NOON, NOON), EventDetails("x")), {2})
    with pytest.raises(VersionMismatch):
        DeleteEvent(world.calendars, world.events, a_clock)(owner, calendar, event.id, set())
    assert world.events.kept


def test_several_events_come_in_the_order_asked_for_and_the_rest_is_named() -> None:
    world = World()
    first, second, missing = world.an_event(), world.an_event(), an_event()
    get = GetEvents(world.calendars, world.events)
    asked = [second.id, missing.id, first.id, second.id]
    assert get(world.reach, world.calendar.id, asked) == ([second, first], [missing.id])


def test_a_list_of_calendars_says_whether_there_is_more() -> None:
    calendars, owner = MemoryCalendars(), an_owner()
    for _ in range(3):
        calendars.add(a_calendar(owner))
    listing = ListCalendars(calendars)
    page, more = listing(Reach(owner), None, 2)
    assert (len(page), more) == (2, True)
    assert len(listing(Reach(owner), page[-1].id, 2)[0]) == 1
    assert listing(Reach(owner), None, 3)[1] is False


def test_a_page_ends_where_the_next_begins() -> None:
    world = World()
    kept = [world.an_event(timed(NOON + index * HOUR)) for index in range(5)]
    listing = ListEvents(world.calendars, world.events)
    query = WindowQuery(NOON, NOON + DAY)
    owner, calendar = world.reach, world.calendar.id
    first = listing(owner, calendar, query, size=2)
    second = listing(owner, calendar, query, after=first.next, size=2)
    third = listing(owner, calendar, query, after=second.next, size=2)
    assert [*first.events, *second.events, *third.events] == kept
    assert third.next is None


def test_an_all_day_event_stands_at_its_midnight_in_the_zone_of_the_query() -> None:
    world = World()
    whole = world.an_event(all_day(date(2026, 3, 29)))
    before, after = (world.an_event(timed(datetime.fromisoformat(f"2026-03-28T2{hour}:30+00:00"))) for hour in (2, 3))
    listing = ListEvents(world.calendars, world.events)
    query = WindowQuery(date(2026, 3, 28), date(2026, 3, 30))
    assert listing(world.reach, world.calendar.id, query).events == [before, whole, after]
