"""Reading events by their ids."""

from collections.abc import Sequence
from contextlib import suppress

from domain.caller import Reach
from domain.errors import EventNotFound
from domain.event import Event
from domain.ids import CalendarId, EventId, EventRef, OccurrenceId, override_id
from domain.ports import Calendars, Events
from domain.records import dataclass
from domain.use_cases.reaching import Reaching, occurrence_among


@dataclass(frozen=True, slots=True)
class GetEvent:
    """One event, series or occurrence."""

    calendars: Calendars
    events: Events

    def __call__(self, reach: Reach, calendar_id: CalendarId, ref: EventRef) -> Event:
        return Reaching(self.calendars, self.events)(reach, calendar_id, ref).event


@dataclass(frozen=True, slots=True)
class GetEvents:
    """Several events by id, straight from where they live."""

    calendars: Calendars
    events: Events

    def __call__(
        self, reach: Reach, calendar_id: CalendarId, refs: Sequence[EventRef]
    ) -> tuple[Sequence[Event], Sequence[EventRef]]:
        """Return those that exist, in the order asked for, and the ids of those that do not."""
        asked = list(dict.fromkeys(refs))
        pending = self.events.find_many(calendar_id, [one for ref in asked for one in _where(ref)])
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        kept = {event.id: event for event in pending.result()}
        found: dict[EventRef, Event] = {}
        for ref in asked:
            with suppress(EventNotFound):
                if isinstance(ref, OccurrenceId):
                    found[ref] = occurrence_among(kept, ref, calendar).event
                elif ref in kept and kept[ref].origin is None:
                    found[ref] = kept[ref]
        return list(found.values()), [ref for ref in asked if ref not in found]


def _where(ref: EventRef) -> list[EventId]:
    """What has to be read to know what an id leads to."""
    return [ref.series_id, override_id(*ref[:2])] if isinstance(ref, OccurrenceId) else [ref]
