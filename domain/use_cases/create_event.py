"""Making events."""

from domain.caller import Reach
from domain.clock import Clock
from domain.draft import Draft
from domain.event import Event
from domain.ids import CalendarId, Randomness, new_event_id
from domain.ports import Calendars, Edit, Events
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class CreateEvent:
    """Put a new event, or a series, on a calendar."""

    calendars: Calendars
    events: Events
    clock: Clock
    randomness: Randomness

    def __call__(self, reach: Reach, calendar_id: CalendarId, draft: Draft) -> Event:
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        when, recurrence = draft.read_in(calendar.details.zone)
        now = self.clock()
        event = Event(
            id=new_event_id(when.encoded_start(), self.randomness),
            calendar_id=calendar.id,
            when=when,
            details=draft.details,
            created_at=now,
            updated_at=now,
            recurrence=recurrence,
        )
        self.events.write([Edit(None, event)], now)
        return event
