"""`Calendars` in DynamoDB: items of their owner's partition."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from adapters.dynamodb.calendar_items import calendar_from_item, calendar_to_item
from adapters.dynamodb.client import MUST_BE_NEW, Table, Write, if_version
from adapters.dynamodb.deletions import deletion_to_item
from adapters.dynamodb.locks import unlocked, write_unless_locked
from adapters.dynamodb.table import calendar_key, calendars_behind, owner_partition
from domain.calendar import Calendar
from domain.clock import Clock
from domain.errors import CalendarNotFound
from domain.ids import CalendarId, OwnerId
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class DynamoCalendars:
    """See `domain.ports.Calendars`."""

    table: Table
    clock: Clock

    def add(self, calendar: Calendar) -> None:
        new = Write(calendar_to_item(calendar), condition=MUST_BE_NEW)
        write_unless_locked(self.table, [unlocked(calendar.owner_id, self.clock()), new])

    def get(self, owner_id: OwnerId, calendar_id: CalendarId) -> Calendar:
        kept = self.table.get(calendar_key(owner_id, calendar_id))
        if kept is None:
            raise CalendarNotFound
        return calendar_from_item(kept)

    def page(self, owner_id: OwnerId, after: CalendarId | None, size: int) -> Sequence[Calendar]:
        first, last = calendars_behind(after)
        values = {":owner": owner_partition(owner_id), ":first": first, ":last": last}
        items = self.table.first(size, "pk = :owner AND sk BETWEEN :first AND :last", values)
        return list(map(calendar_from_item, items))

    def find_many(self, owner_id: OwnerId, calendar_ids: AbstractSet[CalendarId]) -> Sequence[Calendar]:
        keys = [calendar_key(owner_id, one) for one in calendar_ids]
        return [calendar_from_item(kept) for kept in self.table.get_many(keys)] if keys else []

    def replace(self, calendar: Calendar) -> None:
        self.table.put(calendar_to_item(calendar), **if_version(calendar.version - 1))

    def remove(self, calendar: Calendar) -> None:
        self.table.write_together(
            [
                Write(key=calendar_key(calendar.owner_id, calendar.id), **if_version(calendar.version)),
                Write(item=deletion_to_item(calendar, self.clock())),
            ]
        )
