"""`Events` in DynamoDB: copies under the days they touch, so that a window is one Query, and what is spanning another.

Both are strongly consistent. More Querys follow only if a page of DynamoDB's, 1 MB, is not enough.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import date, datetime

from adapters.dynamodb.client import Page, Table, Write, if_version
from adapters.dynamodb.deletions import dropped_to_item
from adapters.dynamodb.event_items import (
    NO_TOMBSTONE,
    NOTHING_KEPT,
    event_from_item,
    event_to_items,
    tombstone,
)
from adapters.dynamodb.imported_items import named_by, naming
from adapters.dynamodb.recurrence_items import is_series
from adapters.dynamodb.soon import MOST_AT_ONCE, Soon, parts
from adapters.dynamodb.steps import in_steps
from adapters.dynamodb.table import (
    BY_CHANGE,
    Item,
    Key,
    day_in,
    days_between,
    dropped_partition,
    event_partition,
    home_key,
    key_of,
    spanning_partition,
    uid_key,
    uids_partition,
)
from domain.errors import EventNotFound
from domain.event import Event, Uid
from domain.ids import CalendarId, EventId
from domain.ports import Batch, Dropped, Edit, Pending
from domain.records import dataclass
from domain.series import Series
from domain.time import DAY

_GROWTH = 4
"""How much more each further Query asks for than the one before it."""


@dataclass(frozen=True, slots=True)
class _One:
    """The read of an event; of none if there can be no such event."""

    read: Soon | None

    def result(self) -> Event:
        kept = self.read.result() if self.read is not None else None
        if kept is None or kept["type"] != "event":
            raise EventNotFound
        return event_from_item(kept)


@dataclass(frozen=True, slots=True)
class _Few:
    """The reads of a few events."""

    reads: Sequence[Soon]

    def result(self) -> list[Event]:
        return _events(kept for read in self.reads if (kept := read.result()) is not None)


@dataclass(frozen=True, slots=True)
class _Many:
    """Reads under way of as many events as it may be."""

    reads: "Sequence[Future[list[Item]]]"

    def result(self) -> list[Event]:
        return [event for read in self.reads for event in _events(read.result())]


@dataclass(frozen=True, slots=True)
class DynamoEvents:
    """See `domain.ports.Events`."""

    table: Table

    def find(self, calendar_id: CalendarId, event_id: EventId) -> Pending[Event]:
        key = _possible_home(calendar_id, event_id)
        return _One(self.table.soon(key) if key is not None else None)

    def find_many(self, calendar_id: CalendarId, event_ids: Sequence[EventId]) -> Pending[Sequence[Event]]:
        keys = [key for event_id in dict.fromkeys(event_ids) if (key := _possible_home(calendar_id, event_id))]
        if len(keys) < MOST_AT_ONCE:
            return _Few(list(map(self.table.soon, keys)))
        return _Many([self.table.begin(self.table.get_many, part) for part in parts(keys)])

    def named(self, calendar_id: CalendarId, uids: Sequence[Uid]) -> Pending[Mapping[Uid, EventId]]:
        keys = [uid_key(calendar_id, uid) for uid in dict.fromkeys(uids)]
        return self.table.begin(self._named, keys)

    def touching(self, calendar_id: CalendarId, first: date, last: date, wanted: int) -> Iterator[Batch]:
        if last < first:  # which DynamoDB refuses to be asked for
            return iter(())
        earliest, latest = days_between(first, last)
        values = {":events": event_partition(calendar_id), ":first": earliest, ":last": latest}

        def read(limit: int, after: Item | None = None) -> Page:
            condition = "pk = :events AND sk BETWEEN :first AND :last"
            return self.table.query(condition, values, limit=limit, after=after)

        spanning = self.table.begin(self._spanning, calendar_id, first)
        limit = wanted + wanted // 2 + 10  # more than wanted, for copies that a list will drop
        return _batches(_pages(self.table.begin(read, limit), read, limit), spanning, first, last)

    def write(self, edits: Sequence[Edit], now: datetime, dropped: Dropped | None = None) -> None:
        writes = [write for edit in edits for write in writes_of(edit, now)]
        self._write_together([*writes, *_word_of(dropped, now)])

    def begin_writing(self, edits: Sequence[Edit], now: datetime, dropped: Dropped | None = None) -> Pending[None]:
        steps = in_steps([writes_of(edit, now) for edit in edits])
        steps[-1] += _word_of(dropped, now)
        return self.table.begin(self._write_each, steps)

    def count(self, calendar_id: CalendarId) -> int:
        home_copies = self.table.items(
            "calendar_id = :calendar",
            {":calendar": str(calendar_id)},
            index=BY_CHANGE,
            keys_only=True,
            only=NO_TOMBSTONE,
        )
        return sum(1 for _ in home_copies)

    def purge(self, calendar_id: CalendarId) -> int:
        partitions = (event_partition, spanning_partition, uids_partition, dropped_partition)
        return sum(self.table.delete_found("pk = :partition", {":partition": of(calendar_id)}) for of in partitions)

    def _named(self, keys: Sequence[Key]) -> dict[Uid, EventId]:
        return dict(named_by(item) for part in parts(keys) for item in self.table.get_many(part))

    def _write_each(self, steps: Sequence[Sequence[Write]]) -> None:
        for step in steps:
            self._write_together(step)

    def _write_together(self, writes: Sequence[Write]) -> None:
        if len(writes) == 1 and (home := writes[0]).item is not None:
            self.table.put(home.item, condition=str(home.condition), values=home.values)
        else:
            self.table.write_together(writes)

    def _spanning(self, calendar_id: CalendarId, first: date) -> list[Event]:
        """Every spanning event that has not ended before a date."""
        values = {":spanning": spanning_partition(calendar_id), ":first": str(first)}
        return [event_from_item(item) for item in self.table.items("pk = :spanning AND sk >= :first", values)]


def _pages(begun: "Future[Page]", read: Callable[[int, Item | None], Page], limit: int) -> Iterator[Page]:
    """The page that is begun, and then, as long as they are asked for, larger and larger ones."""
    page = begun.result()
    yield page
    while page.next is not None:
        limit *= _GROWTH
        page = read(limit, page.next)
        yield page


def _batches(pages: Iterable[Page], spanning: "Future[list[Event]]", first: date, last: date) -> Iterator[Batch]:
    """All dates but the last one of a page are complete; the first date must be before anything is given out."""
    series, held = _apart(spanning.result())
    for page in pages:
        held += _listed(page.items)
        if page.next is None:
            yield Batch(last, held, series)
        elif (through := day_in(key_of(page.next)) - DAY) >= first:
            yield Batch(through, held, series)
            series, held = [], []


def _events(items: Iterable[Item]) -> list[Event]:
    return [event_from_item(item) for item in items if item["type"] == "event"]


def _listed(items: Iterable[Item]) -> list[Event]:
    """The events of a day; not the home copies of series, which are read with what is spanning."""
    return [event_from_item(item) for item in items if item["type"] == "event" and not is_series(item)]


def _apart(spanning: Iterable[Event]) -> tuple[list[Series], list[Event]]:
    """Series, and events that are merely long."""
    series: list[Series] = []
    events: list[Event] = []
    for event in spanning:
        if event.recurrence is not None:
            series.append(Series(event, event.recurrence))
        else:
            events.append(event)
    return series, events


def _possible_home(calendar_id: CalendarId, event_id: EventId) -> Key | None:
    try:
        return home_key(calendar_id, event_id)
    except EventNotFound:
        return None


def _word_of(dropped: Dropped | None, now: datetime) -> list[Write]:
    return [Write(dropped_to_item(dropped, now))] if dropped is not None else []


def writes_of(edit: Edit, now: datetime) -> list[Write]:
    """What an edit comes to: first the home copy, on the condition that the one there is as it is thought to be."""
    old, new = edit
    items = event_to_items(new) if new is not None else [tombstone(old, now)] if old is not None else []
    home, *others = items
    kept = [key_of(item) for item in others]
    obsolete = [key_of(item) for item in event_to_items(old)[1:]] if old is not None else []
    return [
        Write(home, **(if_version(old.version) if old is not None else {"condition": NOTHING_KEPT})),
        *map(Write, others),
        *(Write(key=key) for key in obsolete if key not in kept),
        *naming(edit),
    ]
