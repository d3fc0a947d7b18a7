"""POST /v1/admin/owners/{owner_id}/resume"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAdmin, OwnerPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.owners import OwnerView
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
) -> OwnerView:
    """Resume a suspended owner: its credentials work again."""
    return OwnerView.of(set_status(admin.on(OwnerId(owner_id)), OwnerStatus.ACTIVE, versions(if_match)))
