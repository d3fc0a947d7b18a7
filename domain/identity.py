"""A RapidAPI user who acts for an owner, and the one-time codes by which they let an owner attach them."""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from domain.errors import TooManyAttempts
from domain.ids import IdentityId, OwnerId, Randomness
from domain.owner import implicit_owner, rapidapi_name
from domain.records import dataclass

CLAIM_LIFETIME = timedelta(minutes=10)
MOST_ATTEMPTS = 10
"""How many codes an owner may try within each hour of the clock."""

_IDENTITIES = UUID("0d1cb0a5-6c0e-5d0f-8a5c-61a1a3f0c7d2")
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing that reads like something else
_READ_AS = str.maketrans("OIL", "011", "- ")
_HOUR = timedelta(hours=1)
_CODE_BYTES, _GROUP = 10, 4


@dataclass(frozen=True, slots=True)
class Identity:
    """A RapidAPI user who is mapped to an owner. When it was last used is recorded at most once an hour."""

    id: IdentityId
    user: str
    created_at: datetime
    last_used_at: datetime | None = None

    @property
    def credential_id(self) -> str:
        """What callers by this identity are known as."""
        return rapidapi_name(self.user)

    @property
    def version(self) -> int:
        """Tells one attachment of a user from the next; an identity itself never changes."""
        return int(self.created_at.timestamp() * 1_000_000)

    def is_native_to(self, owner_id: OwnerId) -> bool:
        """Whether the owner is the one that this user is anyway."""
        return implicit_owner(self.user) == owner_id


@dataclass(frozen=True, slots=True)
class Claim:
    """A user's word that whoever has the code may attach them, once and soon. The code itself is not kept."""

    id: UUID
    fingerprint: str
    user: str
    expires_at: datetime


def identity_id(user: str) -> IdentityId:
    """The id of a user's identity, which is always the same."""
    return IdentityId(uuid5(_IDENTITIES, user))


def identity_of(user: str, now: datetime) -> Identity:
    """A new identity of a user."""
    return Identity(identity_id(user), user, now)


def new_code(randomness: Randomness) -> str:
    """A fresh code of 80 random bits, as people can read it to each other: `7K3Q-M0XW-…`."""
    number = int.from_bytes(randomness(_CODE_BYTES))
    digits = [_ALPHABET[number >> shift & 31] for shift in range(0, _CODE_BYTES * 8, 5)]
    return "-".join("".join(digits[start : start + _GROUP]) for start in range(0, len(digits), _GROUP))


def code_fingerprint(code: str) -> str:
    """What is kept of a code, however it was typed: its SHA-256 in hexadecimal."""
    return hashlib.sha256(code.upper().translate(_READ_AS).encode()).hexdigest()


def hour_of(now: datetime) -> datetime:
    """The hour in which an attempt counts."""
    return now.replace(minute=0, second=0, microsecond=0)


def too_many_attempts(now: datetime) -> TooManyAttempts:
    """What to raise at an attempt too many: it may be made again in the next hour."""
    return TooManyAttempts((hour_of(now) + _HOUR - now).seconds + 1)
