"""RapidAPI users as clients read them."""

from typing import Annotated, Literal

from adapters.http.schemas.described import Described, Timestamp, TypedDict
from adapters.http.schemas.resource import Resource, Versioned, utc_text, utc_text_or_none
from domain.identity import Identity
from domain.ids import OwnerId
from domain.use_cases.identities import NewClaim


class ClaimView(TypedDict):
    """A claim, with its code. Nobody can read that again."""

    id: str
    type: Literal["identity_claim"]
    code: Annotated[str, Described("To be given to the owner who is to attach you; good once, for ten minutes.")]
    expires_at: Timestamp


class IdentityView(TypedDict):
    """A RapidAPI user who acts for an owner."""

    id: str
    type: Literal["identity"]
    user: str
    native: Annotated[bool, Described("Whether the owner is the one that this user is anyway.")]
    last_used_at: Annotated[Timestamp | None, Described("Recorded at most once an hour.")]
    created_at: Annotated[Timestamp | None, Described("Null for a RapidAPI user of whom nothing is kept.")]


def claim_resource(new: NewClaim) -> Resource[ClaimView]:
    return Resource(
        {
            "id": str(new.claim.id),
            "type": "identity_claim",
            "code": new.code,
            "expires_at": utc_text(new.claim.expires_at),
        }
    )


def identity_view(identity: Identity, owner_id: OwnerId, *, kept: bool = True) -> IdentityView:
    return {
        "id": str(identity.id),
        "type": "identity",
        "user": identity.user,
        "native": identity.is_native_to(owner_id),
        "last_used_at": utc_text_or_none(identity.last_used_at),
        "created_at": utc_text(identity.created_at) if kept else None,
    }


def identity_resource(identity: Identity, owner_id: OwnerId, *, kept: bool = True) -> Versioned[IdentityView]:
    view = identity_view(identity, owner_id, kept=kept)
    return Versioned.at(identity.version if kept else 0, view, identity.last_used_at)
