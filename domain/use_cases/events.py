"""Making, reading, changing and deleting single events."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from domain.calendar import Calendar
from domain.caller import Reach
from domain.clock import Clock, Pause
from domain.event import Event, EventDetails
from domain.ids import CalendarId, EventId, Randomness, new_event_id
from domain.ports import Calendars, Events
from domain.use_cases.attempts import no_pause, require_version, until_written
from domain.when import Timing


class Draft(NamedTuple):
    """An event as a client words it."""

    timing: Timing
    details: EventDetails


@dataclass(frozen=True, slots=True)
class CreateEvent:
    """Put a new event on a calendar."""

    calendars: Calendars
    events: Events
    clock: Clock
    randomness: Randomness

    def __call__(self, reach: Reach, calendar_id: CalendarId, draft: Draft) -> Event:
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        when = draft.timing.read_in(calendar.details.zone)
        now = self.clock()
        event = Event(
            id=new_event_id(when.encoded_start(), self.randomness),
            calendar_id=calendar.id,
            when=when,
            details=draft.details,
            created_at=now,
            updated_at=now,
        )
        self.events.add(event)
        return event


@dataclass(frozen=True, slots=True)
class GetEvent:
    """One event, read together with the calendar that makes it the owner's."""

    calendars: Calendars
    events: Events

    def __call__(self, reach: Reach, calendar_id: CalendarId, event_id: EventId) -> Event:
        return _reached(self.calendars, self.events, reach, calendar_id, event_id)[1]


@dataclass(frozen=True, slots=True)
class GetEvents:
    """Several events by id, straight from where they live."""

    calendars: Calendars
    events: Events

    def __call__(
        self, reach: Reach, calendar_id: CalendarId, event_ids: Sequence[EventId]
    ) -> tuple[Sequence[Event], Sequence[EventId]]:
        """Return those that exist, in the order asked for, and the ids of those that do not."""
        events = self.events.find_many(calendar_id, event_ids)
        self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        found = {event.id: event for event in events.result()}
        asked = list(dict.fromkeys(event_ids))
        return [found[one] for one in asked if one in found], [one for one in asked if one not in found]


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """Replace or merge an event; `change` makes the new wording of the event that stands."""

    calendars: Calendars
    events: Events
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        event_id: EventId,
        change: Callable[[Event], Draft],
        expected: Collection[int] | None = None,
    ) -> Event:
        def attempt() -> Event:
            calendar, event = _reached(self.calendars, self.events, reach, calendar_id, event_id)
            require_version(event.version, expected)
            draft = change(event)
            when = draft.timing.read_in(calendar.details.zone)
            if (when, draft.details) == (event.when, event.details):
                return event
            changed = event.changed(when, draft.details, self.clock())
            self.events.replace(event, changed)
            return changed

        return until_written(attempt, self.pause)


@dataclass(frozen=True, slots=True)
class DeleteEvent:
    """Take an event off its calendar."""

    calendars: Calendars
    events: Events
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        event_id: EventId,
        expected: Collection[int] | None = None,
    ) -> None:
        def attempt() -> None:
            _, event = _reached(self.calendars, self.events, reach, calendar_id, event_id)
            require_version(event.version, expected)
            self.events.remove(event, self.clock())

        until_written(attempt, self.pause)


def _reached(
    calendars: Calendars, events: Events, reach: Reach, calendar_id: CalendarId, event_id: EventId
) -> tuple[Calendar, Event]:
    """An event and the calendar that makes it the owner's, read side by side."""
    event = events.find(calendar_id, event_id)
    return calendars.get(reach.owner_of(calendar_id), calendar_id), event.result()
