"""How an owner looks as an item, and what items of others say of it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.dynamodb.earlier_items import completed
from adapters.dynamodb.items import instant_or_none, instant_text
from domain.ids import OwnerId
from domain.owner import Metered, Owner, OwnerStatus, Plan

PROFILE = "owner"


def owner_facts(owner: Owner) -> dict[str, object]:
    """What the owner's own item says, and that in the list of all."""
    return {
        "id": str(owner.id),
        "name": owner.name,
        "status": owner.status.value,
        "plan": owner.plan.value,
        "created_at": instant_text(owner.created_at),
        "updated_at": instant_text(owner.updated_at),
        "version": owner.version,
        "metered_plan": owner.metered.plan.value if owner.metered else None,
        "metered_since": _metered_since(owner),
    }


def owner_from_item(kept: Mapping[str, Any]) -> Owner:
    return Owner(
        id=OwnerId(UUID(kept["id"])),
        name=kept["name"],
        created_at=datetime.fromisoformat(kept["created_at"]),
        updated_at=datetime.fromisoformat(kept["updated_at"]),
        status=OwnerStatus(kept["status"]),
        plan=Plan(kept["plan"]),
        version=kept["version"],
        metered=_metered_from_item(kept),
    )


def seen_of(owner: Owner) -> dict[str, object]:
    """What a proving item says of the owner."""
    return {
        "owner_id": str(owner.id),
        "owner_status": owner.status.value,
        "plan": owner.plan.value,
        "metered_since": _metered_since(owner),
    }


def is_suspended(kept: Mapping[str, Any]) -> bool:
    """Whether an item is that of a suspended owner."""
    return kept["type"] == PROFILE and OwnerStatus(completed(kept)["status"]) is OwnerStatus.SUSPENDED


def changed_owners(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, OwnerId]]:
    """The owners that came, changed or went, each with the sequence number of the record that tells of it."""
    for record in records:
        change = record["dynamodb"]
        image = change.get("NewImage") or change.get("OldImage") or {}
        if image.get("type", {}).get("S") == PROFILE:
            yield change["SequenceNumber"], OwnerId(UUID(image["id"]["S"]))


def _metered_since(owner: Owner) -> str | None:
    return instant_text(owner.metered.since) if owner.metered else None


def _metered_from_item(kept: Mapping[str, Any]) -> Metered | None:
    since = instant_or_none(kept, "metered_since")
    return Metered(Plan(kept["metered_plan"]), since) if since else None
