"""How every use case reads and changes a keyring."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Generic, NamedTuple, TypeVar
from uuid import UUID

from domain.author import Author
from domain.clock import Clock, Pause
from domain.credential_errors import CredentialUnknown, OwnerNotFound
from domain.identity import Claim
from domain.ids import OwnerId, Randomness
from domain.keyring import Keyring
from domain.owner import implicit_owner
from domain.owner_ports import Owners
from domain.use_cases.attempts import no_pause, until_written

T = TypeVar("T")


class Step(NamedTuple, Generic[T]):
    """The next version of a keyring, what to answer, and the credential that the change was about, if it was one."""

    keyring: Keyring
    result: T
    subject: UUID | None = None


@dataclass(frozen=True, slots=True)
class Keyrings:
    """Reads a keyring, makes the next version, keeps it with the record; and once more if another writer was faster."""

    owners: Owners
    clock: Clock
    randomness: Randomness
    pause: Pause = no_pause

    def read(self, author: Author, owner_id: OwnerId) -> Keyring:
        """That of an owner; OwnerNotFound, or CredentialUnknown to someone whose own owner has just been deleted.

        Of a RapidAPI user of whom nothing is kept, it is empty.
        """
        kept = self.owners.keyring(owner_id)
        return kept if kept is not None else replace(self._implicit(author, owner_id, self.clock()), identities=())

    def change(
        self,
        author: Author,
        owner_id: OwnerId,
        step: Callable[[Keyring, datetime], Step[T]],
        *,
        taking_in: Keyring | None = None,
        redeeming: Claim | None = None,
    ) -> T:
        """Change a keyring by a step, and let another go up in it; if the step leaves it as it is, write nothing."""

        def attempt() -> T:
            now = self.clock()
            kept = self.owners.keyring(owner_id)
            before = kept if kept is not None else self._implicit(author, owner_id, now)
            after, result, subject = step(before, now)
            if after is not before:
                self.owners.save(
                    after,
                    [one for one in (kept, taking_in) if one is not None],
                    redeeming=redeeming,
                    record=author.record(now, self.randomness, owner_id, subject),
                )
            return result

        return until_written(attempt, self.pause)

    def _implicit(self, author: Author, owner_id: OwnerId, now: datetime) -> Keyring:
        """A RapidAPI user who never had a key has an owner that is kept nowhere."""
        if author.rapidapi_user is not None and implicit_owner(author.rapidapi_user) == owner_id:
            return Keyring.implicit(author.rapidapi_user, now)
        raise CredentialUnknown if author.owner_id == owner_id else OwnerNotFound
