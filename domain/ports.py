"""What the domain needs from the world. Each docstring is a contract that every adapter is tested against.

What it needs for owners and credentials is in `domain.credential_ports` and `domain.owner_ports`.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from domain.calendar import Calendar
from domain.event import Event, Uid
from domain.ids import CalendarId, EventId, OwnerId
from domain.records import dataclass
from domain.series import Series

T_co = TypeVar("T_co", covariant=True)


class Pending(Protocol[T_co]):
    """A read that is under way, so that the caller can start another before waiting for this one."""

    def result(self) -> T_co:
        """Wait for the answer; raise what the read raised."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some events, and the date through which, after this batch, no further event is to be expected.

    `series` is for the first batch only: series come before everything else.
    """

    through: date
    events: Sequence[Event]
    series: Sequence[Series] = ()


class Edit(NamedTuple):
    """A step of a write: the event that is kept now, and what shall be kept instead; None where there is none."""

    old: Event | None
    new: Event | None


@dataclass(frozen=True, slots=True)
class Dropped:
    """Overrides that their series has no more. Nobody finds them; they are only to be cleared away."""

    calendar_id: CalendarId
    event_ids: Sequence[EventId]


class Calendars(Protocol):
    """The calendars of every owner. A calendar is reached through its owner only."""

    def add(self, calendar: Calendar) -> None:
        """Keep a new calendar; raise OwnerLocked if its owner takes nothing new at this moment."""

    def get(self, owner_id: OwnerId, calendar_id: CalendarId) -> Calendar:
        """Return that calendar of that owner; raise CalendarNotFound if they have none of that id."""

    def page(self, owner_id: OwnerId, after: CalendarId | None, size: int) -> Sequence[Calendar]:
        """Return the owner's calendars in the order of their ids, at most `size`, from behind `after`."""

    def find_many(self, owner_id: OwnerId, calendar_ids: AbstractSet[CalendarId]) -> Sequence[Calendar]:
        """Return those of up to 100 calendars that the owner has, in no order."""

    def replace(self, calendar: Calendar) -> None:
        """Keep the next version of a calendar; raise Conflict unless the version before it is the one kept."""

    def remove(self, calendar: Calendar) -> None:
        """Take a calendar from its owner and leave word for the purge of its events, in one step.

        Raise Conflict if this version of it is not the one kept.
        """


class Events(Protocol):
    """The events of every calendar. Whoever asks has made sure that the calendar is the caller's, or is doing so."""

    def find(self, calendar_id: CalendarId, event_id: EventId) -> Pending[Event]:
        """Begin to read one event; the result raises EventNotFound if there is none."""

    def find_many(self, calendar_id: CalendarId, event_ids: Sequence[EventId]) -> Pending[Sequence[Event]]:
        """Begin to read events by id; the result holds those that exist, in no order."""

    def named(self, calendar_id: CalendarId, uids: Sequence[Uid]) -> Pending[Mapping[Uid, EventId]]:
        """Begin to look for the events that came with those UIDs, any number; the result has those that exist.

        Overrides are not found so: they have the UID of their series.
        """

    def touching(self, calendar_id: CalendarId, first: date, last: date, wanted: int) -> Iterator[Batch]:
        """Begin to read what takes place on the dates from `first` to `last`; iterate to wait for it.

        An event touches the UTC dates of its instants, or the dates of an all-day event. The batches come in the order
        of `through`, from `first` or later up to `last`. Each event is in a batch no later than the first date in range
        that it touches, perhaps in several batches, perhaps together with events that do not touch the range at all.
        Every series that has an occurrence or an override on `first` or later is in the first batch, once; so whatever
        override is in a batch, its series is known by then, unless it was dropped. `wanted` says after how many events
        the caller may stop; it bounds what is read ahead. If `last` is before `first`, there is nothing.
        """

    def write(self, edits: Sequence[Edit], now: datetime, dropped: Dropped | None = None) -> None:
        """Keep all of the edits, on every date that each event touches, in one step; or none of them.

        Raise Conflict unless each old event is the one kept, and nothing is where a new one is to be added, nor has
        its UID. What is removed leaves a tombstone, for sync. In the same step leave word of what was dropped, for its
        removal.
        """

    def begin_writing(self, edits: Sequence[Edit], now: datetime, dropped: Dropped | None = None) -> Pending[None]:
        """Begin to keep edits as `write` does; but more than one step can hold in several, in the order given.

        So what holds the others together, as a series does its overrides, comes last.
        """

    def count(self, calendar_id: CalendarId) -> int:
        """Return how many events there are; a change of the last second may not count yet."""

    def purge(self, calendar_id: CalendarId) -> int:
        """Remove all that is kept for a calendar, tombstones included; return how many items went.

        It may be stopped at any point and run again, any number of times.
        """
