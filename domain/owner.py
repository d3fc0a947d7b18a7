"""The tenant: the one identity that data belongs to, whatever proves it."""

import re
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Self
from uuid import UUID, uuid5

from domain.errors import InvalidField
from domain.ids import OwnerId
from domain.records import dataclass

LONGEST_NAME = 100
LOCKED_AFTER_DELETION = timedelta(hours=1)
"""For how long a deleted owner takes nothing new at least: far longer than any process remembers a caller."""

LONGEST_USER = 256
OF_RAPIDAPI = "rapidapi:"
"""What the names of owners begin with that are what a RapidAPI user is anyway."""

LONGEST_KNOWN_NAME = max(LONGEST_NAME, len(OF_RAPIDAPI) + LONGEST_USER)
"""How long a name may be, whoever gave it."""

_LIKE_AN_ID = re.compile(r"[{(]?[0-9a-f-]{32,36}[)}]?", re.IGNORECASE)
_RAPIDAPI_USERS = UUID("6f0d7b1e-3c6a-5b7e-9a52-1d1e0c8a4f10")


class OwnerStatus(StrEnum):
    """Whether an owner's credentials work."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class Plan(StrEnum):
    """Which plan an owner is on. What that allows is up to who runs Daybook."""

    FREE = "free"
    PRO = "pro"
    UNLIMITED = "unlimited"


class Metered(NamedTuple):
    """By which plan an owner's calls are counted apart from those of others, and since when."""

    plan: Plan
    since: datetime


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner as it is kept. `version` counts the changes of it and of its credentials, from 1; to be metered, which
    nobody asked for, is none."""

    id: OwnerId
    name: str
    created_at: datetime
    updated_at: datetime
    status: OwnerStatus = OwnerStatus.ACTIVE
    plan: Plan = Plan.FREE
    version: int = 1
    metered: Metered | None = None

    @property
    def suspended(self) -> bool:
        return self.status is OwnerStatus.SUSPENDED

    @property
    def is_kept(self) -> bool:
        return self.version > 0

    def touched(self, now: datetime) -> Self:
        """The next version, for a change of a credential."""
        return replace(self, updated_at=now, version=self.version + 1)


def owner_name(name: str) -> str:
    """A name as a person may give it, without white space around it; InvalidField if it cannot be one."""
    name = name.strip()
    if name.startswith(OF_RAPIDAPI):
        raise InvalidField("name", f"Names that begin with {OF_RAPIDAPI} are those of RapidAPI's users.")
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidField("name", f"An owner's name has 1 to {LONGEST_NAME} printable characters.")
    if is_like_an_id(name):
        raise InvalidField("name", "An owner's name must not look like an id.")
    return name


def may_be_known_as(name: str) -> bool:
    """Whether there can be an owner of that name, whoever gave it."""
    return 0 < len(name) <= LONGEST_KNOWN_NAME and name.isprintable()


def is_like_an_id(name: str) -> bool:
    return _LIKE_AN_ID.fullmatch(name) is not None


def may_be_rapidapi_user(user: str) -> bool:
    """Whether RapidAPI may name someone so; a comma tells that there were several headers, hence no one user."""
    return 0 < len(user) <= LONGEST_USER and user.isprintable() and "," not in user and user == user.strip()


def end_of(deleted_at: datetime) -> datetime:
    """Until when an owner that was deleted may have got something: half the time of its lock is for clocks that
    disagree. What is younger belongs to a RapidAPI user who has begun anew.
    """
    return deleted_at + LOCKED_AFTER_DELETION / 2


def implicit_owner(rapidapi_user: str) -> OwnerId:
    """The owner that a RapidAPI user is as long as no identity says otherwise."""
    return OwnerId(uuid5(_RAPIDAPI_USERS, rapidapi_user))


def rapidapi_name(user: str) -> str:
    """What a RapidAPI user is known as: the credential, and the owner that the user is anyway."""
    return f"{OF_RAPIDAPI}{user}"
