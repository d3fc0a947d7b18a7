"""How a calendar looks as an item."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.dynamodb.items import instant_text, item
from adapters.dynamodb.table import Item, calendar_key
from domain.calendar import Calendar, CalendarDetails
from domain.ids import CalendarId, OwnerId

CALENDAR = "calendar"


def calendar_to_item(calendar: Calendar) -> Item:
    details = calendar.details
    return item(
        calendar_key(calendar.owner_id, calendar.id),
        CALENDAR,
        id=str(calendar.id),
        owner_id=str(calendar.owner_id),
        title=details.title,
        description=details.description,
        time_zone=details.zone.key,
        color=details.color,
        metadata=dict(details.metadata),
        created_at=instant_text(calendar.created_at),
        updated_at=instant_text(calendar.updated_at),
        version=calendar.version,
    )


def calendar_from_item(kept: Mapping[str, Any]) -> Calendar:
    return Calendar(
        id=CalendarId(UUID(kept["id"])),
        owner_id=OwnerId(UUID(kept["owner_id"])),
        details=CalendarDetails(
            title=kept["title"],
            description=kept.get("description"),
            zone=ZoneInfo(kept["time_zone"]),
            color=kept.get("color"),
            metadata=kept.get("metadata", {}),
        ),
        created_at=datetime.fromisoformat(kept["created_at"]),
        updated_at=datetime.fromisoformat(kept["updated_at"]),
        version=kept["version"],
    )
