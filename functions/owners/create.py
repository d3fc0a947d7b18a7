"""POST /v1/admin/owners"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAdmin
from adapters.http.schemas.owners import OwnerDraft, OwnerView
from domain.use_cases.owners import CreateOwner
from functions.wiring import idempotency, owners


@endpoint("owners.create", once=idempotency.act_once)
def handler(
    admin: CurrentAdmin,
    draft: OwnerDraft,
    create_owner: Annotated[CreateOwner, Uses(owners.create_owner)],
) -> OwnerView:
    """Create an owner, without any key yet."""
    return OwnerView.of(create_owner(admin, draft.to_domain()))
