"""How owners, keys and calendars look as items. Empty values are left out; `to_item` and `from_item` mirror each other.

Facts stand beside the keys as attributes of their own; instants are stored in UTC with a fixed width, so that they
sort as text.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.dynamodb.table import Item, Key, calendar_key, listed_key_key, profile_key, proving_key_key
from domain.calendar import Calendar, CalendarDetails
from domain.credential import Key as ApiKey
from domain.credential import Owner
from domain.ids import CalendarId, KeyId, OwnerId


def instant_text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def item(key: Key, kind: str, **attributes: object) -> Item:
    """An item of a type, without its empty attributes."""
    return {**key, "type": kind, **{name: value for name, value in attributes.items() if value not in (None, [], {})}}


def calendar_to_item(calendar: Calendar) -> Item:
    details = calendar.details
    return item(
        calendar_key(calendar.owner_id, calendar.id),
        "calendar",
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


def owner_to_item(owner: Owner) -> Item:
    return item(
        profile_key(owner.id), "owner", id=str(owner.id), name=owner.name, created_at=instant_text(owner.created_at)
    )


def owner_from_item(kept: Mapping[str, Any]) -> Owner:
    return Owner(OwnerId(UUID(kept["id"])), kept["name"], datetime.fromisoformat(kept["created_at"]))


def key_to_items(key: ApiKey) -> list[Item]:
    """The key as callers prove it and as its owner lists it; only the first leads from the fingerprint to the owner."""
    shared: dict[str, object] = {
        "id": str(key.id),
        "owner_id": str(key.owner_id),
        "hint": key.hint,
        "label": key.label,
        "scopes": sorted(key.scopes),
        "created_at": instant_text(key.created_at),
        "expires_at": instant_text(key.expires_at) if key.expires_at else None,
    }
    return [
        item(proving_key_key(key.fingerprint), "key", fingerprint=key.fingerprint, **shared),
        item(listed_key_key(key.owner_id, key.id), "listed_key", fingerprint=key.fingerprint, **shared),
    ]


def key_from_item(kept: Mapping[str, Any]) -> ApiKey:
    return ApiKey(
        id=KeyId(UUID(kept["id"])),
        owner_id=OwnerId(UUID(kept["owner_id"])),
        fingerprint=kept["fingerprint"],
        hint=kept["hint"],
        label=kept.get("label"),
        scopes=frozenset(kept.get("scopes", ())),
        created_at=datetime.fromisoformat(kept["created_at"]),
        expires_at=datetime.fromisoformat(kept["expires_at"]) if "expires_at" in kept else None,
    )
