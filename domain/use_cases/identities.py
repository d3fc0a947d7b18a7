"""RapidAPI users and owners: a user claims to be attached, by a code; an owner who is given the code attaches them.

The user's own owner, which they leave by that, must be empty and stay so: it is locked first, then looked at, and
unlocked when the user is detached. So nothing that was acknowledged is ever out of reach.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.author import Author
from domain.caller import Caller
from domain.clock import Clock
from domain.credential_errors import (
    IdentityAttached,
    IdentityHasData,
    IdentityNative,
    IdentitySuspended,
    RapidApiOnly,
)
from domain.errors import Conflict, InvalidField
from domain.grant import EVERYTHING
from domain.identity import CLAIM_LIFETIME, Claim, Identity, code_fingerprint, identity_of, new_code
from domain.ids import IdentityId, OwnerId, Randomness, new_id
from domain.keyring import Keyring
from domain.owner import implicit_owner
from domain.owner_ports import Claims, Owners
from domain.ports import Calendars
from domain.use_cases.keyrings import Keyrings, Step

_LEASE = timedelta(minutes=5)  # longer than any request takes


class NewClaim(NamedTuple):
    """A claim, and its code: the only time that anyone sees it."""

    claim: Claim
    code: str


@dataclass(frozen=True, slots=True)
class OwnData:
    """Tells whether the owner that a RapidAPI user is anyway can be left behind."""

    owners: Owners
    calendars: Calendars

    def require_none(self, user: str, now: datetime) -> Keyring | None:
        """The keyring of that owner, if it is kept; IdentityHasData or IdentitySuspended if it must stay."""
        own = implicit_owner(user)
        if self.calendars.page(own, None, 1):
            raise IdentityHasData("calendars")
        keyring = self.owners.keyring(own)
        if keyring is None:
            return None
        if keyring.owner.suspended:
            raise IdentitySuspended
        if any(key.works(now) for key in keyring.keys):
            raise IdentityHasData("keys")
        if not all(identity.is_native_to(own) for identity in keyring.identities):
            raise IdentityHasData("identities")
        return keyring


@dataclass(frozen=True, slots=True)
class ClaimIdentity:
    """A one-time code, by which an owner can attach the RapidAPI user who asks."""

    own_data: OwnData
    claims: Claims
    clock: Clock
    randomness: Randomness

    def __call__(self, caller: Caller) -> NewClaim:
        """Raise RapidApiOnly, IdentityAttached, or what says that the user has data of its own."""
        user, now = caller.rapidapi_user, self.clock()
        if user is None:
            raise RapidApiOnly
        if caller.owner_id != implicit_owner(user):
            raise IdentityAttached
        self.own_data.require_none(user, now)
        code = new_code(self.randomness)
        claim = Claim(new_id(now, self.randomness), code_fingerprint(code), user, now + CLAIM_LIFETIME)
        self.claims.add(claim)
        return NewClaim(claim, code)


@dataclass(frozen=True, slots=True)
class AttachIdentity:
    """A RapidAPI user who from then on acts for an owner."""

    keyrings: Keyrings
    own_data: OwnData

    def __call__(self, author: Author, owner_id: OwnerId, user: str, claim: Claim | None = None) -> Identity:
        """Raise IdentityNative, IdentityAttached, TooMany, or what says that the user has data of its own."""
        own, now = implicit_owner(user), self.keyrings.clock()
        if own == owner_id:
            raise IdentityNative
        until = now + _LEASE
        try:
            self.own_data.owners.lock(own, now, until)
        except Conflict:
            raise IdentityAttached from None
        try:
            left = self.own_data.require_none(user, now)
            return self._attach(author, owner_id, user, left, claim)
        except BaseException:
            self.own_data.owners.unlock(own, until)
            raise

    def _attach(
        self, author: Author, owner_id: OwnerId, user: str, left: Keyring | None, claim: Claim | None
    ) -> Identity:
        def step(keyring: Keyring, now: datetime) -> Step[Identity]:
            identity = identity_of(user, now)
            return Step(keyring.with_identity(identity, now), identity, identity.id)

        return self.keyrings.change(author, owner_id, step, taking_in=left, redeeming=claim)


@dataclass(frozen=True, slots=True)
class RedeemClaim:
    """Attach the RapidAPI user who made a claim."""

    attach: AttachIdentity
    claims: Claims
    clock: Clock

    def __call__(self, author: Author, owner_id: OwnerId, code: str) -> Identity:
        """Raise InvalidField for a code that is wrong, used or expired, TooManyAttempts, and what attaching raises.

        An attached user may do everything, so only a credential that may do so can attach one.
        """
        author.require(EVERYTHING)
        now = self.clock()
        self.claims.count_attempt(owner_id, now)
        claim = self.claims.find(code_fingerprint(code))
        if claim is None or claim.expires_at <= now:
            raise InvalidField(
                "code", "code is not valid, or was used, or is older than ten minutes. Ask the user for another."
            )
        return self.attach(author, owner_id, claim.user, claim)


@dataclass(frozen=True, slots=True)
class DetachIdentity:
    """A RapidAPI user who from then on is their own owner again. What they made stays with the owner they leave."""

    keyrings: Keyrings

    def __call__(self, author: Author, owner_id: OwnerId, identity_id: IdentityId, *, force: bool = False) -> None:
        """Raise IdentityNative for the user whose owner this is; LastKey, unless forced, if it is the last manager."""
        author.require(EVERYTHING)

        def step(keyring: Keyring, now: datetime) -> Step[None]:
            identity = keyring.identity(identity_id)
            if identity.is_native_to(owner_id):
                raise IdentityNative
            after = keyring.without_identity(identity, now)
            return Step(keyring.require_manageable_after(after, now, force=force), None, identity_id)

        self.keyrings.change(author, owner_id, step)
