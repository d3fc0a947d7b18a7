"""Proving who calls, and handing out keys."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from hmac import compare_digest
from uuid import UUID

from domain import api_key
from domain.credential import EVERY_SCOPE, Caller, Key, Owner, implicit_owner
from domain.errors import Conflict, InvalidField, Unauthenticated
from domain.ids import KeyId, OwnerId, Randomness
from domain.ports import Clock, Credentials

_LONGEST_NAME, _LONGEST_USER = 100, 256


@dataclass(frozen=True, slots=True)
class AuthenticateKey:
    """The direct door: an API key proves its owner."""

    credentials: Credentials
    clock: Clock

    def __call__(self, key: str) -> Caller:
        """Raise Unauthenticated, always in the same words, for any key that does not work."""
        kept = self.credentials.key_of(api_key.fingerprint(key)) if api_key.is_well_formed(key) else None
        if kept is None or (kept.expires_at is not None and kept.expires_at <= self.clock()):
            raise Unauthenticated("The API key is not valid.")
        return Caller(kept.owner_id, str(kept.id), kept.scopes)


@dataclass(frozen=True, slots=True)
class AuthenticateRapidApi:
    """The RapidAPI door: the proxy's secret vouches for the user that it names."""

    credentials: Credentials
    proxy_secrets: AbstractSet[str]

    def __call__(self, secret: str, user: str) -> Caller:
        """Raise Unauthenticated unless one of the configured secrets comes with a user."""
        known = [compare_digest(secret.encode(), one.encode()) for one in self.proxy_secrets]
        if not any(known) or not 0 < len(user) <= _LONGEST_USER:
            raise Unauthenticated("The call did not come through RapidAPI.")
        owner_id = self.credentials.rapidapi_owner(user) or implicit_owner(user)
        return Caller(owner_id, f"rapidapi:{user}", frozenset({EVERY_SCOPE}))


@dataclass(frozen=True, slots=True)
class CreateKey:
    """A new key for the owner of a name, who is made if there is none."""

    credentials: Credentials
    clock: Clock
    randomness: Randomness
    prefix: str

    def __call__(
        self,
        owner_name: str,
        scopes: AbstractSet[str] = frozenset({EVERY_SCOPE}),
        label: str | None = None,
        lifetime: timedelta | None = None,
    ) -> str:
        """Return the key itself: the only time that anyone sees it."""
        now = self.clock()
        key = api_key.new_key(self.prefix, self.randomness)
        self.credentials.add_key(
            Key(
                id=KeyId(UUID(bytes=self.randomness(16), version=4)),
                owner_id=self._owner(owner_name).id,
                fingerprint=api_key.fingerprint(key),
                hint=api_key.hint(key, self.prefix),
                label=label,
                scopes=scopes,
                created_at=now,
                expires_at=now + lifetime if lifetime else None,
            )
        )
        return key

    def _owner(self, name: str) -> Owner:
        name = name.strip()
        if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
            raise InvalidField("owner", f"An owner's name has 1 to {_LONGEST_NAME} printable characters.")
        known = self.credentials.owner_named(name)
        if known is not None:
            return known
        owner = Owner(OwnerId(UUID(bytes=self.randomness(16), version=4)), name, self.clock())
        try:
            self.credentials.add_owner(owner)
        except Conflict:
            return self._owner(name)
        return owner
