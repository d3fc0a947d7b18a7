"""Who changes owners and credentials, on what authority, and what is recorded of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.audit import Entry
from domain.caller import Caller
from domain.credential_errors import GrantExceeded
from domain.grant import Grant
from domain.ids import OwnerId, Randomness, new_id


@dataclass(frozen=True, slots=True)
class Author:
    """Someone who changes owners and credentials: an owner their own, or whoever manages them all, on the record.

    `grant` is the most they may hand out or take away, None for everything; `action` is what the record calls it.
    """

    owner_id: OwnerId | None
    credential_id: str
    grant: Grant | None = None
    action: str | None = None
    rapidapi_user: str | None = None

    @classmethod
    def own(cls, caller: Caller) -> Self:
        """A caller who changes what is their own."""
        return cls(caller.owner_id, caller.credential_id, caller.grant, None, caller.rapidapi_user)

    @classmethod
    def admin(cls, caller: Caller, action: str) -> Self:
        """A caller who manages all owners, doing what the record will call `action`."""
        return cls(caller.owner_id, caller.credential_id, None, action)

    def require(self, *grants: Grant) -> None:
        """Raise GrantExceeded if any of the grants is more than the author's own."""
        if self.grant is not None and not all(map(self.grant.covers, grants)):
            raise GrantExceeded

    def record(self, now: datetime, randomness: Randomness, owner_id: OwnerId, subject: UUID | None) -> Entry | None:
        """What to keep of the change, if it is one to be kept. `subject` is the credential it is about, if any."""
        if self.action is None:
            return None
        return Entry(new_id(now, randomness), now, self.action, self.owner_id, self.credential_id, owner_id, subject)
