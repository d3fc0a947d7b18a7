"""`Owners` and `AuditTrail` in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from adapters.memory.claims import MemoryClaims
from adapters.memory.locks import FOR_GOOD, Locks
from domain.audit import Entry
from domain.errors import Conflict
from domain.identity import Claim
from domain.ids import OwnerId
from domain.keyring import Keyring
from domain.owner import Owner, implicit_owner

_LOCKED_AFTER_DELETION = timedelta(hours=1)


@dataclass(slots=True)
class MemoryOwners:
    """See `domain.owner_ports.Owners`."""

    locks: Locks = field(default_factory=Locks)
    claims: MemoryClaims = field(default_factory=MemoryClaims)
    kept: dict[OwnerId, Keyring] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    deletions: list[tuple[OwnerId, datetime]] = field(default_factory=list)

    def keyring(self, owner_id: OwnerId) -> Keyring | None:
        return self.kept.get(owner_id)

    def named(self, name: str) -> OwnerId | None:
        return next((one.owner.id for one in self.kept.values() if one.owner.name == name), None)

    def page(self, after: OwnerId | None, size: int) -> Sequence[Owner]:
        owners = sorted((one.owner for one in self.kept.values()), key=lambda one: one.id)
        return [one for one in owners if after is None or one.id > after][:size]

    def save(
        self,
        keyring: Keyring,
        instead_of: Sequence[Keyring] = (),
        *,
        redeeming: Claim | None = None,
        record: Entry | None = None,
    ) -> None:
        self.locks.require_none(keyring.owner.id)
        going = {old.owner.id for old in instead_of}
        self._require_current(keyring.owner.id, instead_of)
        staying = [one for owner_id, one in self.kept.items() if owner_id not in going]
        if any(one.owner.name == keyring.owner.name or _users(one) & _users(keyring) for one in staying):
            raise Conflict
        if redeeming is not None and self.claims.kept.pop(redeeming.fingerprint, None) is None:
            raise Conflict
        for old in instead_of:
            self._forget(old)
        self.kept[keyring.owner.id] = keyring
        self.locks.until.update(dict.fromkeys(_left_by(keyring), FOR_GOOD))
        self._record(record)

    def remove(self, keyring: Keyring, now: datetime, record: Entry | None = None) -> None:
        self._require_current(keyring.owner.id, [keyring])
        self._forget(keyring)
        self.locks.until[keyring.owner.id] = now + _LOCKED_AFTER_DELETION
        self.deletions.append((keyring.owner.id, now))
        self._record(record)

    def purge(self, owner_id: OwnerId, before: datetime) -> None:
        """Nothing is left of a removed keyring here."""

    def lock(self, owner_id: OwnerId, now: datetime, until: datetime) -> None:
        self.locks.take(owner_id, now, until)

    def unlock(self, owner_id: OwnerId, until: datetime) -> None:
        if self.locks.until.get(owner_id) == until:
            del self.locks.until[owner_id]

    def _require_current(self, owner_id: OwnerId, instead_of: Sequence[Keyring]) -> None:
        versions = {old.owner.id: old.owner.version for old in instead_of}
        for one in {owner_id, *versions}:
            kept = self.kept.get(one)
            if (kept.owner.version if kept else None) != versions.get(one):
                raise Conflict

    def _forget(self, keyring: Keyring) -> None:
        del self.kept[keyring.owner.id]
        for left in _left_by(keyring):
            self.locks.until.pop(left, None)

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
