"""`Events` in DynamoDB: copies under the days they touch, read by one of two plans.

A short window reads its day partitions, all at once and strongly consistent. A wide one reads the index `by_time`, in
one Query unless it holds more than a page. Both read the calendar's spanning partition beside that.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
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
from adapters.dynamodb.steps import in_steps
from adapters.dynamodb.table import (
    BY_CHANGE,
    BY_TIME,
    Item,
    Key,
    date_at,
    day_partition,
    dropped_partition,
    home_key,
    key_of,
    spanning_partition,
    time_positions,
    uid_key,
    uids_partition,
)
from domain.errors import EventNotFound
from domain.event import Event, Uid
from domain.ids import CalendarId, EventId
from domain.ports import Batch, Dropped, Edit, Pending
from domain.series import Series
from domain.time import DAY

SHORT_WINDOW_DAYS = 47
"""Up to how many dates, margins included, are read day by day: 45 days and one on either side."""

_INDEX_MARGIN = 100  # read ahead for copies that a list will drop
_BATCH_READ = 100


@dataclass(frozen=True, slots=True)
class _ReadTogether:
    """Reads under way, for one answer."""

    reads: "Sequence[Future[list[Item]]]"

    def result(self) -> list[Event]:
        return [event for read in self.reads for event in _events(read.result())]


@dataclass(frozen=True, slots=True)
class DynamoEvents:
    """See `domain.ports.Events`."""

    table: Table

    def find(self, calendar_id: CalendarId, event_id: EventId) -> Pending[Event]:
        return self.table.begin(self._get, calendar_id, event_id)

    def find_many(self, calendar_id: CalendarId, event_ids: Sequence[EventId]) -> Pending[Sequence[Event]]:
        keys = [key for event_id in dict.fromkeys(event_ids) if (key := _possible_home(calendar_id, event_id))]
        return _ReadTogether([self.table.begin(self.table.get_many, part) for part in _parts(keys)])

    def named(self, calendar_id: CalendarId, uids: Sequence[Uid]) -> Pending[Mapping[Uid, EventId]]:
        keys = [uid_key(calendar_id, uid) for uid in dict.fromkeys(uids)]
        return self.table.begin(self._named, keys)

    def touching(self, calendar_id: CalendarId, first: date, last: date, wanted: int) -> Iterator[Batch]:
        spanning = self.table.begin(self._spanning, calendar_id, first)
        if (last - first).days < SHORT_WINDOW_DAYS:
            return self._by_day(calendar_id, first, last, wanted, spanning)
        return self._by_time(calendar_id, first, last, wanted, spanning)

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
        by_calendar = {":calendar": str(calendar_id)}
        gone = self.table.delete_found("calendar_id = :calendar", by_calendar, index=BY_TIME)
        for partition in (spanning_partition, uids_partition, dropped_partition):
            gone += self.table.delete_found("pk = :partition", {":partition": partition(calendar_id)})
        return gone + self.table.delete_found("calendar_id = :calendar", by_calendar, index=BY_CHANGE)

    def _get(self, calendar_id: CalendarId, event_id: EventId) -> Event:
        kept = self.table.get(home_key(calendar_id, event_id))
        if kept is None or kept["type"] != "event":
            raise EventNotFound
        return event_from_item(kept)

    def _named(self, keys: Sequence[Key]) -> dict[Uid, EventId]:
        return dict(named_by(item) for part in _parts(keys) for item in self.table.get_many(part))

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

    def _by_day(
        self, calendar_id: CalendarId, first: date, last: date, wanted: int, spanning: "Future[list[Event]]"
    ) -> Iterator[Batch]:
        days = [first + index * DAY for index in range((last - first).days + 1)]
        reads = [self.table.begin(self._day, calendar_id, day, wanted) for day in days]

        def batches() -> Iterator[Batch]:
            series, held = _apart(spanning.result())
            for day, read in zip(days, reads, strict=True):
                page = read.result()
                held += _listed(page.items)
                while page.next is not None:
                    page = self._day(calendar_id, day, None, page.next)
                    held += _listed(page.items)
                yield Batch(day, held, series)
                series, held = [], []

        return batches()

    def _day(self, calendar_id: CalendarId, day: date, limit: int | None, after: Item | None = None) -> Page:
        return self.table.query("pk = :day", {":day": day_partition(calendar_id, day)}, limit=limit, after=after)

    def _by_time(
        self, calendar_id: CalendarId, first: date, last: date, wanted: int, spanning: "Future[list[Event]]"
    ) -> Iterator[Batch]:
        earliest, latest = time_positions(first, last)
        values = {":calendar": str(calendar_id), ":first": earliest, ":last": latest}

        def read(limit: int | None, after: Item | None = None) -> Page:
            condition = "calendar_id = :calendar AND time_position BETWEEN :first AND :last"
            return self.table.query(condition, values, index=BY_TIME, limit=limit, after=after)

        return _through_the_index(self.table.begin(read, wanted + _INDEX_MARGIN), read, spanning, first, last)


def _through_the_index(
    begun: "Future[Page]",
    read: Callable[[int | None, Item | None], Page],
    spanning: "Future[list[Event]]",
    first: date,
    last: date,
) -> Iterator[Batch]:
    """All dates but the last one of a page are complete; the first date must be before anything is given out."""
    page = begun.result()
    series, held = _apart(spanning.result())
    while True:
        held += _listed(page.items)
        if page.next is None:
            yield Batch(last, held, series)
            return
        through = date_at(page.items[-1]["time_position"]) - DAY
        if through >= first:
            yield Batch(through, held, series)
            series, held = [], []
        page = read(None, page.next)


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


def _parts(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """The keys, as many at a time as one request reads."""
    return (keys[start : start + _BATCH_READ] for start in range(0, len(keys), _BATCH_READ))


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
