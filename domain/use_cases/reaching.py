"""What an id leads to: an event, a series, or an occurrence, be it as the series has it or changed alone."""

from collections.abc import Mapping
from typing import NamedTuple

from domain.calendar import Calendar
from domain.caller import Reach
from domain.errors import EventNotFound
from domain.event import Event
from domain.ids import CalendarId, EventId, EventRef, OccurrenceId, override_id
from domain.ports import Calendars, Events
from domain.records import dataclass
from domain.series import Series


class Reached(NamedTuple):
    """An event and its calendar; of an occurrence also its series, and what is kept in the place of an override.

    That is the event itself if it is an override, or one that was dropped and waits to be cleared away.
    """

    calendar: Calendar
    event: Event
    series: Series | None = None
    kept: Event | None = None


@dataclass(frozen=True, slots=True)
class Reaching:
    """Reads an event together with the calendar that makes it the owner's, side by side."""

    calendars: Calendars
    events: Events

    def __call__(self, reach: Reach, calendar_id: CalendarId, ref: EventRef, *, cancelled: bool = False) -> Reached:
        """Raise CalendarNotFound, or EventNotFound; that also for what was `cancelled`, unless it is asked for."""
        if isinstance(ref, OccurrenceId):
            pending = self.events.find_many(calendar_id, [ref.series_id, override_id(ref.series_id, ref.original)])
            calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
            return occurrence_among({event.id: event for event in pending.result()}, ref, calendar, cancelled=cancelled)
        event = self.events.find(calendar_id, ref)
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        return Reached(calendar, _itself(event.result()))


def occurrence_among(
    found: Mapping[EventId, Event], ref: OccurrenceId, calendar: Calendar, *, cancelled: bool = False
) -> Reached:
    """An occurrence, of which what there may be was read; EventNotFound if it is none."""
    event, original = found.get(ref.series_id), ref.original
    if event is None or event.recurrence is None:
        raise EventNotFound
    series = Series(event, event.recurrence)
    kept = found.get(override_id(ref.series_id, original))
    if ref != series.named(original):
        raise EventNotFound
    if original in series.recurrence.overridden:
        return Reached(calendar, series.adopted(kept) if kept else series.occurrence(original), series, kept)
    if (series.without_exception(original) if cancelled else series).yields(original):
        return Reached(calendar, series.occurrence(original), series, kept)
    raise EventNotFound


def _itself(event: Event) -> Event:
    """An event under its own id; an override has none of its own."""
    if event.origin is not None:
        raise EventNotFound
    return event
