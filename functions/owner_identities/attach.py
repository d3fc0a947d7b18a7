"""POST /v1/admin/owners/{owner_id}/identities"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAdmin, OwnerPath
from adapters.http.schemas.identities import IdentityDraft, IdentityView
from domain.ids import OwnerId
from domain.use_cases.identities import AttachIdentity
from functions.wiring import idempotency, identities


@endpoint("owner_identities.attach", once=idempotency.act_once)
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    draft: IdentityDraft,
    attach_identity: Annotated[AttachIdentity, Uses(identities.attach_identity)],
) -> IdentityView:
    """Attach a RapidAPI user to an owner, without a code. A user with data of its own is refused."""
    return IdentityView.of(attach_identity(admin.on(OwnerId(owner_id)), draft.user), OwnerId(owner_id))
