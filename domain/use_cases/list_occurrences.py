"""The occurrences of one series, also of one without an end, in order, page by page."""

from collections.abc import Iterator

from domain.caller import Reach
from domain.errors import EventNotFound
from domain.event import Event
from domain.ids import CalendarId, EventId, override_id
from domain.ports import Calendars, Events
from domain.records import dataclass
from domain.series import Series
from domain.use_cases.in_order import Look, Place, Queue
from domain.use_cases.list_events import EventPage
from domain.window import OpenQuery, Position


@dataclass(frozen=True, slots=True)
class ListOccurrences:
    """When a series takes place, by start, then by id."""

    calendars: Calendars
    events: Events

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        series_id: EventId,
        query: OpenQuery,
        after: Position | None = None,
        size: int = 100,
    ) -> EventPage:
        """Return at most `size` occurrences from behind `after`. An event that does not recur is its own only one."""
        reading = self.events.find(calendar_id, series_id)
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        event = reading.result()
        if event.origin is not None:
            raise EventNotFound
        look = Look(query.read_in(calendar.details.zone), (), after)
        return EventPage.of(self._places(event, look), size, look.window.zone)

    def _places(self, event: Event, look: Look) -> Iterator[Place]:
        if event.recurrence is None:
            queue, others = Queue(()), [event]
        else:
            series = Series(event, event.recurrence)
            queue, others = Queue([look.places_of(series)]), self._overrides(series)
        for other in others:
            if (place := look.place_of(other)) is not None:
                queue.add(place)
        return queue.taken()

    def _overrides(self, series: Series) -> list[Event]:
        event = series.event
        ids = [override_id(event.id, original) for original in series.recurrence.overridden]
        return [series.adopted(one) for one in self.events.find_many(event.calendar_id, ids).result()] if ids else []
