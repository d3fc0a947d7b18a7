"""The record of what was done by those who manage all owners."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from domain.ids import OwnerId


@dataclass(frozen=True, slots=True)
class Entry:
    """One action: what (the endpoint's name), when, by whom and through which credential, and on what.

    `actor_id` is None for someone at the command line.
    """

    id: UUID
    at: datetime
    action: str
    actor_id: OwnerId | None
    credential_id: str
    owner_id: OwnerId
    subject_id: UUID | None = None
