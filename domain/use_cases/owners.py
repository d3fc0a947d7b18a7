"""Making, reading, changing and deleting owners: what those do who manage them all."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from domain.author import Author
from domain.caller import Reach
from domain.clock import Pause
from domain.credential_errors import NameTaken, OwnOwner
from domain.errors import CalendarNotFound, InvalidField
from domain.ids import OwnerId, new_id
from domain.keyring import Keyring
from domain.owner import OF_RAPIDAPI, Owner, OwnerStatus, Plan, may_be_rapidapi_user, owner_name
from domain.owner_ports import Owners
from domain.ports import Calendars, Events
from domain.use_cases.attempts import no_pause, require_version, until_written
from domain.use_cases.calendars import DeleteCalendar, every_calendar
from domain.use_cases.keyrings import Keyrings, Step


class OwnerWording(NamedTuple):
    """An owner as an admin words it."""

    name: str
    plan: Plan = Plan.FREE


class Usage(NamedTuple):
    """How much an owner has, and how many credentials that work."""

    calendars: int
    events: int
    keys: int
    identities: int


@dataclass(frozen=True, slots=True)
class CreateOwner:
    """A new owner, without any key yet.

    One named `rapidapi:<user>` is the owner that a RapidAPI user is anyway, kept from then on, so that it is listed and
    can be suspended.
    """

    keyrings: Keyrings

    def __call__(self, author: Author, wording: OwnerWording) -> Owner:
        """Raise NameTaken if there is an owner of that name, OwnerLocked if the RapidAPI user is another's."""

        def attempt() -> Owner:
            now, randomness = self.keyrings.clock(), self.keyrings.randomness
            keyring = self._new(wording, now)
            owner = keyring.owner
            owners = self.keyrings.owners
            if owners.named(owner.name) is not None or owners.keyring(owner.id) is not None:
                raise NameTaken
            owners.save(keyring, record=author.record(now, randomness, owner.id, None))
            return owner

        return until_written(attempt, self.keyrings.pause)

    def _new(self, wording: OwnerWording, now: datetime) -> Keyring:
        if wording.name.startswith(OF_RAPIDAPI):
            user = wording.name.removeprefix(OF_RAPIDAPI)
            if not may_be_rapidapi_user(user):
                raise InvalidField("name", f"name: what follows {OF_RAPIDAPI} cannot be a RapidAPI user.")
            keyring = Keyring.implicit(user, now)
            return keyring.as_owner(plan=wording.plan).touched(now)
        owner_id = OwnerId(new_id(now, self.keyrings.randomness))
        return Keyring(Owner(owner_id, owner_name(wording.name), now, now, plan=wording.plan))


@dataclass(frozen=True, slots=True)
class ListOwners:
    """All owners that are kept, in the order of their ids."""

    owners: Owners

    def __call__(self, after: OwnerId | None, size: int) -> tuple[Sequence[Owner], bool]:
        """Return a page, and whether there is more."""
        found = self.owners.page(after, size + 1)
        return found[:size], len(found) > size


@dataclass(frozen=True, slots=True)
class ChangeOwner:
    """Another name or plan for an owner; `change` makes the new wording of the owner that stands."""

    keyrings: Keyrings

    def __call__(
        self,
        author: Author,
        owner_id: OwnerId,
        change: Callable[[Owner], OwnerWording],
        expected: Collection[int] | None = None,
    ) -> Owner:
        """Raise NameTaken if there is another owner of that name."""

        def step(keyring: Keyring, now: datetime) -> Step[Owner]:
            owner = keyring.owner
            require_version(owner.version, expected)
            wording = change(owner)
            name = owner.name if wording.name == owner.name else owner_name(wording.name)
            if name != owner.name and self.keyrings.owners.named(name) is not None:
                raise NameTaken
            return _step(keyring, replace(owner, name=name, plan=wording.plan), now)

        return self.keyrings.change(author, owner_id, step)


@dataclass(frozen=True, slots=True)
class SetOwnerStatus:
    """Suspend an owner, so that no credential of it works, or resume it."""

    keyrings: Keyrings

    def __call__(
        self, author: Author, owner_id: OwnerId, status: OwnerStatus, expected: Collection[int] | None = None
    ) -> Owner:
        """Raise OwnOwner where the author would be shut out."""
        if status is OwnerStatus.SUSPENDED:
            _require_other(author, owner_id)

        def step(keyring: Keyring, now: datetime) -> Step[Owner]:
            require_version(keyring.owner.version, expected)
            return _step(keyring, replace(keyring.owner, status=status), now)

        return self.keyrings.change(author, owner_id, step)


@dataclass(frozen=True, slots=True)
class DeleteOwner:
    """Take an owner away with all credentials at once; the calendars are purged in the background."""

    keyrings: Keyrings

    def __call__(self, author: Author, owner_id: OwnerId, expected: Collection[int] | None = None) -> OwnerId:
        """Raise OwnOwner where the author would be shut out."""
        _require_other(author, owner_id)

        def attempt() -> OwnerId:
            keyring = self.keyrings.read(author, owner_id)
            require_version(keyring.owner.version, expected)
            now = self.keyrings.clock()
            record = author.record(now, self.keyrings.randomness, owner_id, None)
            self.keyrings.owners.remove(keyring, now, record)
            return owner_id

        return until_written(attempt, self.keyrings.pause)


@dataclass(frozen=True, slots=True)
class PurgeOwner:
    """Remove what a deleted owner left behind; safe to repeat and to resume.

    A RapidAPI user may begin anew meanwhile: what is younger than the deletion stays.
    """

    owners: Owners
    calendars: Calendars
    pause: Pause = no_pause

    def __call__(self, owner_id: OwnerId, deleted_at: datetime) -> int:
        """Return how many calendars went; each leaves word for the purge of its events."""
        old = [one for one in every_calendar(self.calendars, owner_id) if one.created_at <= deleted_at]
        delete = DeleteCalendar(self.calendars, self.pause)
        for calendar in old:
            with suppress(CalendarNotFound):  # another run of the worker was faster
                delete(Reach(owner_id), calendar.id)
        self.owners.purge(owner_id, deleted_at)
        return len(old)


@dataclass(frozen=True, slots=True)
class MeasureUsage:
    """How much an owner has. It reads an index of all its events once over, so it is for those who manage owners."""

    keyrings: Keyrings
    calendars: Calendars
    events: Events

    def __call__(self, author: Author, owner_id: OwnerId) -> Usage:
        keyring = self.keyrings.read(author, owner_id)
        now = self.keyrings.clock()
        calendars = [calendar.id for calendar in every_calendar(self.calendars, owner_id)]
        return Usage(
            calendars=len(calendars),
            events=sum(map(self.events.count, calendars)),
            keys=sum(key.works(now) for key in keyring.keys),
            identities=len(keyring.identities),
        )


def _step(keyring: Keyring, owner: Owner, now: datetime) -> Step[Owner]:
    """A change of the owner alone, if it is one."""
    if owner == keyring.owner:
        return Step(keyring, owner)
    changed = replace(keyring, owner=owner).touched(now)
    return Step(changed, changed.owner)


def _require_other(author: Author, owner_id: OwnerId) -> None:
    if author.owner_id == owner_id:
        raise OwnOwner
