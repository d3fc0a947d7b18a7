"""Locks: what keeps an owner from taking anything new, while it is left or deleted.

Calendars and keyrings are written on the condition that there is none, in the same transaction. So whoever has set a
lock, and then sees that an owner has nothing, can rely on it.
"""

from collections.abc import Sequence
from datetime import datetime

from adapters.dynamodb.client import Table, Write
from adapters.dynamodb.faults import failed_conditions
from adapters.dynamodb.items import epoch, instant_text, item
from adapters.dynamodb.table import TTL_ATTRIBUTE, Item, lock_key
from domain.credential_errors import OwnerLocked
from domain.errors import Conflict
from domain.ids import OwnerId

LOCK = "lock"
UNLOCKED = "attribute_not_exists(pk) OR locked_until <= :now"
"""The condition that an owner is not locked, to be met by its lock."""


def lock(owner_id: OwnerId, until: datetime | None = None) -> Item:
    """The lock of an owner, until an instant or for good."""
    attributes = {} if until is None else {"locked_until": instant_text(until), TTL_ATTRIBUTE: epoch(until)}
    return item(lock_key(owner_id), LOCK, **attributes)


def unlocked(owner_id: OwnerId, now: datetime) -> Write:
    """The condition, as a part of a transaction, that an owner takes something new."""
    return Write(key=lock_key(owner_id), condition=UNLOCKED, values={":now": instant_text(now)}, checks=True)


def write_unless_locked(table: Table, writes: Sequence[Write]) -> None:
    """Write all or nothing; OwnerLocked if the first, which is the condition on a lock, fails."""
    try:
        table.write_together(writes)
    except Conflict as conflict:
        if failed_conditions(conflict)[:1] == [0]:
            raise OwnerLocked from conflict
        raise
