"""GET /v1/admin/owners/{owner_id}/usage"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAdmin, OwnerPath
from adapters.http.schemas.owners import UsageView
from domain.ids import OwnerId
from domain.use_cases.owners import MeasureUsage
from functions.wiring import owners


@endpoint("owners.usage")
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    measure_usage: Annotated[MeasureUsage, Uses(owners.measure_usage)],
) -> UsageView:
    """See how much an owner has. All its events are counted, so this costs more the more there are."""
    return UsageView.of(OwnerId(owner_id), measure_usage(admin, OwnerId(owner_id)))
