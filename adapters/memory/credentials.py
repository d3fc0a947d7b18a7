"""`Credentials` in memory: those of the keyrings that there are."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from adapters.memory.owners import MemoryOwners
from domain.caller import Caller
from domain.grant import EVERYTHING
from domain.identity import Identity
from domain.key import USE_NOTED_EVERY, Key
from domain.owner import Owner

Used = TypeVar("Used", Key, Identity)


@dataclass(slots=True)
class MemoryCredentials:
    """See `domain.credential_ports.Credentials`."""

    owners: MemoryOwners

    def holder_of(self, fingerprint: str) -> Caller | None:
        for keyring in self.owners.kept.values():
            for key in keyring.keys:
                if key.fingerprint == fingerprint and key.revoked_at is None:
                    return _holder(keyring.owner, key)
        return None

    def rapidapi_caller(self, user: str) -> Caller | None:
        for keyring in self.owners.kept.values():
            for identity in keyring.identities:
                if identity.user == user:
                    owner = keyring.owner
                    return Caller(owner.id, identity.credential_id, EVERYTHING, owner.suspended, owner.plan, user)
        return None

    def note_use(self, caller: Caller, now: datetime) -> None:
        keyring = self.owners.kept.get(caller.owner_id)
        if keyring is not None:
            keys = tuple(_used(one, now) if str(one.id) == caller.credential_id else one for one in keyring.keys)
            identities = tuple(
                _used(one, now) if one.credential_id == caller.credential_id else one for one in keyring.identities
            )
            self.owners.kept[caller.owner_id] = replace(keyring, keys=keys, identities=identities)


def _holder(owner: Owner, key: Key) -> Caller:
    return Caller(owner.id, str(key.id), key.grant, owner.suspended, owner.plan)


def _used(one: Used, now: datetime) -> Used:
    due = one.last_used_at is None or one.last_used_at <= now - USE_NOTED_EVERY
    return replace(one, last_used_at=now) if due else one
