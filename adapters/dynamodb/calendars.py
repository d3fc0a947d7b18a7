"""`Calendars` in DynamoDB: items of their owner's partition."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from adapters.dynamodb.client import MUST_BE_NEW, Table, Write, if_version
from adapters.dynamodb.deletions import deletion_to_item
from adapters.dynamodb.items import calendar_from_item, calendar_to_item
from adapters.dynamodb.table import calendar_key, calendars_behind, owner_partition
from domain.calendar import Calendar
from domain.errors import CalendarNotFound
from domain.ids import CalendarId, OwnerId
from domain.ports import Clock


@dataclass(frozen=True, slots=True)
class DynamoCalendars:
    """See `domain.ports.Calendars`."""

    table: Table
    clock: Clock

    def add(self, calendar: Calendar) -> None:
        self.table.put(calendar_to_item(calendar), condition=MUST_BE_NEW)

    def get(self, owner_id: OwnerId, calendar_id: CalendarId) -> Calendar:
        kept = self.table.get(calendar_key(owner_id, calendar_id))
        if kept is None:
            raise CalendarNotFound
        return calendar_from_item(kept)

    def page(self, owner_id: OwnerId, after: CalendarId | None, size: int) -> Sequence[Calendar]:
        first, last = calendars_behind(after)
        pages = self.table.pages(
            "pk = :owner AND sk BETWEEN :first AND :last",
            {":owner": owner_partition(owner_id), ":first": first, ":last": last},
            limit=size,
        )
        items = islice((kept for page in pages for kept in page.items), size)
        return [calendar_from_item(kept) for kept in items]

    def replace(self, calendar: Calendar) -> None:
        self.table.put(calendar_to_item(calendar), **if_version(calendar.version - 1))

    def remove(self, calendar: Calendar) -> None:
        self.table.write_together(
            [
                Write(key=calendar_key(calendar.owner_id, calendar.id), **if_version(calendar.version)),
                Write(item=deletion_to_item(calendar, self.clock())),
            ]
        )
