"""The record of what was done by those who manage all owners, and to keys that can."""

from datetime import datetime
from uuid import UUID

from domain.ids import OwnerId
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Entry:
    """One action: what (the endpoint's name), when, by whom and through which credential, and on what.

    `actor_id` is None for someone at the command line; `owner_name` is what the owner was called then; `subject_ids`
    are the credentials that it was about, a new one last.
    """

    id: UUID
    at: datetime
    action: str
    actor_id: OwnerId | None
    credential_id: str
    owner_id: OwnerId
    owner_name: str
    subject_ids: tuple[UUID, ...] = ()
