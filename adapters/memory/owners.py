"""`Owners` and `AuditTrail` in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from adapters.memory.claims import MemoryClaims
from adapters.memory.locks import FOR_GOOD, Locks
from domain.audit import Entry
from domain.errors import Conflict
from domain.ids import OwnerId
from domain.key import REMEMBERED, Key
from domain.keyring import Keyring, TakenIn
from domain.owner import LOCKED_AFTER_DELETION, Owner, implicit_owner


@dataclass(slots=True)
class MemoryOwners:
    """See `domain.owner_ports.Owners`."""

    locks: Locks = field(default_factory=Locks)
    claims: MemoryClaims = field(default_factory=MemoryClaims)
    kept: dict[OwnerId, Keyring] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    deletions: list[tuple[OwnerId, datetime]] = field(default_factory=list)
    unpurged: dict[OwnerId, datetime] = field(default_factory=dict)

    def keyring(self, owner_id: OwnerId) -> Keyring | None:
        kept = self.kept.get(owner_id)
        return replace(kept, keys=tuple(one for one in kept.keys if not self._forgotten(one))) if kept else None

    def named(self, name: str) -> OwnerId | None:
        return next((one.owner.id for one in self.kept.values() if one.owner.name == name), None)

    def page(self, after: OwnerId | None, size: int) -> Sequence[Owner]:
        owners = sorted((one.owner for one in self.kept.values()), key=lambda one: one.id)
        return [one for one in owners if after is None or one.id > after][:size]

    def of_rapidapi(self, user: str) -> OwnerId | None:
        return next((one.owner.id for one in self.kept.values() if user in _users(one)), None)

    def save(
        self,
        keyring: Keyring,
        before: Keyring | None = None,
        *,
        taking_in: TakenIn | None = None,
        record: Entry | None = None,
        vouched_by: Owner | None = None,
    ) -> None:
        self.locks.require_none(keyring.owner.id)
        going = [one for one in (before, taking_in.keyring if taking_in else None) if one is not None]
        self._require_current(keyring.owner.id, going, vouched_by)
        self._require_exclusive(keyring, going)
        if taking_in is not None:
            self._require_held(keyring, taking_in)
            if taking_in.claim is not None and self.claims.kept.pop(taking_in.claim.fingerprint, None) is None:
                raise Conflict
        for old in going:
            self._forget(old)
        self.kept[keyring.owner.id] = keyring
        self.locks.until.update(dict.fromkeys(_left_by(keyring), FOR_GOOD))
        self._record(record)

    def remove(
        self, keyring: Keyring, now: datetime, record: Entry | None = None, vouched_by: Owner | None = None
    ) -> None:
        self._require_current(keyring.owner.id, [keyring], vouched_by)
        self._forget(keyring)
        self.locks.until[keyring.owner.id] = FOR_GOOD
        self.unpurged[keyring.owner.id] = now
        self.deletions.append((keyring.owner.id, now))
        self._record(record)

    def purge(self, owner_id: OwnerId, deleted_at: datetime) -> None:
        if self.unpurged.get(owner_id) == deleted_at:
            del self.unpurged[owner_id]
            self.locks.until[owner_id] = deleted_at + LOCKED_AFTER_DELETION

    def lock(self, owner_id: OwnerId, now: datetime, until: datetime) -> None:
        self.locks.take(owner_id, now, until)

    def unlock(self, owner_id: OwnerId, until: datetime) -> None:
        if self.locks.until.get(owner_id) == until:
            del self.locks.until[owner_id]

    def _require_current(self, owner_id: OwnerId, going: Sequence[Keyring], vouched_by: Owner | None) -> None:
        seen = [old.owner for old in going] + ([vouched_by] if vouched_by is not None else [])
        versions = {owner.id: owner.version for owner in seen}
        for one in {owner_id, *versions}:
            kept = self.kept.get(one)
            if (kept.owner.version if kept else None) != versions.get(one):
                raise Conflict

    def _require_exclusive(self, keyring: Keyring, going: Sequence[Keyring]) -> None:
        owners = {old.owner.id for old in going}
        staying = [one for owner_id, one in self.kept.items() if owner_id not in owners]
        if any(one.owner.name == keyring.owner.name or _users(one) & _users(keyring) for one in staying):
            raise Conflict

    def _require_held(self, keyring: Keyring, taking_in: TakenIn) -> None:
        new = {one for one in _left_by(keyring) if self.locks.until.get(one) != FOR_GOOD}
        until = taking_in.locked_until
        if until <= self.locks.clock() or any(self.locks.until.get(one) != until for one in new):
            raise Conflict

    def _forget(self, keyring: Keyring) -> None:
        del self.kept[keyring.owner.id]
        for left in _left_by(keyring):
            self.locks.until.pop(left, None)

    def _forgotten(self, key: Key) -> bool:
        return key.useless_from is not None and key.useless_from + REMEMBERED <= self.locks.clock()

    def _record(self, entry: Entry | None) -> None:
        if entry is not None:
            self.entries.append(entry)


@dataclass(slots=True)
class MemoryAuditTrail:
    """See `domain.owner_ports.AuditTrail`."""

    owners: MemoryOwners

    def page(self, before: UUID | None, size: int) -> Sequence[Entry]:
        newest_first = sorted(self.owners.entries, key=lambda one: one.id, reverse=True)
        return [one for one in newest_first if before is None or one.id < before][:size]


def _users(keyring: Keyring) -> set[str]:
    return {identity.user for identity in keyring.identities}


def _left_by(keyring: Keyring) -> set[OwnerId]:
    """The owners whose RapidAPI users act for this one instead."""
    return {implicit_owner(user) for user in _users(keyring)} - {keyring.owner.id}
