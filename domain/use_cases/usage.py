"""How much an owner has."""

from typing import NamedTuple

from domain.ids import OwnerId
from domain.ports import Calendars, Events
from domain.records import dataclass
from domain.use_cases.calendars import every_calendar
from domain.use_cases.keyrings import Keyrings


class Usage(NamedTuple):
    """How much an owner has, and how many credentials that work."""

    calendars: int
    events: int
    keys: int
    identities: int


@dataclass(frozen=True, slots=True)
class MeasureUsage:
    """Counts what there is. It reads an index of all events once over, so it is for those who manage owners."""

    keyrings: Keyrings
    calendars: Calendars
    events: Events

    def __call__(self, owner_id: OwnerId) -> Usage:
        """Raise OwnerNotFound."""
        keyring = self.keyrings.of(owner_id)
        now = self.keyrings.clock()
        calendars = [calendar.id for calendar in every_calendar(self.calendars, owner_id)]
        return Usage(
            calendars=len(calendars),
            events=sum(map(self.events.count, calendars)),
            keys=sum(key.works(now) for key in keyring.keys),
            identities=len(keyring.identities),
        )
