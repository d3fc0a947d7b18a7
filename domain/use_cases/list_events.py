"""What happens between these two moments: the events and occurrences of a window, in order, page by page."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.caller import Reach
from domain.event import Event
from domain.ids import CalendarId, EventId
from domain.ports import Batch, Calendars, Events
from domain.records import dataclass
from domain.series import SeriesOf
from domain.time import DAY, start_of_day
from domain.use_cases.in_order import Look, Place, Queue
from domain.window import Position, Window, WindowQuery


class EventPage(NamedTuple):
    """One page of a list, the zone it was read in, and whether there is more."""

    found: Sequence[tuple[Position, Event]]
    zone: ZoneInfo
    more: bool

    @classmethod
    def of(cls, places: Iterable[Place], size: int, zone: ZoneInfo) -> "EventPage":
        """The first page of what is in order."""
        found = list(islice(places, size + 1))
        shown = [(position, event()) for position, event in found[:size]]
        return cls(shown, zone, more=len(found) > size)

    @property
    def events(self) -> list[Event]:
        return [event for _, event in self.found]

    def after(self, count: int) -> Position | None:
        """Where to go on after the first `count` events of the page, or None if that is all there is."""
        return self.found[count - 1][0] if count and (self.more or count < len(self.found)) else None

    @property
    def next(self) -> Position | None:
        """Where to go on after the whole page."""
        return self.after(len(self.found))


@dataclass(frozen=True, slots=True)
class ListEvents:
    """The events that overlap a window, by start, then by id."""

    calendars: Calendars
    events: Events

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        query: WindowQuery,
        words: Sequence[str] = (),
        after: Position | None = None,
        size: int = 100,
        *,
        expand: bool = True,
    ) -> EventPage:
        """Return at most `size` events from behind `after` that mention all the case-folded `words`.

        Series come as their occurrences; or, if not to `expand`, as themselves if any occurrence is in the window.
        """
        batches = self.events.touching(calendar_id, *query.days(after), wanted=size + 1)
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        window = query.read_in(calendar.details.zone)
        places = _in_order(batches, Look(window, words, after), expand=expand)
        return EventPage.of(places, size, window.zone)


def _in_order(batches: Iterator[Batch], look: Look, *, expand: bool) -> Iterator[Place]:
    """Each event and occurrence once, as soon as no earlier one can still come."""
    places_of = look.places_of if expand else look.place_of_all
    seen: set[EventId] = set()
    queue, owners = Queue(()), SeriesOf(())
    for batch in batches:
        if batch.series:
            queue, owners = Queue(map(places_of, batch.series)), SeriesOf(batch.series)
        for event in batch.events:
            known = event if event.origin is None else owners.adopted(event)
            if known is not None and known.id not in seen and (place := look.place_of(known)) is not None:
                seen.add(known.id)  # no sooner: a stale copy elsewhere must not hide the one that overlaps
                queue.add(place)
        yield from queue.taken(_horizon(batch.through, look.window))
    yield from queue.taken()


def _horizon(through: date, window: Window) -> datetime:
    """The instant before which, once all of a date is known, no unknown event can start."""
    tomorrow = through + DAY
    return min(datetime.combine(tomorrow, time.min, UTC), start_of_day(tomorrow, window.zone))
