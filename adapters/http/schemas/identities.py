"""RapidAPI users as JSON."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from adapters.http import limits
from adapters.http.schemas.resource import Draft, Resource, Timestamp, utc_text, utc_text_or_none
from domain.identity import Identity
from domain.ids import OwnerId
from domain.owner import LONGEST_USER
from domain.use_cases.identities import NewClaim


class Redemption(Draft):
    """The code that a RapidAPI user gave to whom it wants to be attached to."""

    code: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=limits.CODE_CHARACTERS)] = Field(
        description="As the user got it; case, hyphens and spaces do not matter.", examples=["7K3Q-M0XW-9TRC-45ZB"]
    )


class IdentityDraft(Draft):
    """A RapidAPI user to attach."""

    user: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=LONGEST_USER)] = Field(
        description="As RapidAPI names it in X-RapidAPI-User.", examples=["ada"]
    )


class ClaimView(Resource):
    """A claim, with its code. Nobody can read that again."""

    versioned = False

    type: Literal["identity_claim"] = "identity_claim"
    code: str = Field(description="To be given to the owner who is to attach you; good once, for ten minutes.")
    expires_at: Timestamp

    @classmethod
    def of(cls, new: NewClaim) -> "ClaimView":
        return cls(id=str(new.claim.id), code=new.code, expires_at=utc_text(new.claim.expires_at))


class IdentityView(Resource):
    """A RapidAPI user who acts for an owner."""

    type: Literal["identity"] = "identity"
    user: str
    native: bool = Field(description="Whether the owner is the one that this user is anyway.")
    last_used_at: Timestamp | None = Field(description="Recorded at most once an hour.")
    created_at: Timestamp | None = Field(description="Null for a RapidAPI user of whom nothing is kept.")

    @classmethod
    def of(cls, identity: Identity, owner_id: OwnerId, *, kept: bool = True) -> "IdentityView":
        view = cls(
            id=str(identity.id),
            user=identity.user,
            native=identity.is_native_to(owner_id),
            last_used_at=utc_text_or_none(identity.last_used_at),
            created_at=utc_text(identity.created_at) if kept else None,
        )
        return view.at(identity.version if kept else 0, identity.last_used_at)
