"""The tenant: the one identity that data belongs to, whatever proves it."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID, uuid5

from domain.errors import InvalidField
from domain.ids import OwnerId

LONGEST_NAME = 100
LONGEST_USER = 256
OF_RAPIDAPI = "rapidapi:"
"""What the names of owners begin with that are what a RapidAPI user is anyway."""

_RAPIDAPI_USERS = UUID("6f0d7b1e-3c6a-5b7e-9a52-1d1e0c8a4f10")


class OwnerStatus(StrEnum):
    """Whether an owner's credentials work."""

    ACTIVE = "active"
    SUSPENDED = "suspended"


class Plan(StrEnum):
    """What the gateway lets an owner's direct keys use."""

    FREE = "free"
    PRO = "pro"
    UNLIMITED = "unlimited"


@dataclass(frozen=True, slots=True)
class Owner:
    """An owner as it is kept. `version` counts the changes of it and of its credentials, from 1."""

    id: OwnerId
    name: str
    created_at: datetime
    updated_at: datetime
    status: OwnerStatus = OwnerStatus.ACTIVE
    plan: Plan = Plan.FREE
    version: int = 1

    @property
    def suspended(self) -> bool:
        return self.status is OwnerStatus.SUSPENDED

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
    return name


def may_be_rapidapi_user(user: str) -> bool:
    """Whether RapidAPI may name someone so; a comma tells that there were several headers, hence no one user."""
    return 0 < len(user) <= LONGEST_USER and user.isprintable() and "," not in user


def implicit_owner(rapidapi_user: str) -> OwnerId:
    """The owner that a RapidAPI user is as long as no identity says otherwise."""
    return OwnerId(uuid5(_RAPIDAPI_USERS, rapidapi_user))


def implicit_name(rapidapi_user: str) -> str:
    """What that owner is called."""
    return f"{OF_RAPIDAPI}{rapidapi_user}"
