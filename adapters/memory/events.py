"""`Events` in memory: one copy of each, and a look at all of them for every window."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Generic, TypeVar

from domain.errors import Conflict, EventNotFound
from domain.event import Event, Uid, given_uid
from domain.ids import CalendarId, EventId, home_date
from domain.ports import Batch, Dropped, Edit, Pending
from domain.series import Series

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ready(Generic[T]):
    """A read that is done as soon as someone asks."""

    result: Callable[[], T]


@dataclass(slots=True)
class MemoryEvents:
    """See `domain.ports.Events`."""

    kept: dict[tuple[CalendarId, EventId], Event] = field(default_factory=dict)
    dropped: list[Dropped] = field(default_factory=list)

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

    def named(self, calendar_id: CalendarId, uids: Sequence[Uid]) -> Pending[Mapping[Uid, EventId]]:
        return Ready(lambda: {uid: event_id for uid, event_id in self._uids(calendar_id).items() if uid in uids})

    def touching(self, calendar_id: CalendarId, first: date, last: date, wanted: int) -> Iterator[Batch]:  # noqa: ARG002
        series = [Series.of(event) for event in self._of(calendar_id) if event.recurrence is not None]
        touched = [(event, *event.when.touched_dates()) for event in self._of(calendar_id) if event.recurrence is None]
        events = [event for event, start, end in touched if start <= last and end >= first]
        if first <= last:
            yield Batch(last, events, [one for one in series if one.last_date >= first])

    def write(self, edits: Sequence[Edit], now: datetime, dropped: Dropped | None = None) -> None:  # noqa: ARG002
        for old, new in edits:
            self._require(old, new)
        for old, new in edits:
            if new is not None:
                self.kept[new.calendar_id, new.id] = new
            elif old is not None:
                del self.kept[old.calendar_id, old.id]
        if dropped is not None:
            self.dropped.append(dropped)

    def begin_writing(self, edits: Sequence[Edit], now: datetime, dropped: Dropped | None = None) -> Pending[None]:
        return Ready(lambda: self.write(edits, now, dropped))

    def count(self, calendar_id: CalendarId) -> int:
        return len(self._of(calendar_id))

    def purge(self, calendar_id: CalendarId) -> int:
        gone = self._of(calendar_id)
        for event in gone:
            del self.kept[event.calendar_id, event.id]
        return len(gone)

    def _of(self, calendar_id: CalendarId) -> list[Event]:
        return [event for event in list(self.kept.values()) if event.calendar_id == calendar_id]

    def _require(self, old: Event | None, new: Event | None) -> None:
        known = old or new
        kept = self.kept.get((known.calendar_id, known.id)) if known else None
        if (kept and kept.version) != (old and old.version):
            raise Conflict
        uid = given_uid(new) if new is not None and new.origin is None else None
        if new is not None and uid is not None and self._uids(new.calendar_id).get(uid, new.id) != new.id:
            raise Conflict

    def _uids(self, calendar_id: CalendarId) -> dict[Uid, EventId]:
        named = [(given_uid(event), event.id) for event in self._of(calendar_id) if event.origin is None]
        return {uid: event_id for uid, event_id in named if uid is not None}
