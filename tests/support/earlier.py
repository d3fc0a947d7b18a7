"""Owners and keys as they were kept before they had versions, plans and limits."""

from adapters.dynamodb.items import instant_text, item
from adapters.dynamodb.table import Item, listed_key_key, owner_name_key, profile_key, proving_key_key
from domain.key import Key
from domain.owner import Owner


def items_of(owner: Owner, key: Key) -> list[Item]:
    """An owner with one key, as the table had them."""
    facts = {
        "id": str(key.id),
        "owner_id": str(owner.id),
        "hint": key.hint,
        "label": key.label,
        "scopes": ["*"],
        "created_at": instant_text(key.created_at),
        "fingerprint": key.fingerprint,
    }
    created = instant_text(owner.created_at)
    return [
        item(profile_key(owner.id), "owner", id=str(owner.id), name=owner.name, created_at=created),
        item(owner_name_key(owner.name), "owner_name", owner_id=str(owner.id)),
        item(proving_key_key(key.fingerprint), "key", **facts),
        item(listed_key_key(owner.id, key.id), "listed_key", **facts),
    ]
