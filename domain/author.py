"""Who changes the credentials of an owner, on what authority, and what is recorded of it."""

from dataclasses import replace
from datetime import datetime
from typing import Self
from uuid import UUID

from domain.audit import Entry
from domain.caller import Caller
from domain.credential_errors import CredentialExpired, CredentialUnknown, GrantExceeded, OwnerSuspended, ScopeMissing
from domain.grant import ADMIN, EVERY_SCOPE, EVERYTHING, Grant
from domain.ids import OwnerId, Randomness, new_id
from domain.key import KeyStatus
from domain.keyring import Keyring
from domain.owner import Owner
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Author:
    """Someone who changes what an owner has, be it their own or anyone's.

    `action` needs `scope`; `grant` is the most that they may hand out, and until when. `actor_id` is the owner they are
    themselves, None for someone at the command line. `vouched_by` is that owner as kept, if it is another one.
    """

    owner_id: OwnerId
    actor_id: OwnerId | None
    credential_id: str
    grant: Grant
    action: str
    scope: str
    rapidapi_user: str | None = None
    vouched_by: Owner | None = None

    @classmethod
    def own(cls, caller: Caller, action: str, scope: str) -> Self:
        """A caller who changes what is their own."""
        own = caller.owner_id
        return cls(own, own, caller.credential_id, caller.grant, action, scope, caller.rapidapi_user)

    @property
    def manages_all(self) -> bool:
        """Whether they do so as one who manages all owners, who is recorded."""
        return self.scope == ADMIN

    def require(self, grant: Grant) -> None:
        """Raise GrantExceeded if what is to be handed out is more than the author's own."""
        if not self.grant.covers(grant):
            raise GrantExceeded

    def require_over(self, grant: Grant) -> None:
        """Raise GrantExceeded for a credential that is not theirs to take away: one that may do more."""
        if not self.manages_all:
            self.require(grant)

    def as_kept(self, keyring: Keyring, now: datetime) -> Self:
        """The author as their own keyring has them now, whatever the authorizer still remembered of them.

        Raise CredentialUnknown, CredentialExpired or OwnerSuspended if the credential works no longer, ScopeMissing if
        it may do this no longer.
        """
        if keyring.owner.suspended:
            raise OwnerSuspended
        grant = self._kept_grant(keyring, now)
        if not grant.may(self.scope):
            raise ScopeMissing(self.scope)
        return replace(
            self,
            grant=_of_admin(grant.expires_at) if self.manages_all else grant,
            vouched_by=keyring.owner if keyring.owner.id != self.owner_id else None,
        )

    def _kept_grant(self, keyring: Keyring, now: datetime) -> Grant:
        if self.rapidapi_user is not None:
            if all(identity.user != self.rapidapi_user for identity in keyring.identities):
                raise CredentialUnknown
            return EVERYTHING
        key = keyring.key_of(self.credential_id)
        if key is None or key.status(now) is KeyStatus.REVOKED:
            raise CredentialUnknown
        if key.grant.has_expired(now):
            raise CredentialExpired
        return key.grant

    def record(
        self,
        now: datetime,
        randomness: Randomness,
        owner: Owner,
        subjects: tuple[UUID, ...] = (),
        *,
        notable: bool = False,
    ) -> Entry | None:
        """What to keep of the change, if the author manages all owners or it is notable whoever makes it.

        `subjects` are the credentials it is about, if any.
        """
        if not self.manages_all and not notable:
            return None
        entry_id = new_id(now, randomness)
        return Entry(entry_id, now, self.action, self.actor_id, self.credential_id, owner.id, owner.name, subjects)


@dataclass(frozen=True, slots=True)
class Admin:
    """Someone who manages all owners, doing what the record will call `action`; see `Author` for the rest."""

    actor_id: OwnerId | None
    credential_id: str
    action: str
    expires_at: datetime | None = None

    @classmethod
    def calling(cls, caller: Caller, action: str) -> Self:
        """A caller who may do so."""
        return cls(caller.owner_id, caller.credential_id, action, caller.grant.expires_at)

    def on(self, owner_id: OwnerId) -> Author:
        """The author of a change of that owner."""
        grant = _of_admin(self.expires_at)
        return Author(owner_id, self.actor_id, self.credential_id, grant, self.action, ADMIN)


def _of_admin(expires_at: datetime | None) -> Grant:
    """All there is to hand out, for as long as the admin may."""
    return Grant(frozenset({EVERY_SCOPE, ADMIN}), expires_at=expires_at)
