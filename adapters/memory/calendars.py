"""`Calendars` in memory."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from adapters.memory.locks import Locks
from domain.calendar import Calendar
from domain.errors import CalendarNotFound, Conflict
from domain.ids import CalendarId, OwnerId


@dataclass(slots=True)
class MemoryCalendars:
    """See `domain.ports.Calendars`."""

    kept: dict[tuple[OwnerId, CalendarId], Calendar] = field(default_factory=dict)
    deletions: list[CalendarId] = field(default_factory=list)
    locks: Locks = field(default_factory=Locks)

    def add(self, calendar: Calendar) -> None:
        self.locks.require_none(calendar.owner_id)
        self.kept[calendar.owner_id, calendar.id] = calendar

    def get(self, owner_id: OwnerId, calendar_id: CalendarId) -> Calendar:
        try:
            return self.kept[owner_id, calendar_id]
        except KeyError:
            raise CalendarNotFound from None

    def page(self, owner_id: OwnerId, after: CalendarId | None, size: int) -> Sequence[Calendar]:
        own = sorted((one for one in self.kept.values() if one.owner_id == owner_id), key=lambda one: one.id)
        return [one for one in own if after is None or one.id > after][:size]

    def find_many(self, owner_id: OwnerId, calendar_ids: AbstractSet[CalendarId]) -> Sequence[Calendar]:
        return [self.kept[owner_id, one] for one in calendar_ids if (owner_id, one) in self.kept]

    def replace(self, calendar: Calendar) -> None:
        self._require(calendar, calendar.version - 1)
        self.kept[calendar.owner_id, calendar.id] = calendar

    def remove(self, calendar: Calendar) -> None:
        self._require(calendar, calendar.version)
        del self.kept[calendar.owner_id, calendar.id]
        self.deletions.append(calendar.id)

    def _require(self, calendar: Calendar, version: int) -> None:
        kept = self.kept.get((calendar.owner_id, calendar.id))
        if kept is None or kept.version != version:
            raise Conflict
