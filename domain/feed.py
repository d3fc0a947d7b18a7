"""A secret feed: calendars that applications read under an address of its own, without a credential.

Whoever knows the address reads them; so all that is kept of its token is a fingerprint.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Self

from domain.caller import Reach
from domain.errors import InvalidField
from domain.ids import CalendarId, FeedId, OwnerId
from domain.label import require_label
from domain.records import dataclass

MOST_FEEDS, MOST_MERGED = 50, 20
"""How many feeds an owner may have, and how many calendars one of them may show."""

DAYS_BACK, DAYS_AHEAD, MOST_DAYS = 90, 730, 3660
FETCH_NOTED_EVERY = timedelta(hours=1)
"""How often it is recorded, at most, that a feed is fetched."""


class FeedDetail(StrEnum):
    """How much of events a feed shows: that someone is busy, also their titles, or everything."""

    BUSY = "busy"
    TITLE = "title"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class FeedWording:
    """What a client may say about a feed. It shows that many days before and after today; None is without bound.

    Raise InvalidField for what makes no sense.
    """

    detail: FeedDetail
    label: str | None = None
    days_back: int | None = DAYS_BACK
    days_ahead: int | None = DAYS_AHEAD

    def __post_init__(self) -> None:
        require_label(self.label)
        for field, days in (("days_back", self.days_back), ("days_ahead", self.days_ahead)):
            if days is not None and not 0 <= days <= MOST_DAYS:
                raise InvalidField(field, f"{field} must be 0 to {MOST_DAYS}, or null for all there is.")


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it is kept. `version` counts its changes, from 1; that it was fetched is no change."""

    id: FeedId
    owner_id: OwnerId
    calendars: tuple[CalendarId, ...]
    label: str | None
    detail: FeedDetail
    days_back: int | None
    days_ahead: int | None
    fingerprint: str
    hint: str
    created_at: datetime
    updated_at: datetime
    last_fetched_at: datetime | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not 0 < len(self.calendars) <= MOST_MERGED:
            raise InvalidField("calendars", f"calendars: a feed shows 1 to {MOST_MERGED} calendars.")

    @property
    def wording(self) -> FeedWording:
        return FeedWording(self.detail, self.label, self.days_back, self.days_ahead)

    def is_in(self, reach: Reach) -> bool:
        """Whether all that it shows is in somebody's reach."""
        return reach.calendars is None or reach.calendars >= frozenset(self.calendars)

    def fetch_is_due(self, now: datetime) -> bool:
        """Whether it is to be recorded once more that it was fetched."""
        return self.last_fetched_at is None or self.last_fetched_at <= now - FETCH_NOTED_EVERY

    def changed(self, wording: FeedWording, now: datetime) -> Self:
        """The next version, in other words."""
        return replace(
            self,
            label=wording.label,
            detail=wording.detail,
            days_back=wording.days_back,
            days_ahead=wording.days_ahead,
            updated_at=now,
            version=self.version + 1,
        )

    def rotated(self, fingerprint: str, hint: str, now: datetime) -> Self:
        """The next version, under another address, which nobody has fetched."""
        return replace(
            self, fingerprint=fingerprint, hint=hint, last_fetched_at=None, updated_at=now, version=self.version + 1
        )

    def without(self, calendar_id: CalendarId, now: datetime) -> Self:
        """The next version, without one of several calendars."""
        calendars = tuple(one for one in self.calendars if one != calendar_id)
        return replace(self, calendars=calendars, updated_at=now, version=self.version + 1)
