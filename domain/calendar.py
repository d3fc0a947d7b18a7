"""A named set of events with a default time zone."""

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from domain.ids import CalendarId, OwnerId
from domain.records import dataclass
from domain.time import UTC_ZONE


@dataclass(frozen=True, slots=True)
class CalendarDetails:
    """What a client may say about a calendar."""

    title: str
    description: str | None = None
    zone: ZoneInfo = UTC_ZONE
    color: str | None = None
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar as it is kept. `version` counts its changes, from 1."""

    id: CalendarId
    owner_id: OwnerId
    details: CalendarDetails
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def changed(self, details: CalendarDetails, now: datetime) -> Self:
        """The next version, with other details."""
        return replace(self, details=details, updated_at=now, version=self.version + 1)
