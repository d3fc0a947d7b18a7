"""`Owners` in DynamoDB: a keyring changes in one transaction, in which only what differs is written.

The owner's own item carries the version; whoever writes a keyring must have seen the last one. So no other item needs
a condition, but for those that must not be anyone else's: names, and RapidAPI users.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from adapters.dynamodb.audit import entry_to_item
from adapters.dynamodb.claims import redemption
from adapters.dynamodb.client import MUST_BE_NEW, Table, Write, if_version
from adapters.dynamodb.credential_items import (
    EXCLUSIVE,
    LISTED,
    PROFILE,
    keyring_from_items,
    keyring_to_items,
    owner_from_item,
)
from adapters.dynamodb.deletions import owner_deletion_to_item
from adapters.dynamodb.items import instant_text
from adapters.dynamodb.locks import UNLOCKED, lock, unlocked, write_unless_locked
from adapters.dynamodb.table import KEYRING, OWNERS, Item, key_of, lock_key, owner_name_key, owner_partition
from domain.audit import Entry
from domain.clock import Clock
from domain.errors import Conflict
from domain.identity import Claim
from domain.ids import OwnerId
from domain.keyring import Keyring
from domain.owner import Owner

_LOCKED_AFTER_DELETION = timedelta(hours=1)  # far longer than any process remembers a caller


@dataclass(frozen=True, slots=True)
class DynamoOwners:
    """See `domain.owner_ports.Owners`."""

    table: Table
    clock: Clock

    def keyring(self, owner_id: OwnerId) -> Keyring | None:
        return keyring_from_items(self._items(owner_id))

    def named(self, name: str) -> OwnerId | None:
        kept = self.table.get(owner_name_key(name))
        return OwnerId(UUID(kept["owner_id"])) if kept else None

    def page(self, after: OwnerId | None, size: int) -> Sequence[Owner]:
        values = {":owners": OWNERS, ":after": str(after) if after else " "}
        entries = self.table.items("pk = :owners AND sk > :after", values, limit=size)
        return [owner_from_item(entry) for entry in islice(entries, size)]

    def save(
        self,
        keyring: Keyring,
        instead_of: Sequence[Keyring] = (),
        *,
        redeeming: Claim | None = None,
        record: Entry | None = None,
    ) -> None:
        writes = [unlocked(keyring.owner.id, self.clock()), *_difference(keyring, instead_of)]
        writes += [redemption(redeeming)] if redeeming else []
        writes += [Write(entry_to_item(record))] if record else []
        write_unless_locked(self.table, writes)

    def remove(self, keyring: Keyring, now: datetime, record: Entry | None = None) -> None:
        owner = keyring.owner
        profile, *others = keyring_to_items(keyring)
        writes = [Write(key=key_of(profile), **if_version(owner.version))]
        # What its partition lists, which may be more than a transaction holds, goes with the purge.
        writes += [Write(key=key_of(one)) for one in others if one["pk"] != owner_partition(owner.id)]
        writes += [Write(lock(owner.id, now + _LOCKED_AFTER_DELETION)), Write(owner_deletion_to_item(owner.id, now))]
        writes += [Write(entry_to_item(record))] if record else []
        self.table.write_together(writes)

    def purge(self, owner_id: OwnerId, before: datetime) -> None:
        listed = [one for one in self._items(owner_id) if one["type"] in LISTED]
        self.table.delete_all([key_of(one) for one in listed if one["created_at"] <= instant_text(before)])

    def lock(self, owner_id: OwnerId, now: datetime, until: datetime) -> None:
        self.table.put(lock(owner_id, until), condition=UNLOCKED, values={":now": instant_text(now)})

    def unlock(self, owner_id: OwnerId, until: datetime) -> None:
        values = {":until": instant_text(until)}
        with suppress(Conflict):
            self.table.delete(lock_key(owner_id), condition="locked_until = :until", values=values)

    def _items(self, owner_id: OwnerId) -> Iterable[Item]:
        """What the owner's partition holds of the keyring."""
        first, last = KEYRING
        values = {":owner": owner_partition(owner_id), ":first": first, ":last": last}
        return self.table.items("pk = :owner AND sk BETWEEN :first AND :last", values)


def _difference(keyring: Keyring, instead_of: Sequence[Keyring]) -> list[Write]:
    """What makes a keyring of others: put what is new or different, delete what is no longer."""
    before = _by_position(item for old in instead_of for item in keyring_to_items(old))
    after = _by_position(keyring_to_items(keyring))
    puts = [Write(item, **_condition(before.get(at), item)) for at, item in after.items() if item != before.get(at)]
    deletes = [Write(key=key_of(item), **_condition(item, item)) for at, item in before.items() if at not in after]
    return [*puts, *deletes]


def _by_position(items: Iterable[Item]) -> dict[tuple[str, str], Item]:
    return {(item["pk"], item["sk"]): item for item in items}


def _condition(old: Item | None, item: Item) -> dict[str, Any]:
    """On what an item may be written: an owner's on its last version, what only one may have if nobody else has it."""
    if old is None:
        return {"condition": MUST_BE_NEW} if item["type"] in EXCLUSIVE else {}
    return if_version(old["version"]) if old["type"] == PROFILE else {}
