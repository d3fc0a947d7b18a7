"""How every use case reads and changes a keyring."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from domain.author import Author
from domain.caller import Caller
from domain.clock import Clock, Pause
from domain.credential_errors import CredentialUnknown
from domain.grant import ADMIN
from domain.ids import OwnerId, Randomness
from domain.keyring import Keyring, TakenIn
from domain.owner import implicit_owner
from domain.owner_errors import OwnerNotFound
from domain.owner_ports import Owners
from domain.records import dataclass
from domain.use_cases.attempts import no_pause, until_written

T = TypeVar("T")


class Step(NamedTuple, Generic[T]):
    """The next version of a keyring, what to answer, and the credentials that the change was about, if any."""

    keyring: Keyring
    result: T
    subjects: tuple[UUID, ...] = ()


MakeStep = Callable[[Keyring, Author, datetime], Step[T]]
"""Gets a keyring, its author as their credential is kept at this moment, and the time."""


@dataclass(frozen=True, slots=True)
class Keyrings:
    """Reads a keyring, makes the next version, keeps it with the record; and once more if another writer was faster.

    Whoever changes one must be let in by what is kept, not by what an authorizer remembers: what a revoked key makes in
    its last seconds would outlive it.
    """

    owners: Owners
    clock: Clock
    randomness: Randomness
    pause: Pause = no_pause

    def of(self, owner_id: OwnerId) -> Keyring:
        """That of an owner; OwnerNotFound if there is none."""
        keyring = self.owners.keyring(owner_id)
        if keyring is None:
            raise OwnerNotFound
        return keyring

    def own(self, caller: Caller) -> Keyring:
        """As much as a caller may see of their own; CredentialUnknown if the owner has just been deleted."""
        keyring = self.owners.keyring(caller.owner_id)
        if keyring is None:
            keyring = _implicit(caller.owner_id, caller.rapidapi_user, self.clock())
        return keyring.seen_by(caller.grant)

    def change(self, author: Author, make: MakeStep[T], taking_in: TakenIn | None = None) -> T:
        """Change a keyring by a step, perhaps taking in another; if the step leaves it as it is, write nothing.

        Raise OwnerNotFound, or what says that the author's credential works no longer.
        """

        def attempt() -> T:
            now = self.clock()
            kept = self.owners.keyring(author.owner_id)
            before = kept if kept is not None else self._missing(author, now)
            current = self.current(author, now, before)
            after, result, subjects = make(before, current, now)
            if after is not before:
                notable = any(key.grant.may(ADMIN) for key in before.keys_changed_in(after))
                record = current.record(now, self.randomness, after.owner, subjects, notable=notable)
                self.owners.save(after, kept, taking_in=taking_in, record=record, vouched_by=current.vouched_by)
            return result

        return until_written(attempt, self.pause)

    def current(self, author: Author, now: datetime, at_hand: Keyring | None = None) -> Author:
        """The author as their credential is kept, on the keyring at hand if that is theirs.

        Raise what says that it works no longer, or not for this.
        """
        if author.actor_id is None:
            return author
        if at_hand is not None and at_hand.owner.id == author.actor_id:
            return author.as_kept(at_hand, now)
        own = self.owners.keyring(author.actor_id) or _implicit(author.actor_id, author.rapidapi_user, now)
        return author.as_kept(own, now)

    def _missing(self, author: Author, now: datetime) -> Keyring:
        if author.manages_all:
            raise OwnerNotFound
        return _implicit(author.owner_id, author.rapidapi_user, now)


def _implicit(owner_id: OwnerId, user: str | None, now: datetime) -> Keyring:
    """Of a RapidAPI user who never had a key nothing is kept; anyone else's owner has just been deleted."""
    if user is None or implicit_owner(user) != owner_id:
        raise CredentialUnknown
    return Keyring.implicit(user, now)
