"""POST /v1/admin/owners/{owner_id}/resume"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.owner_views import OwnerView, owner_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import OwnerId
from domain.owner import OwnerStatus
from domain.use_cases.owners import SetOwnerStatus
from functions.wiring import idempotency, owners


@endpoint("owners.resume", once=idempotency.act_once)
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    set_status: Annotated[SetOwnerStatus, Uses(owners.set_owner_status)],
    if_match: IfMatch = None,
) -> Versioned[OwnerView]:
    """Resume a suspended owner: its credentials work again."""
    return owner_resource(set_status(admin.on(OwnerId(owner_id)), OwnerStatus.ACTIVE, versions(if_match)))
