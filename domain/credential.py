"""Who owns data, and what proves it: many credentials, one owner."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from domain.ids import KeyId, OwnerId

EVERY_SCOPE = "*"
"""All that an owner may do with their own data, also through endpoints yet to come. Never `admin`."""

_RAPIDAPI_USERS = UUID("6f0d7b1e-3c6a-5b7e-9a52-1d1e0c8a4f10")


@dataclass(frozen=True, slots=True)
class Owner:
    """The tenant: the one identity that data belongs to."""

    id: OwnerId
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Key:
    """An API key as it is kept: its fingerprint, never the key."""

    id: KeyId
    owner_id: OwnerId
    fingerprint: str
    hint: str
    label: str | None
    scopes: AbstractSet[str]
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """Someone who proved to be, or to act for, an owner."""

    owner_id: OwnerId
    credential_id: str
    scopes: AbstractSet[str]

    def may(self, scope: str) -> bool:
        """Whether the credential carries a scope."""
        return scope in self.scopes or (EVERY_SCOPE in self.scopes and scope != "admin")


def implicit_owner(rapidapi_user: str) -> OwnerId:
    """The owner that a RapidAPI user is as long as no identity says otherwise."""
    return OwnerId(uuid5(_RAPIDAPI_USERS, rapidapi_user))
