"""What a credential may do: by which scopes, on which calendars, in how much detail, and until when."""

from collections.abc import Set as AbstractSet
from datetime import datetime
from enum import StrEnum

from domain.errors import InvalidField
from domain.ids import CalendarId
from domain.records import dataclass

EVERY_SCOPE = "*"
"""All that an owner may do with their own data, also through endpoints yet to come. Never `admin`."""

ADMIN = "admin"
"""The scope of those who manage all owners."""

KEYS_WRITE = "keys:write"
"""The scope of those who manage their owner's keys."""


class Detail(StrEnum):
    """How much of events a credential shows."""

    FULL = "full"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Grant:
    """The most that a credential may do. `calendars` is None where it may reach them all, `expires_at` where it lasts.

    From `expires_at` on it may do nothing. Neither set is ever empty, and `admin`, which leads to everything, is never
    limited but in time: InvalidField.
    """

    scopes: AbstractSet[str]
    calendars: AbstractSet[CalendarId] | None = None
    detail: Detail = Detail.FULL
    expires_at: datetime | None = None

    def __post_init__(self) -> None:
        if not self.scopes:
            raise InvalidField("scopes", "scopes must name at least one.")
        if self.calendars is not None and not self.calendars:
            raise InvalidField("calendars", "calendars must name at least one; without it, all are reached.")
        if ADMIN in self.scopes and self.calendars is not None:
            raise InvalidField("calendars", "calendars cannot limit a key with the scope admin.")
        if ADMIN in self.scopes and self.detail is not Detail.FULL:
            raise InvalidField("detail", "detail cannot limit a key with the scope admin.")

    def may(self, scope: str) -> bool:
        """Whether a scope is granted."""
        return scope in self.scopes or (EVERY_SCOPE in self.scopes and scope != ADMIN)

    def covers(self, other: "Grant") -> bool:
        """Whether whoever holds this one gains nothing, at no time, by holding the other."""
        return (
            all(map(self.may, other.scopes))
            and self.reaches(other)
            and (self.detail is Detail.FULL or other.detail is self.detail)
            and (self.expires_at is None or (other.expires_at is not None and other.expires_at <= self.expires_at))
        )

    def reaches(self, other: "Grant") -> bool:
        """Whether all calendars of the other one are calendars of this one."""
        return self.calendars is None or (other.calendars is not None and other.calendars <= self.calendars)

    def has_expired(self, now: datetime) -> bool:
        return self.expires_at is not None and self.expires_at <= now


EVERYTHING = Grant(frozenset({EVERY_SCOPE}))
"""All that an owner may do, for ever."""
