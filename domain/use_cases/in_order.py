"""Events and occurrences in the order of a list: by start, then by id."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from heapq import heapify, heappop, heappush
from itertools import count
from typing import NamedTuple

from domain.event import Event
from domain.ids import override_id
from domain.records import dataclass
from domain.series import Series
from domain.window import Position, Window


class Place(NamedTuple):
    """Where something stands in a list, and how to get it: occurrences are made only for whoever wants them."""

    position: Position
    event: Callable[[], Event]


@dataclass(frozen=True, slots=True)
class Look:
    """What a list looks for: what overlaps a window, mentions some words, and is behind a position."""

    window: Window
    words: Sequence[str]
    after: Position | None

    def place_of(self, event: Event) -> Place | None:
        """The place of an event; None if it is not looked for."""
        span = event.span(self.window.zone)
        position = Position(span.start, event.id)
        if span.overlaps(self.window.span) and self._is_behind(position) and event.details.mentions(self.words):
            return Place(position, lambda: event)
        return None

    def places_of(self, series: Series) -> Iterator[Place]:
        """The places of a series' occurrences, but for those that were changed alone."""
        if series.event.details.mentions(self.words):
            for start, original in series.happenings(self.window, self.after.start if self.after else None):
                position = Position(start, override_id(series.event.id, original))
                if self._is_behind(position):
                    yield Place(position, partial(series.occurrence, original))

    def place_of_all(self, series: Series) -> Iterator[Place]:
        """The place of a series itself, if any of those occurrences is looked for."""
        event = series.event
        position = Position(event.span(self.window.zone).start, event.id)
        happens = any(True for _ in series.happenings(self.window))
        if happens and self._is_behind(position) and event.details.mentions(self.words):
            yield Place(position, lambda: event)

    def _is_behind(self, position: Position) -> bool:
        return self.after is None or position > self.after


class Queue:
    """Places that are known, and sources of more; each source is in order, and read as far as is needed."""

    def __init__(self, sources: Iterable[Iterator[Place]]) -> None:
        self._number = count()  # so that nothing else than positions is ever compared
        self._heap = [entry for source in sources for entry in self._next_of(source)]
        heapify(self._heap)

    def add(self, place: Place) -> None:
        heappush(self._heap, (place.position, next(self._number), place, iter(())))

    def taken(self, until: datetime | None = None) -> Iterator[Place]:
        """Everything that starts before an instant, in order; all there is without one."""
        while self._heap and (until is None or self._heap[0][0].start < until):
            _, _, place, source = heappop(self._heap)
            for entry in self._next_of(source):
                heappush(self._heap, entry)
            yield place

    def _next_of(self, source: Iterator[Place]) -> list[tuple[Position, int, Place, Iterator[Place]]]:
        place = next(source, None)
        return [(place.position, next(self._number), place, source)] if place else []
