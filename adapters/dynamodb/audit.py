"""`AuditTrail` in DynamoDB: one partition, in the order of time, to which entries come with what they tell of."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.dynamodb.client import Table
from adapters.dynamodb.items import instant_text, item
from adapters.dynamodb.table import AUDIT, Item, audit_key
from domain.audit import Entry
from domain.ids import OwnerId
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class DynamoAuditTrail:
    """See `domain.owner_ports.AuditTrail`."""

    table: Table

    def page(self, before: UUID | None, size: int) -> Sequence[Entry]:
        values = {":audit": AUDIT, ":before": str(before) if before else "~"}
        items = self.table.first(size, "pk = :audit AND sk < :before", values, backwards=True)
        return list(map(_entry_from_item, items))


def entry_to_item(entry: Entry) -> Item:
    return item(
        audit_key(entry.id),
        "audit_entry",
        id=str(entry.id),
        at=instant_text(entry.at),
        action=entry.action,
        actor_id=str(entry.actor_id) if entry.actor_id else None,
        credential_id=entry.credential_id,
        owner_id=str(entry.owner_id),
        owner_name=entry.owner_name,
        subject_ids=[str(one) for one in entry.subject_ids],
    )


def _entry_from_item(kept: Mapping[str, Any]) -> Entry:
    return Entry(
        id=UUID(kept["id"]),
        at=datetime.fromisoformat(kept["at"]),
        action=kept["action"],
        actor_id=OwnerId(UUID(kept["actor_id"])) if "actor_id" in kept else None,
        credential_id=kept["credential_id"],
        owner_id=OwnerId(UUID(kept["owner_id"])),
        owner_name=kept["owner_name"],
        subject_ids=tuple(map(UUID, kept.get("subject_ids", ()))),
    )
