"""`Credentials` in memory."""

from dataclasses import dataclass, field

from domain.credential import Key, Owner
from domain.errors import Conflict
from domain.ids import OwnerId


@dataclass(slots=True)
class MemoryCredentials:
    """See `domain.ports.Credentials`."""

    owners: dict[str, Owner] = field(default_factory=dict)
    keys: dict[str, Key] = field(default_factory=dict)
    identities: dict[str, OwnerId] = field(default_factory=dict)

    def owner_named(self, name: str) -> Owner | None:
        return self.owners.get(name)

    def add_owner(self, owner: Owner) -> None:
        if owner.name in self.owners:
            raise Conflict
        self.owners[owner.name] = owner

    def add_key(self, key: Key) -> None:
        self.keys[key.fingerprint] = key

    def key_of(self, fingerprint: str) -> Key | None:
        return self.keys.get(fingerprint)

    def rapidapi_owner(self, user: str) -> OwnerId | None:
        return self.identities.get(user)
