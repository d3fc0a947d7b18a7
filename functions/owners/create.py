"""POST /v1/admin/owners"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.schemas.owner_drafts import OwnerDraft
from adapters.http.schemas.owner_views import OwnerView, owner_resource
from adapters.http.schemas.resource import Versioned
from domain.use_cases.owners import CreateOwner
from functions.wiring import idempotency, owners


@endpoint("owners.create", once=idempotency.act_once)
def handler(
    admin: CurrentAdmin,
    draft: OwnerDraft,
    create_owner: Annotated[CreateOwner, Uses(owners.create_owner)],
) -> Versioned[OwnerView]:
    """Create an owner, without any key yet."""
    return owner_resource(create_owner(admin, draft.to_domain()))
