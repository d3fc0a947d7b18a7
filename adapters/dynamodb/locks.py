"""Locks: what keeps an owner from taking anything new, while it is left or deleted.

Calendars and feeds are made, and keyrings written, on the condition that there is none, in the same transaction. So
whoever has set a lock, and then sees that an owner has nothing, can rely on it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.dynamodb.client import Table, Write
from adapters.dynamodb.faults import failed_conditions
from adapters.dynamodb.items import epoch, instant_text, item
from adapters.dynamodb.table import TTL_ATTRIBUTE, Item, lock_key
from domain.errors import Conflict
from domain.ids import OwnerId
from domain.owner_errors import OwnerLocked

LOCK = "lock"
UNLOCKED = "attribute_not_exists(pk) OR locked_until <= :now"
"""The condition that an owner is not locked, to be met by its lock."""


def lock(owner_id: OwnerId, until: datetime | None = None) -> Item:
    """The lock of an owner, until an instant or for good."""
    attributes = {} if until is None else {"locked_until": instant_text(until), TTL_ATTRIBUTE: epoch(until)}
    return item(lock_key(owner_id), LOCK, **attributes)


def lock_of_deleted(owner_id: OwnerId, deleted_at: datetime) -> Item:
    """The lock of an owner that was deleted and not yet purged."""
    return {**lock(owner_id), "deleted_at": instant_text(deleted_at)}


def is_of_deleted(kept: Mapping[str, Any]) -> bool:
    """Whether an item is the lock of an owner that was deleted and not yet purged."""
    return kept["type"] == LOCK and "deleted_at" in kept


def unlocked(owner_id: OwnerId, now: datetime) -> Write:
    """The condition, as a part of a transaction, that an owner takes something new."""
    return Write(key=lock_key(owner_id), condition=UNLOCKED, values={":now": instant_text(now)}, checks=True)


def still_held(until: datetime, now: datetime) -> dict[str, Any]:
    """The condition, to be met by a lock, that it is the one that lasts until then, and has not run out."""
    values = {":until": instant_text(until), ":now": instant_text(now)}
    return {"condition": "locked_until = :until AND locked_until > :now", "values": values}


def write_unless_locked(table: Table, writes: Sequence[Write]) -> None:
    """Write all or nothing; OwnerLocked if the first, which is the condition on a lock, fails."""
    try:
        table.write_together(writes)
    except Conflict as conflict:
        if failed_conditions(conflict)[:1] == [0]:
            raise OwnerLocked from conflict
        raise
