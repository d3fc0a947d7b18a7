"""What happens between these two moments: the events of a window, in order, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from heapq import heappop, heappush
from itertools import islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.caller import Reach
from domain.event import Event
from domain.ids import CalendarId, EventId
from domain.ports import Batch, Calendars, Events
from domain.time import DAY, start_of_day
from domain.window import Position, Window, WindowQuery


class EventPage(NamedTuple):
    """One page of a list, the zone it was read in, and whether there is more."""

    found: Sequence[tuple[Position, Event]]
    zone: ZoneInfo
    more: bool

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
    ) -> EventPage:
        """Return at most `size` events from behind `after` that mention all the case-folded `words`."""
        batches = self.events.touching(calendar_id, *query.days(after), wanted=size + 1)
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        window = query.read_in(calendar.details.zone)
        matching = (
            (position, event)
            for position, event in _in_order(batches, window)
            if (after is None or position > after) and event.details.mentions(words)
        )
        found = list(islice(matching, size + 1))
        return EventPage(found[:size], window.zone, more=len(found) > size)


def _in_order(batches: Iterator[Batch], window: Window) -> Iterator[tuple[Position, Event]]:
    """Each overlapping event once, as soon as no earlier one can still come."""
    waiting: list[tuple[Position, Event]] = []
    seen: set[EventId] = set()
    for batch in batches:
        for event in batch.events:
            if event.id in seen:
                continue
            span = event.span(window.zone)
            if span.overlaps(window.span):  # a stale copy elsewhere must not hide the one that does
                seen.add(event.id)
                heappush(waiting, (Position(span.start, event.id), event))
        horizon = _horizon(batch.through, window)
        while waiting and waiting[0][0].start < horizon:
            yield heappop(waiting)
    while waiting:
        yield heappop(waiting)


def _horizon(through: date, window: Window) -> datetime:
    """The instant before which, once all of a date is known, no unknown event can start."""
    tomorrow = through + DAY
    return min(datetime.combine(tomorrow, time.min, UTC), start_of_day(tomorrow, window.zone))
