"""Which owners take nothing new, for the adapters in memory to share."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from domain.ids import OwnerId
from domain.owner_errors import OwnerLocked

FOR_GOOD = datetime.max.replace(tzinfo=UTC)


@dataclass(slots=True)
class Locks:
    """Until when each owner is locked."""

    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    until: dict[OwnerId, datetime] = field(default_factory=dict)

    def require_none(self, owner_id: OwnerId) -> None:
        """Raise OwnerLocked if there is one now."""
        if self._held(owner_id, self.clock()):
            raise OwnerLocked

    def take(self, owner_id: OwnerId, now: datetime, until: datetime) -> None:
        """Lock an owner; OwnerLocked if it is locked."""
        if self._held(owner_id, now):
            raise OwnerLocked
        self.until[owner_id] = until

    def _held(self, owner_id: OwnerId, now: datetime) -> bool:
        return owner_id in self.until and self.until[owner_id] > now
