"""An owner and all that proves to be it, as one thing: a rule about one key often is about the others, too.

Every change makes the next version of the owner, so that of two changes at once one comes second and sees the first.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple, Self

from domain.grant import KEYS_WRITE, Grant
from domain.identity import Claim, Identity, identity_of
from domain.ids import IdentityId, KeyId
from domain.key import Key
from domain.owner import Owner, implicit_owner, rapidapi_name
from domain.owner_errors import IdentityNotFound, KeyNotFound, LastKey, TooMany
from domain.records import dataclass

MOST_KEYS, MOST_IDENTITIES = 60, 10  # all of them change in one transaction when their owner is suspended


@dataclass(frozen=True, slots=True)
class Keyring:
    """An owner's keys and identities, in the order of their ids. Nothing is kept of an owner of version 0."""

    owner: Owner
    keys: tuple[Key, ...] = ()
    identities: tuple[Identity, ...] = ()

    @classmethod
    def implicit(cls, user: str, now: datetime) -> Self:
        """That of the owner that a RapidAPI user is as long as nothing is kept of it."""
        owner = Owner(implicit_owner(user), rapidapi_name(user), now, now, version=0)
        return cls(owner, identities=(identity_of(user, now),))

    def key(self, key_id: KeyId) -> Key:
        """Raise KeyNotFound if there is none of that id."""
        for key in self.keys:
            if key.id == key_id:
                return key
        raise KeyNotFound

    def identity(self, identity_id: IdentityId) -> Identity:
        """Raise IdentityNotFound if there is none of that id."""
        for identity in self.identities:
            if identity.id == identity_id:
                return identity
        raise IdentityNotFound

    def key_of(self, credential_id: str) -> Key | None:
        """The key that callers by that credential hold, if it is one."""
        return next((key for key in self.keys if str(key.id) == credential_id), None)

    def with_key(self, key: Key, now: datetime) -> Self:
        """With a new key; to make room, one that works no longer is forgotten. TooMany if there is none."""
        kept = self.keys
        if len(kept) >= MOST_KEYS:
            useless = min((one for one in kept if not one.works(now)), key=lambda one: one.updated_at, default=None)
            if useless is None:
                raise TooMany("keys", MOST_KEYS)
            kept = tuple(one for one in kept if one is not useless)
        return replace(self.touched(now), keys=tuple(sorted((*kept, key), key=lambda one: one.id)))

    def with_changed(self, key: Key, now: datetime) -> Self:
        """With another version of a key."""
        return replace(self.touched(now), keys=tuple(key if one.id == key.id else one for one in self.keys))

    def with_identity(self, identity: Identity, now: datetime) -> Self:
        """With a new identity; TooMany if there is no room."""
        if len(self.identities) >= MOST_IDENTITIES:
            raise TooMany("identities", MOST_IDENTITIES)
        identities = sorted((*self.identities, identity), key=lambda one: one.id)
        return replace(self.touched(now), identities=tuple(identities))

    def without_identity(self, identity: Identity, now: datetime) -> Self:
        return replace(self.touched(now), identities=tuple(one for one in self.identities if one.id != identity.id))

    def with_owner(self, owner: Owner, now: datetime) -> Self:
        """With another wording of the owner."""
        return replace(self, owner=owner).touched(now)

    def seen_by(self, grant: Grant) -> Self:
        """As much of it as a credential with a grant may see: to a key for some calendars, there are no others."""
        return replace(self, keys=tuple(one for one in self.keys if grant.reaches(one.grant)))

    def keys_changed_in(self, after: Self) -> Iterator[Key]:
        """The keys that are different in, or not on, one of two versions; each as it is on either."""
        yield from (key for key in self.keys if key not in after.keys)
        yield from (key for key in after.keys if key not in self.keys)

    def touched(self, now: datetime) -> Self:
        """The next version."""
        return replace(self, owner=self.owner.touched(now))

    def require_manageable_after(self, change: Self, now: datetime, *, force: bool) -> Self:
        """The keyring after a change; LastKey, unless forced, if that alone would leave nobody to manage keys."""
        if not force and self._is_manageable(now) and not change._is_manageable(now):
            raise LastKey
        return change

    def _is_manageable(self, now: datetime) -> bool:
        """Whether some credential that works can manage keys."""
        return bool(self.identities) or any(one.works(now) and one.grant.may(KEYS_WRITE) for one in self.keys)


class TakenIn(NamedTuple):
    """A RapidAPI user's own keyring, if one is kept, that goes up in another; the claim it came by, if it was one; and
    until when the user's own owner is locked for that."""

    keyring: Keyring | None
    claim: Claim | None
    locked_until: datetime
