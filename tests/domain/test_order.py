"""A list gives an event out only when no earlier one can still come."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from adapters.memory.calendars import MemoryCalendars
from adapters.memory.events import MemoryEvents
from domain.caller import Reach
from domain.event import Event
from domain.ports import Batch
from domain.use_cases.list_events import ListEvents
from domain.window import WindowQuery
from tests.builders import DAY, HOUR, KIRITIMATI, UTC_ZONE, a_calendar, all_day, an_event, timed

MONDAY = date(2026, 3, 30)


class Scripted(MemoryEvents):
    """Events that come in batches as written down, and how many batches were taken."""

    def script(self, *batches: Batch) -> None:
        self.kept = {}
        self.batches = batches
        self.taken = 0

    def touching(self, *_: object, **__: object):  # type: ignore[no-untyped-def, override]
        for batch in self.batches:
            self.taken += 1
            yield batch


def at(text: str, length: timedelta = HOUR) -> Event:
    return an_event(when=timed(datetime.fromisoformat(f"2026-{text}:00+00:00"), length))


def listed(events: Scripted, zone: object = UTC_ZONE, size: int = 100) -> Sequence[Event]:
    calendars, calendar = MemoryCalendars(), a_calendar(zone=zone)
    calendars.add(calendar)
    query = WindowQuery(MONDAY, MONDAY + 7 * DAY)
    return ListEvents(calendars, events)(Reach(calendar.owner_id), calendar.id, query, size=size).events


def test_an_event_that_comes_too_early_waits_for_those_before_it() -> None:
    moved, earlier = at("03-31T12:00"), at("03-31T09:00")
    events = Scripted()
    events.script(Batch(MONDAY, [moved]), Batch(MONDAY + DAY, [earlier, moved]))
    assert listed(events) == [earlier, moved]


def test_an_all_day_event_of_tomorrow_may_start_before_a_timed_one_of_today() -> None:
    timed_today, whole_tomorrow = at("03-30T12:00"), an_event(when=all_day(MONDAY + DAY))
    events = Scripted()
    events.script(Batch(MONDAY, [timed_today]), Batch(MONDAY + DAY, [whole_tomorrow]))
    assert listed(events) == [timed_today, whole_tomorrow]
    assert listed(events, KIRITIMATI) == [whole_tomorrow, timed_today]


def test_a_copy_is_not_listed_twice() -> None:
    long = at("03-29T12:00", 3 * DAY)
    events = Scripted()
    events.script(Batch(MONDAY, [long, long]), Batch(MONDAY + DAY, [long]))
    assert listed(events) == [long]


def test_a_stale_copy_outside_the_window_does_not_hide_the_event() -> None:
    stale = at("03-29T12:00")
    event = stale.changed(timed(stale.span(UTC_ZONE).start + 2 * DAY), stale.details, stale.updated_at)
    events = Scripted()
    events.script(Batch(MONDAY, [stale]), Batch(MONDAY + DAY, [event]))
    assert listed(events) == [event]


@pytest.mark.parametrize(("size", "taken"), [(1, 2), (2, 3), (100, 3)])
def test_a_full_page_takes_no_more_batches(size: int, taken: int) -> None:
    events = Scripted()
    days = [at("03-30T12:00"), at("03-31T12:00"), at("04-01T12:00")]
    events.script(*(Batch(MONDAY + index * DAY, [event]) for index, event in enumerate(days)))
    assert listed(events, size=size) == days[:size]
    assert events.taken == taken
