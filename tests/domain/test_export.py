"""What an export reads, and that it can go on from any place."""

from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from adapters.memory.events import MemoryEvents
from domain.event import Event, Origin
from domain.ids import CalendarId, EventId, override_id
from domain.recurrence import lines
from domain.recurrence.recurrence import Recurrence
from domain.use_cases.export_events import Exported, Mark, exported
from domain.window import OpenQuery
from tests.builders import DAY, NOON, UTC_ZONE, a_calendar, a_calendar_id, add, an_event, timed


@dataclass(slots=True)
class Counting(MemoryEvents):
    """Events that remember which ids were asked for."""

    asked: list[EventId] = field(default_factory=list)

    def find_many(self, calendar_id: CalendarId, event_ids: Any) -> Any:
        self.asked += event_ids
        return MemoryEvents.find_many(self, calendar_id, event_ids)


def a_series(calendar_id: CalendarId) -> tuple[Event, Event]:
    """A daily one, and an override of its second occurrence."""
    event, original = an_event(calendar_id), NOON + DAY
    plain: Recurrence = lines.read(["RRULE:FREQ=DAILY"], NOON.replace(tzinfo=None), UTC_ZONE)
    recurrence = replace(plain, overridden={original: original.replace(tzinfo=None)}, overrides_until=original.date())
    override = replace(
        an_event(calendar_id, timed(original + timedelta(hours=3))),
        id=override_id(event.id, original),
        origin=Origin(event.id, False, True),
    )
    return replace(event, recurrence=recurrence), override


def test_an_export_goes_on_from_any_place_and_reads_no_override_twice() -> None:
    calendar, events = replace(a_calendar(), id=a_calendar_id()), Counting()
    for _ in range(2):
        for event in a_series(calendar.id):
            add(events, event)
    for day in range(3):
        add(events, an_event(calendar.id, timed(NOON + day * DAY)))
    window = OpenQuery(None, None).read_in(UTC_ZONE)

    def behind(mark: Mark | None) -> list[Exported]:
        events.asked.clear()
        return list(exported(events, calendar, window, mark))

    everything = behind(None)
    assert len(everything) == 7
    assert len(events.asked) == 2
    for place, one in enumerate(everything, 1):
        assert [other.event for other in behind(one.mark)] == [other.event for other in everything[place:]]
        assert len(events.asked) == (2 if place <= 2 else 1 if place <= 4 else 0)
