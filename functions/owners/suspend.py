"""POST /v1/admin/owners/{owner_id}/suspend"""

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


@endpoint("owners.suspend", once=idempotency.act_once)
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    set_status: Annotated[SetOwnerStatus, Uses(owners.set_owner_status)],
    if_match: IfMatch = None,
) -> Versioned[OwnerView]:
    """Suspend an owner: every credential of it is answered 403 until it is resumed. No data is touched."""
    return owner_resource(set_status(admin.on(OwnerId(owner_id)), OwnerStatus.SUSPENDED, versions(if_match)))
