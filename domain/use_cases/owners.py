"""Making, finding, changing and deleting owners: what those do who manage them all."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from domain.author import Admin, Author
from domain.errors import InvalidField
from domain.ids import OwnerId, new_id
from domain.keyring import Keyring
from domain.owner import OF_RAPIDAPI, Owner, OwnerStatus, Plan, may_be_known_as, may_be_rapidapi_user, owner_name
from domain.owner_errors import NameTaken, OwnOwner
from domain.owner_ports import Owners
from domain.records import dataclass
from domain.use_cases.attempts import require_version, until_written
from domain.use_cases.keyrings import Keyrings, Step


class OwnerWording(NamedTuple):
    """An owner as an admin words it."""

    name: str
    plan: Plan = Plan.FREE


@dataclass(frozen=True, slots=True)
class CreateOwner:
    """A new owner, without any key yet.

    One named `rapidapi:<user>` is the owner that a RapidAPI user is anyway, kept from then on, so that it is listed and
    can be suspended.
    """

    keyrings: Keyrings

    def __call__(self, admin: Admin, wording: OwnerWording) -> Owner:
        """Raise NameTaken if there is an owner of that name, OwnerLocked if the RapidAPI user is another's."""

        def attempt() -> Owner:
            now, owners = self.keyrings.clock(), self.keyrings.owners
            keyring = self._new(wording, now)
            owner = keyring.owner
            author = self.keyrings.current(admin.on(owner.id), now)
            if owners.named(owner.name) is not None or owners.keyring(owner.id) is not None:
                raise NameTaken
            record = author.record(now, self.keyrings.randomness, owner)
            owners.save(keyring, record=record, vouched_by=author.vouched_by)
            return owner

        return until_written(attempt, self.keyrings.pause)

    def _new(self, wording: OwnerWording, now: datetime) -> Keyring:
        if not wording.name.startswith(OF_RAPIDAPI):
            owner_id = OwnerId(new_id(now, self.keyrings.randomness))
            return Keyring(Owner(owner_id, owner_name(wording.name), now, now, plan=wording.plan))
        user = wording.name.removeprefix(OF_RAPIDAPI)
        if not may_be_rapidapi_user(user):
            raise InvalidField("name", f"name: what follows {OF_RAPIDAPI} cannot be a RapidAPI user.")
        keyring = Keyring.implicit(user, now)
        return keyring.with_owner(replace(keyring.owner, plan=wording.plan), now)


@dataclass(frozen=True, slots=True)
class ListOwners:
    """All owners that are kept, in the order of their ids."""

    owners: Owners

    def __call__(self, after: OwnerId | None, size: int) -> tuple[Sequence[Owner], bool]:
        """Return a page, and whether there is more."""
        found = self.owners.page(after, size + 1)
        return found[:size], len(found) > size


@dataclass(frozen=True, slots=True)
class FindOwner:
    """The owner of a name, or the one for whom a RapidAPI user acts, as far as they are kept."""

    owners: Owners

    def __call__(self, name: str | None, user: str | None) -> Owner | None:
        """Return what fits both, if both are given."""
        found = {self._named(name)} if name is not None else set()
        found |= {self._of_rapidapi(user)} if user is not None else set()
        owner_id = found.pop() if len(found) == 1 else None
        keyring = self.owners.keyring(owner_id) if owner_id is not None else None
        return keyring.owner if keyring is not None else None

    def _named(self, name: str) -> OwnerId | None:
        return self.owners.named(name) if may_be_known_as(name) else None

    def _of_rapidapi(self, user: str) -> OwnerId | None:
        return self.owners.of_rapidapi(user) if may_be_rapidapi_user(user) else None


@dataclass(frozen=True, slots=True)
class ChangeOwner:
    """Another name or plan for an owner; `change` makes the new wording of the owner that stands."""

    keyrings: Keyrings

    def __call__(
        self, author: Author, change: Callable[[Owner], OwnerWording], expected: Collection[int] | None = None
    ) -> Owner:
        """Raise NameTaken if there is another owner of that name."""

        def step(keyring: Keyring, _: Author, now: datetime) -> Step[Owner]:
            owner = keyring.owner
            require_version(owner.version, expected)
            wording = change(owner)
            name = wording.name if wording.name in _granted_names(keyring) else owner_name(wording.name)
            if name != owner.name and self.keyrings.owners.named(name) is not None:
                raise NameTaken
            return _with_owner(keyring, replace(owner, name=name, plan=wording.plan), now)

        return self.keyrings.change(author, step)


@dataclass(frozen=True, slots=True)
class SetOwnerStatus:
    """Suspend an owner, so that no credential of it works, or resume it."""

    keyrings: Keyrings

    def __call__(self, author: Author, status: OwnerStatus, expected: Collection[int] | None = None) -> Owner:
        """Raise OwnOwner where the author would be shut out."""
        if status is OwnerStatus.SUSPENDED:
            _require_other(author)

        def step(keyring: Keyring, _: Author, now: datetime) -> Step[Owner]:
            require_version(keyring.owner.version, expected)
            return _with_owner(keyring, replace(keyring.owner, status=status), now)

        return self.keyrings.change(author, step)


@dataclass(frozen=True, slots=True)
class DeleteOwner:
    """Take an owner away with all credentials at once; the calendars are purged in the background."""

    keyrings: Keyrings

    def __call__(self, author: Author, expected: Collection[int] | None = None) -> OwnerId:
        """Raise OwnOwner where the author would be shut out."""
        _require_other(author)

        def attempt() -> OwnerId:
            now = self.keyrings.clock()
            keyring = self.keyrings.of(author.owner_id)
            require_version(keyring.owner.version, expected)
            current = self.keyrings.current(author, now)
            record = current.record(now, self.keyrings.randomness, keyring.owner)
            self.keyrings.owners.remove(keyring, now, record, current.vouched_by)
            return keyring.owner.id

        return until_written(attempt, self.keyrings.pause)


def _granted_names(keyring: Keyring) -> set[str]:
    """The names that nobody could choose: the one it has, and that of the RapidAPI user it is anyway."""
    native = (one for one in keyring.identities if one.is_native_to(keyring.owner.id))
    return {keyring.owner.name, *(one.credential_id for one in native)}


def _with_owner(keyring: Keyring, owner: Owner, now: datetime) -> Step[Owner]:
    """A change of the owner alone, if it is one."""
    if owner == keyring.owner:
        return Step(keyring, owner)
    after = keyring.with_owner(owner, now)
    return Step(after, after.owner)


def _require_other(author: Author) -> None:
    if author.actor_id == author.owner_id:
        raise OwnOwner
