"""Reading what was done by those who manage owners."""

from collections.abc import Sequence
from uuid import UUID

from domain.audit import Entry
from domain.owner_ports import AuditTrail
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class ListAuditEntries:
    """All that was done, the newest first."""

    trail: AuditTrail

    def __call__(self, before: UUID | None, size: int) -> tuple[Sequence[Entry], bool]:
        """Return a page of what is older than an entry, and whether there is more."""
        found = self.trail.page(before, size + 1)
        return found[:size], len(found) > size
