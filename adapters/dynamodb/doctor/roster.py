"""What is to be known of the whole table before a single item can be judged: by keys alone, so that something
unreadable is there all the same."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import NamedTuple

from adapters.dynamodb.client import Table
from adapters.dynamodb.table import (
    DELETION,
    OWN_CALENDAR,
    OWNER,
    Key,
    calendar_in,
    calendar_key,
    event_in,
    home_key,
    key_of,
    owner_in,
    place_in_calendar,
)
from domain.errors import EventNotFound
from domain.ids import CalendarId, OwnerId, lineage

_CALENDARS = "begins_with(pk, :owner) AND (begins_with(sk, :calendar) OR begins_with(sk, :deletion))"
_ONLY = f"({_CALENDARS}) OR attribute_exists(overridden)"
_VALUES = {":owner": OWNER, ":calendar": OWN_CALENDAR, ":deletion": DELETION}

Lineage = tuple[CalendarId, int]


class Roster(NamedTuple):
    """Whose the calendars are that there are, which ones are being deleted, and where series that list overrides have
    their home copies, by their lineage."""

    owners: Mapping[CalendarId, OwnerId]
    going: Collection[CalendarId]
    series: Mapping[Lineage, Collection[tuple[str, str]]]

    @classmethod
    def read(cls, table: Table, *, consistent: bool = False) -> "Roster":
        """Scan the table for it."""
        pages = table.scan(only=_ONLY, values=_VALUES, keys_only=True, consistent=consistent)
        return cls._of(key_of(item) for page in pages for item in page.items)

    @classmethod
    def _of(cls, keys: Iterable[Key]) -> "Roster":
        owners: dict[CalendarId, OwnerId] = {}
        going: set[CalendarId] = set()
        series: dict[Lineage, set[tuple[str, str]]] = {}
        for key in keys:
            with suppress(ValueError, EventNotFound):  # the deletion of an owner, or what is faulty by itself
                if (within := place_in_calendar(key)) is not None:
                    home = home_key(within[0], event_in(key))
                    series.setdefault((within[0], lineage(event_in(key))), set()).add((home["pk"], home["sk"]))
                elif key["sk"].startswith(OWN_CALENDAR):
                    owners[calendar_in(key)] = owner_in(key)
                else:
                    going.add(calendar_in(key))
        return cls(owners, going, series)

    def has_lost(self, calendar_id: CalendarId) -> bool:
        """Whether nobody has a calendar, and nobody is about to clear away what is left of it."""
        return calendar_id not in self.owners and calendar_id not in self.going

    def place_of(self, calendar_id: CalendarId) -> Key:
        """Where a calendar is that somebody has."""
        return calendar_key(self.owners[calendar_id], calendar_id)

    def series_of(self, calendar_id: CalendarId, of_lineage: int) -> list[Key]:
        """The home copies of series of a lineage that list overrides."""
        return [Key(pk=pk, sk=sk) for pk, sk in sorted(self.series.get((calendar_id, of_lineage), ()))]
