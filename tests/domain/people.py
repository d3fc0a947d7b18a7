"""Use cases about owners and credentials, wired to memory and to a clock that tests move."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from adapters.memory.answers import MemoryAnswers
from adapters.memory.calendars import MemoryCalendars
from adapters.memory.claims import MemoryClaims
from adapters.memory.credentials import MemoryCredentials
from adapters.memory.events import MemoryEvents
from adapters.memory.feeds import MemoryFeeds
from adapters.memory.locks import Locks
from adapters.memory.owners import MemoryOwners
from domain.author import Admin, Author
from domain.caller import Caller
from domain.grant import EVERYTHING, Grant
from domain.ids import OwnerId
from domain.key import Key
from domain.keyring import Keyring
from domain.use_cases import identities, keys, owners
from domain.use_cases.authenticate import AuthenticateKey, AuthenticateRapidApi
from domain.use_cases.keyrings import Keyrings
from domain.use_cases.keys import KeyWording, NewKey
from tests.builders import NOON, an_owner_named

SECRETS = frozenset({"s1", "s2"})
ADMIN = Admin(None, "cli:ada@laptop", "owners.test")


def own(caller: Caller, scope: str = "keys:write") -> Author:
    """A caller who changes their own keyring, for which that scope is needed."""
    return Author.own(caller, "keys.test", scope)


class RacedOwners(MemoryOwners):
    """Owners that somebody else changes, when told to, just before a keyring is saved or removed."""

    race: Callable[[], object] = staticmethod(lambda: None)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self._be_raced()
        super().save(*args, **kwargs)

    def remove(self, *args: Any, **kwargs: Any) -> None:
        self._be_raced()
        super().remove(*args, **kwargs)

    def _be_raced(self) -> None:
        race, self.race = self.race, type(self).race
        race()


@dataclass
class People:
    """All stores, one moment, and an owner without any credential."""

    now: datetime = NOON
    owners: RacedOwners = field(init=False)
    calendars: MemoryCalendars = field(init=False)

    def __post_init__(self) -> None:
        locks = Locks(self.clock)
        self.owners = RacedOwners(locks, MemoryClaims())
        self.claims = self.owners.claims
        self.calendars = MemoryCalendars(locks=locks)
        self.events = MemoryEvents()
        self.answers = MemoryAnswers(self.clock)
        self.feeds = MemoryFeeds(self.calendars, self.owners)
        self.credentials = MemoryCredentials(self.owners)
        self.keyrings = Keyrings(self.owners, self.clock, secrets.token_bytes)
        self.owner = self.an_owner()
        own_data = identities.OwnData(self.owners, self.calendars)
        self.create_key = keys.CreateKey(self.keyrings, self.calendars, "dbk_")
        self.change_key = keys.ChangeKey(self.keyrings, self.calendars)
        self.rotate_key = keys.RotateKey(self.keyrings, "dbk_")
        self.revoke_key = keys.RevokeKey(self.keyrings)
        self.claim = identities.ClaimIdentity(own_data, self.claims, self.clock, secrets.token_bytes)
        self.attach = identities.AttachIdentity(self.keyrings, own_data)
        self.redeem = identities.RedeemClaim(self.attach, self.claims)
        self.detach = identities.DetachIdentity(self.keyrings)
        self.create_owner = owners.CreateOwner(self.keyrings)
        self.authenticate = AuthenticateKey(self.credentials, self.clock)
        self.through_rapidapi = AuthenticateRapidApi(self.credentials, self.clock, SECRETS)

    def clock(self) -> datetime:
        return self.now

    def wait(self, time: timedelta) -> None:
        self.now += time

    def an_owner(self) -> OwnerId:
        owner = an_owner_named()
        self.owners.save(Keyring(owner))
        return owner.id

    def keyring(self, owner_id: OwnerId | None = None) -> Keyring:
        keyring = self.owners.keyring(owner_id or self.owner)
        assert keyring is not None
        return keyring

    def a_key(self, grant: Grant = EVERYTHING, label: str | None = None) -> NewKey:
        """A key of the owner that may do that, made by an admin."""
        wording = KeyWording(label, grant.scopes, grant.calendars, grant.detail, grant.expires_at)
        return self.create_key(ADMIN.on(self.owner), wording)

    def kept(self, key: Key) -> Key:
        return self.keyring().key(key.id)

    def holder(self, new: NewKey, scope: str = "keys:write") -> Author:
        """The author who uses a key, for which that scope is needed."""
        return own(self.authenticate(new.secret), scope)

    def user(self, name: str) -> Caller:
        """A caller through RapidAPI."""
        return self.through_rapidapi("s1", name)
