"""What managing owners and credentials needs from the world; contracts like those in `domain.ports`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID

from domain.audit import Entry
from domain.identity import Claim
from domain.ids import OwnerId
from domain.keyring import Keyring, TakenIn
from domain.owner import Owner, Plan


class Owners(Protocol):
    """Owners with their keyrings. All that changes a keyring changes it whole, in one step."""

    def keyring(self, owner_id: OwnerId) -> Keyring | None:
        """Return the keyring of an owner, if the owner is kept."""

    def named(self, name: str) -> OwnerId | None:
        """Return the id of the owner of that name, if there is one."""

    def page(self, after: OwnerId | None, size: int) -> Sequence[Owner]:
        """Return owners in the order of their ids, at most `size`, from behind `after`."""

    def of_rapidapi(self, user: str) -> OwnerId | None:
        """Return the id of the owner for whom a RapidAPI user acts by an identity, if there is one."""

    def save(
        self,
        keyring: Keyring,
        before: Keyring | None = None,
        *,
        taking_in: TakenIn | None = None,
        record: Entry | None = None,
        vouched_by: Owner | None = None,
    ) -> None:
        """Keep a keyring in the place of its last version, perhaps taking in another, which is gone then.

        A claim that comes with that is used up, and the record is kept, all in one step. Credentials that are on the
        keyring work from then on as it says, those that are on none no longer. A user's own owner is locked while an
        identity maps the user to another. Raise Conflict unless `before`, what is taken in and who vouches are what is
        kept, the claim is there, the user's own owner still locked, and neither the name nor a RapidAPI user anyone
        else's; OwnerLocked while the owner is locked.
        """

    def remove(
        self, keyring: Keyring, now: datetime, record: Entry | None = None, vouched_by: Owner | None = None
    ) -> None:
        """Take an owner away: no credential of it works from then on, and it is locked until it was purged.

        Leave word for the purge of what it had, in the same step. Raise Conflict unless the keyring, and who vouches,
        are what is kept.
        """

    def purge(self, owner_id: OwnerId, deleted_at: datetime) -> None:
        """Remove what is left of the credentials of an owner that was removed then, as the last of what it had.

        So it may take something new again, once LOCKED_AFTER_DELETION has passed. Safe to repeat.
        """

    def lock(self, owner_id: OwnerId, now: datetime, until: datetime) -> None:
        """Let an owner, kept or not, take nothing new until an instant; raise OwnerLocked if it is locked already."""

    def unlock(self, owner_id: OwnerId, until: datetime) -> None:
        """End a lock early, if it is the one that was to last until then."""


class Claims(Protocol):
    """Claims that RapidAPI users have made, by the fingerprint of their codes."""

    def add(self, claim: Claim) -> None:
        """Keep a new claim."""

    def find(self, fingerprint: str) -> Claim | None:
        """Return the claim with that fingerprint, if there is one that was not redeemed; it may have expired."""

    def count_attempt(self, owner_id: OwnerId, now: datetime) -> None:
        """Count that an owner tries a code; raise TooManyAttempts from the eleventh time in an hour."""


class Meters(Protocol):
    """What counts and bounds the calls of each owner apart from those of others."""

    def put(self, owner_id: OwnerId, plan: Plan) -> bool:
        """Count an owner's calls as a plan allows, and no longer as another; return False if no more owners can be
        counted. Safe to repeat."""

    def remove(self, owner_id: OwnerId) -> None:
        """Count an owner's calls no more. Safe to repeat."""


class AuditTrail(Protocol):
    """The record of all that was done by those who manage owners. Entries get there with what they tell of."""

    def page(self, before: UUID | None, size: int) -> Sequence[Entry]:
        """Return entries, newest first, at most `size`, from those older than the one with the id `before`."""
