"""Handing out keys, changing, rotating and revoking them. A credential manages only what may do no more than itself."""

from collections.abc import Callable, Collection
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from domain import api_key
from domain.author import Author
from domain.errors import InvalidField
from domain.grant import ADMIN, Detail, Grant
from domain.ids import CalendarId, KeyId, Randomness, new_id
from domain.key import MOST_CALENDARS, Key, KeyStatus
from domain.keyring import Keyring
from domain.label import require_label
from domain.owner_errors import KeyNotUsable, KeyReplaced
from domain.ports import Calendars
from domain.records import dataclass
from domain.use_cases.attempts import require_version
from domain.use_cases.keyrings import Keyrings, Step

_LAST_EXPIRY = datetime(9998, 1, 1, tzinfo=UTC)  # so that a key can be remembered for a while after it


@dataclass(frozen=True, slots=True)
class KeyWording:
    """A key as a client words it. What is None is as with the credential that the client uses, but never `admin`."""

    label: str | None = None
    scopes: AbstractSet[str] | None = None
    calendars: AbstractSet[CalendarId] | None = None
    detail: Detail | None = None
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        require_label(self.label)
        if len(self.calendars or ()) > MOST_CALENDARS:
            raise InvalidField("calendars", f"calendars: a key is limited to {MOST_CALENDARS} at most, or to none.")
        if self.expires_at is not None and self.expires_at > _LAST_EXPIRY:
            raise InvalidField("expires_at", f"expires_at must not be after {_LAST_EXPIRY.date()}. Leave it out.")

    def granted_by(self, own: Grant) -> Grant:
        """What the key may do if someone with that grant makes it."""
        return Grant(
            scopes=own.scopes - {ADMIN} if self.scopes is None else self.scopes,
            calendars=own.calendars if self.calendars is None else self.calendars,
            detail=own.detail if self.detail is None else self.detail,
            expires_at=own.expires_at if self.expires_at is None else self.expires_at,
        )

    def changing(self, kept: Grant, own: Grant) -> Grant:
        """What the key may do that could do as much as is kept; where there was no limit, None adds none."""
        limits = replace(own, calendars=kept.calendars and own.calendars, expires_at=kept.expires_at and own.expires_at)
        return self.granted_by(limits)


class NewKey(NamedTuple):
    """A key, and its secret: the only time that anyone sees it."""

    key: Key
    secret: str


@dataclass(frozen=True, slots=True)
class CreateKey:
    """A new key for an owner."""

    keyrings: Keyrings
    calendars: Calendars
    prefix: str

    def __call__(self, author: Author, wording: KeyWording) -> NewKey:
        """Raise InvalidField, GrantExceeded or TooMany."""

        def step(keyring: Keyring, current: Author, now: datetime) -> Step[NewKey]:
            grant = wording.granted_by(current.grant)
            current.require(grant)
            _require_future(grant, now)
            _require_calendars(self.calendars, keyring, grant, current.grant)
            made = _new_key(wording.label, grant, now, self.keyrings.randomness, self.prefix)
            return Step(keyring.with_key(made.key, now), made, (made.key.id,))

        return self.keyrings.change(author, step)


@dataclass(frozen=True, slots=True)
class ChangeKey:
    """Another label or grant for a key; `change` makes the new wording of the key that stands."""

    keyrings: Keyrings
    calendars: Calendars

    def __call__(
        self,
        author: Author,
        key_id: KeyId,
        change: Callable[[Key], KeyWording],
        expected: Collection[int] | None = None,
        *,
        force: bool = False,
    ) -> Key:
        """Raise LastKey, unless forced, if nothing else could manage keys then."""

        def step(keyring: Keyring, current: Author, now: datetime) -> Step[Key]:
            key = _managed(keyring, current, key_id, expected)
            if key.revoked_at is not None:
                raise KeyNotUsable(KeyStatus.REVOKED)
            wording = change(key)
            grant = wording.changing(key.grant, current.grant)
            if (wording.label, grant) == (key.label, key.grant):
                return Step(keyring, key)
            if grant != key.grant:
                current.require(grant)
                _require_time(key, grant, now)
                _require_calendars(self.calendars, keyring, grant, key.grant)
            changed = key.changed(wording.label, grant, now)
            after = keyring.with_changed(changed, now)
            return Step(keyring.require_manageable_after(after, now, force=force), changed, (key.id,))

        return self.keyrings.change(author, step)


@dataclass(frozen=True, slots=True)
class RotateKey:
    """A new key in the place of an old one, which goes on working for a while."""

    keyrings: Keyrings
    prefix: str

    def __call__(self, author: Author, key_id: KeyId, overlap: timedelta) -> NewKey:
        """The new key works at once; it is for the same, and may do the same until the same time."""

        def step(keyring: Keyring, current: Author, now: datetime) -> Step[NewKey]:
            old = _managed(keyring, current, key_id, None)
            current.require(old.grant)
            if old.replaced_by is not None:
                raise KeyReplaced(old.replaced_by)
            if not old.works(now):
                raise KeyNotUsable(old.status(now))
            made = _new_key(old.label, old.grant, now, self.keyrings.randomness, self.prefix)
            both = keyring.with_changed(old.replaced(made.key.id, now + overlap, now), now).with_key(made.key, now)
            return Step(both, made, (key_id, made.key.id))

        return self.keyrings.change(author, step)


@dataclass(frozen=True, slots=True)
class RevokeKey:
    """A key that never works again. It stays in the list for a while, to be recognised by."""

    keyrings: Keyrings

    def __call__(
        self, author: Author, key_id: KeyId, expected: Collection[int] | None = None, *, force: bool = False
    ) -> None:
        """Raise LastKey, unless forced, if nothing else could manage keys then. Revoking twice is revoking once."""

        def step(keyring: Keyring, current: Author, now: datetime) -> Step[None]:
            key = _managed(keyring, current, key_id, expected)
            if key.revoked_at is not None:
                return Step(keyring, None)
            after = keyring.with_changed(key.revoked(now), now)
            return Step(keyring.require_manageable_after(after, now, force=force), None, (key_id,))

        self.keyrings.change(author, step)


def _managed(keyring: Keyring, author: Author, key_id: KeyId, expected: Collection[int] | None) -> Key:
    """A key that the author sees and may manage, at one of the versions expected."""
    key = keyring.seen_by(author.grant).key(key_id)
    author.require_over(key.grant)
    require_version(key.version, expected)
    return key


def _new_key(label: str | None, grant: Grant, now: datetime, randomness: Randomness, prefix: str) -> NewKey:
    secret = api_key.new_key(prefix, randomness)
    key_id = KeyId(new_id(now, randomness))
    return NewKey(
        Key(key_id, api_key.fingerprint(secret), api_key.hint(secret, prefix), label, grant, now, now), secret
    )


def _require_future(grant: Grant, now: datetime) -> None:
    if grant.has_expired(now):
        raise InvalidField("expires_at", "expires_at must be in the future. To end a key at once, revoke it.")


def _require_time(key: Key, grant: Grant, now: datetime) -> None:
    """Raise KeyReplaced or InvalidField for an end that the key cannot be given."""
    if grant.expires_at != key.grant.expires_at:
        if key.replaced_by is not None:
            raise KeyReplaced(key.replaced_by)
        _require_future(grant, now)


def _require_calendars(calendars: Calendars, keyring: Keyring, grant: Grant, before: Grant) -> None:
    """Raise InvalidField for a calendar that the owner does not have, unless the limit was there before."""
    added = (grant.calendars or frozenset()) - (before.calendars or frozenset())
    unknown = added - {one.id for one in calendars.find_many(keyring.owner.id, added)} if added else added
    if unknown:
        raise InvalidField("calendars", f"calendars: you have no calendar {min(unknown)}.")
