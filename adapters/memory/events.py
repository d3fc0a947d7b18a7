"""`Events` in memory: one copy of each, and a look at all of them for every window."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from domain.errors import Conflict, EventNotFound
from domain.event import Event
from domain.ids import CalendarId, EventId, home_date
from domain.ports import Batch, Pending

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ready(Generic[T]):
    """A read that is done as soon as someone asks."""

    result: Callable[[], T]


@dataclass(slots=True)
class MemoryEvents:
    """See `domain.ports.Events`."""

    kept: dict[tuple[CalendarId, EventId], Event] = field(default_factory=dict)

    def find(self, calendar_id: CalendarId, event_id: EventId) -> Pending[Event]:
        def result() -> Event:
            home_date(event_id)
            try:
                return self.kept[calendar_id, event_id]
            except KeyError:
                raise EventNotFound from None

        return Ready(result)

    def find_many(self, calendar_id: CalendarId, event_ids: Sequence[EventId]) -> Pending[Sequence[Event]]:
        return Ready(lambda: [event for event in self._of(calendar_id) if event.id in event_ids])

    def touching(self, calendar_id: CalendarId, first: date, last: date, wanted: int) -> Iterator[Batch]:  # noqa: ARG002
        touched = [(event, *event.when.touched_dates()) for event in self._of(calendar_id)]
        yield Batch(last, [event for event, start, end in touched if start <= last and end >= first])

    def add(self, event: Event) -> None:
        if (event.calendar_id, event.id) in self.kept:
            raise Conflict
        self.kept[event.calendar_id, event.id] = event

    def replace(self, old: Event, new: Event) -> None:
        self._require(old)
        self.kept[new.calendar_id, new.id] = new

    def remove(self, event: Event, now: datetime) -> None:  # noqa: ARG002
        self._require(event)
        del self.kept[event.calendar_id, event.id]

    def count(self, calendar_id: CalendarId) -> int:
        return len(self._of(calendar_id))

    def purge(self, calendar_id: CalendarId) -> int:
        gone = self._of(calendar_id)
        for event in gone:
            del self.kept[event.calendar_id, event.id]
        return len(gone)

    def _of(self, calendar_id: CalendarId) -> list[Event]:
        return [event for event in list(self.kept.values()) if event.calendar_id == calendar_id]

    def _require(self, event: Event) -> None:
        kept = self.kept.get((event.calendar_id, event.id))
        if kept is None or kept.version != event.version:
            raise Conflict
