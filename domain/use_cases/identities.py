"""RapidAPI users and owners: a user claims to be attached, by a code; an owner who is given the code attaches them.

The user's own owner, which they leave by that, must be empty and stay so: it is locked first, then looked at, and
unlocked when the user is detached. So nothing that was acknowledged is ever out of reach.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from domain.author import Author
from domain.caller import Caller
from domain.clock import Clock
from domain.credential_errors import RapidApiOnly
from domain.errors import InvalidField
from domain.grant import EVERYTHING
from domain.identity import CLAIM_LIFETIME, Claim, Identity, code_fingerprint, identity_of, new_code
from domain.ids import IdentityId, OwnerId, Randomness, new_id
from domain.keyring import Keyring, TakenIn
from domain.owner import implicit_owner, may_be_rapidapi_user
from domain.owner_errors import (
    IdentityAttached,
    IdentityHasData,
    IdentityLocked,
    IdentityNative,
    IdentitySuspended,
    OwnerLocked,
)
from domain.owner_ports import Claims, Owners
from domain.ports import Calendars
from domain.records import dataclass
from domain.use_cases.attempts import require_version
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
    """A RapidAPI user who from then on acts for an owner, and may do everything but manage all owners."""

    keyrings: Keyrings
    own_data: OwnData

    def __call__(self, author: Author, user: str) -> Identity:
        """Raise InvalidField, GrantExceeded, IdentityNative, IdentityAttached, IdentityLocked, TooMany, or what says
        that the user has data of its own."""
        self.require_power(author)
        return self.let_in(author, user)

    def require_power(self, author: Author) -> None:
        """Raise GrantExceeded, or what says that a credential works no longer, unless it may attach anybody.

        An attached user may do everything, so only a credential that may do so can attach one. That is asked before
        anything is touched, and once more in the change itself.
        """
        self.keyrings.current(author, self.keyrings.clock()).require(EVERYTHING)

    def let_in(self, author: Author, user: str, claim: Claim | None = None) -> Identity:
        """The same, for somebody whose power was looked at; the claim, if it is one, is used up."""
        if not may_be_rapidapi_user(user):
            raise InvalidField("user", "user: RapidAPI names nobody so.")
        owners, own, now = self.own_data.owners, implicit_owner(user), self.keyrings.clock()
        if own == author.owner_id:
            raise IdentityNative
        if owners.of_rapidapi(user) not in {None, own}:
            raise IdentityAttached
        until = now + _LEASE
        self._lock(own, now, until)
        try:
            return self._attach(author, user, TakenIn(self.own_data.require_none(user, now), claim, until))
        except BaseException:
            owners.unlock(own, until)
            raise

    def _lock(self, own: OwnerId, now: datetime, until: datetime) -> None:
        try:
            self.own_data.owners.lock(own, now, until)
        except OwnerLocked:
            raise IdentityLocked from None

    def _attach(self, author: Author, user: str, taking_in: TakenIn) -> Identity:
        def step(keyring: Keyring, current: Author, now: datetime) -> Step[Identity]:
            current.require(EVERYTHING)
            identity = identity_of(user, now)
            return Step(keyring.with_identity(identity, now), identity, (identity.id,))

        return self.keyrings.change(author, step, taking_in)


@dataclass(frozen=True, slots=True)
class RedeemClaim:
    """Attach the RapidAPI user who made a claim."""

    attach: AttachIdentity
    claims: Claims

    def __call__(self, author: Author, code: str) -> Identity:
        """Raise InvalidField for a code that is wrong, used or expired, TooManyAttempts, and what attaching raises."""
        self.attach.require_power(author)
        now = self.attach.keyrings.clock()
        self.claims.count_attempt(author.owner_id, now)
        claim = self.claims.find(code_fingerprint(code))
        if claim is None or claim.expires_at <= now:
            raise InvalidField(
                "code", "code is not valid, or was used, or is older than ten minutes. Ask the user for another."
            )
        return self.attach.let_in(author, claim.user, claim)


@dataclass(frozen=True, slots=True)
class DetachIdentity:
    """A RapidAPI user who from then on is their own owner again. What they made stays with the owner they leave."""

    keyrings: Keyrings

    def __call__(
        self,
        author: Author,
        identity_id: IdentityId,
        expected: Collection[int] | None = None,
        *,
        force: bool = False,
    ) -> None:
        """Raise IdentityNative for the user whose owner this is; LastKey, unless forced, if it is the last manager."""

        def step(keyring: Keyring, current: Author, now: datetime) -> Step[None]:
            identity = keyring.identity(identity_id)
            current.require_over(EVERYTHING)
            if identity.is_native_to(keyring.owner.id):
                raise IdentityNative
            require_version(identity.version, expected)
            after = keyring.without_identity(identity, now)
            return Step(keyring.require_manageable_after(after, now, force=force), None, (identity_id,))

        self.keyrings.change(author, step)
