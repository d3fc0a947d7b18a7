"""An API key as it is kept: what it may do, and its fingerprint; never the key."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from domain.grant import Grant
from domain.ids import KeyId
from domain.records import dataclass

MOST_CALENDARS = 50
REMEMBERED = timedelta(days=30)
"""How long a key that works no longer is still listed, and told from one that never was if it expired."""

USE_NOTED_EVERY = timedelta(hours=1)
"""How often it is recorded, at most, that a credential is used."""


class KeyStatus(StrEnum):
    """Whether a key works, and if not, why."""

    ACTIVE = "active"
    EXPIRED = "expired"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Key:
    """A key of some owner. `replaced_by` is the key that a rotation made of it; `version` counts changes, from 1.

    When it was last used is recorded at most once an hour, and is no change.
    """

    id: KeyId
    fingerprint: str
    hint: str
    label: str | None
    grant: Grant
    created_at: datetime
    updated_at: datetime
    last_used_at: datetime | None = None
    revoked_at: datetime | None = None
    replaced_by: KeyId | None = None
    version: int = 1

    def status(self, now: datetime) -> KeyStatus:
        if self.revoked_at is not None:
            return KeyStatus.REVOKED
        return KeyStatus.EXPIRED if self.grant.has_expired(now) else KeyStatus.ACTIVE

    @property
    def useless_from(self) -> datetime | None:
        """From when on it works no longer, if that is known."""
        return self.revoked_at or self.grant.expires_at

    def works(self, now: datetime) -> bool:
        return self.status(now) is KeyStatus.ACTIVE

    def changed(self, label: str | None, grant: Grant, now: datetime) -> Self:
        """The next version, for another purpose or with another grant."""
        return replace(self, label=label, grant=grant, updated_at=now, version=self.version + 1)

    def revoked(self, now: datetime) -> Self:
        """The last version: it never works again."""
        return replace(self, revoked_at=now, updated_at=now, version=self.version + 1)

    def replaced(self, by: KeyId, until: datetime, now: datetime) -> Self:
        """The next version, that another key takes over from and that works no longer than `until`."""
        last = min(until, self.grant.expires_at or until)
        grant = replace(self.grant, expires_at=last)
        return replace(self, grant=grant, replaced_by=by, updated_at=now, version=self.version + 1)
