"""GET /v1/admin/owners/{owner_id}/usage"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.schemas.owner_views import UsageView, usage_view
from adapters.http.schemas.resource import Resource
from domain.ids import OwnerId
from domain.use_cases.usage import MeasureUsage
from functions.wiring import usage


@endpoint("owners.usage")
def handler(
    owner_id: OwnerPath,
    measure_usage: Annotated[MeasureUsage, Uses(usage.measure_usage)],
) -> Resource[UsageView]:
    """See how much an owner has. All its events are counted, so this costs more the more there are."""
    return Resource(usage_view(OwnerId(owner_id), measure_usage(OwnerId(owner_id))))
