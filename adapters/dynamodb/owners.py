"""`Owners` in DynamoDB: a keyring changes in one transaction, in which only what differs is written.

The owner's own item carries the version; whoever writes a keyring must have seen the last one. So no other item needs
a condition, but for those that must not be anyone else's: names, and RapidAPI users.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from adapters.dynamodb.audit import entry_to_item
from adapters.dynamodb.claims import redemption
from adapters.dynamodb.client import MUST_BE_NEW, Table, Write
from adapters.dynamodb.credential_items import (
    EXCLUSIVE,
    LISTED,
    LISTED_KEY,
    keyring_from_items,
    keyring_to_items,
)
from adapters.dynamodb.deletions import owner_deletion_to_item
from adapters.dynamodb.earlier_items import if_owner_version
from adapters.dynamodb.items import instant_text
from adapters.dynamodb.locks import LOCK, UNLOCKED, lock, lock_of_deleted, still_held, unlocked, write_unless_locked
from adapters.dynamodb.owner_items import PROFILE, owner_from_item
from adapters.dynamodb.table import (
    KEYRING,
    OWNERS,
    Item,
    Position,
    key_of,
    lock_key,
    owner_name_key,
    owner_partition,
    position,
    profile_key,
    proving_identity_key,
)
from domain.audit import Entry
from domain.clock import Clock
from domain.errors import Conflict
from domain.ids import OwnerId
from domain.keyring import Keyring, TakenIn
from domain.owner import LOCKED_AFTER_DELETION, Owner, end_of
from domain.owner_errors import OwnerLocked
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class DynamoOwners:
    """See `domain.owner_ports.Owners`."""

    table: Table
    clock: Clock

    def keyring(self, owner_id: OwnerId) -> Keyring | None:
        return keyring_from_items(self._items(owner_id), self.clock())

    def named(self, name: str) -> OwnerId | None:
        kept = self.table.get(owner_name_key(name))
        return OwnerId(UUID(kept["owner_id"])) if kept else None

    def page(self, after: OwnerId | None, size: int) -> Sequence[Owner]:
        values = {":owners": OWNERS, ":after": str(after) if after else " "}
        return list(map(owner_from_item, self.table.first(size, "pk = :owners AND sk > :after", values)))

    def of_rapidapi(self, user: str) -> OwnerId | None:
        kept = self.table.get(proving_identity_key(user))
        return OwnerId(UUID(kept["owner_id"])) if kept else None

    def save(
        self,
        keyring: Keyring,
        before: Keyring | None = None,
        *,
        taking_in: TakenIn | None = None,
        record: Entry | None = None,
        vouched_by: Owner | None = None,
    ) -> None:
        now = self.clock()
        writes = [unlocked(keyring.owner.id, now), *_difference(keyring, before, taking_in, now)]
        writes += [redemption(taking_in.claim)] if taking_in and taking_in.claim else []
        write_unless_locked(self.table, [*writes, *_accounts(record, vouched_by)])

    def remove(
        self, keyring: Keyring, now: datetime, record: Entry | None = None, vouched_by: Owner | None = None
    ) -> None:
        owner = keyring.owner
        profile, *others = keyring_to_items(keyring)
        writes = [Write(key=key_of(profile), **if_owner_version(owner.version))]
        # What its partition lists, which may be more than a transaction holds, goes with the purge.
        writes += [Write(key=key_of(one)) for one in others if one["pk"] != owner_partition(owner.id)]
        writes += [Write(lock_of_deleted(owner.id, now)), Write(owner_deletion_to_item(owner.id, now))]
        self.table.write_together([*writes, *_accounts(record, vouched_by)])

    def purge(self, owner_id: OwnerId, deleted_at: datetime) -> None:
        listed = [one for one in self._items(owner_id) if one["type"] in LISTED]
        end = instant_text(end_of(deleted_at))
        self.table.delete_all([key_of(one) for one in listed if one["created_at"] <= end])
        values = {":deleted_at": instant_text(deleted_at)}
        with suppress(Conflict):  # an earlier run has done this
            until = deleted_at + LOCKED_AFTER_DELETION
            self.table.put(lock(owner_id, until), condition="deleted_at = :deleted_at", values=values)

    def lock(self, owner_id: OwnerId, now: datetime, until: datetime) -> None:
        try:
            # What is looked at behind a lock must be looked at while it is there.
            undo = partial(self.unlock, owner_id, until)
            self.table.put_at_once(lock(owner_id, until), undo, condition=UNLOCKED, values={":now": instant_text(now)})
        except Conflict as conflict:
            raise OwnerLocked from conflict

    def unlock(self, owner_id: OwnerId, until: datetime) -> None:
        values = {":until": instant_text(until)}
        with suppress(Conflict):
            self.table.delete(lock_key(owner_id), condition="locked_until = :until", values=values)

    def _items(self, owner_id: OwnerId) -> Iterable[Item]:
        """What the owner's partition holds of the keyring."""
        first, last = KEYRING
        values = {":owner": owner_partition(owner_id), ":first": first, ":last": last}
        return self.table.items("pk = :owner AND sk BETWEEN :first AND :last", values)


def _difference(keyring: Keyring, before: Keyring | None, taking_in: TakenIn | None, now: datetime) -> list[Write]:
    """What makes a keyring of its last version and of one that it takes in: put what differs, delete the rest.

    The list of the keys of the one taken in, none of which works, is left to TTL: it may be too much for a transaction.
    """
    old_items = keyring_to_items(before) if before is not None else []
    if taking_in is not None and taking_in.keyring is not None:
        old_items += [one for one in keyring_to_items(taking_in.keyring) if one["type"] != LISTED_KEY]
    old, new = _by_position(old_items), _by_position(keyring_to_items(keyring))
    puts = [Write(item, **_condition(old.get(at), item)) for at, item in new.items() if item != old.get(at)]
    deletes = [Write(key=key_of(item), **_condition(item, item)) for at, item in old.items() if at not in new]
    held = still_held(taking_in.locked_until, now) if taking_in is not None else {}
    return [*(put._replace(**held) if _is_lock(put) else put for put in puts), *deletes]


def _accounts(record: Entry | None, vouched_by: Owner | None) -> list[Write]:
    """What a change leaves on the record, and the condition that whoever makes it still may."""
    writes = [Write(entry_to_item(record))] if record is not None else []
    if vouched_by is not None:
        writes.append(Write(key=profile_key(vouched_by.id), **if_owner_version(vouched_by.version), checks=True))
    return writes


def _by_position(items: Iterable[Item]) -> dict[Position, Item]:
    return {position(item): item for item in items}


def _is_lock(write: Write) -> bool:
    return write.item is not None and write.item["type"] == LOCK


def _condition(old: Item | None, item: Item) -> dict[str, Any]:
    """On what an item may be written: an owner's on its last version, what only one may have if nobody else has it."""
    if old is None:
        return {"condition": MUST_BE_NEW} if item["type"] in EXCLUSIVE else {}
    return if_owner_version(old["version"]) if old["type"] == PROFILE else {}
