"""POST /v1/admin/owners/{owner_id}/identities"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.schemas.identity_drafts import IdentityDraft
from adapters.http.schemas.identity_views import IdentityView, identity_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import OwnerId
from domain.use_cases.identities import AttachIdentity
from functions.wiring import idempotency, identities


@endpoint("owner_identities.attach", once=idempotency.act_once)
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    draft: IdentityDraft,
    attach_identity: Annotated[AttachIdentity, Uses(identities.attach_identity)],
) -> Versioned[IdentityView]:
    """Attach a RapidAPI user to an owner, without a code. A user with data of its own is refused."""
    return identity_resource(attach_identity(admin.on(OwnerId(owner_id)), draft.user), OwnerId(owner_id))
