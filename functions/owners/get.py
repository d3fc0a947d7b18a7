"""GET /v1/admin/owners/{owner_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.schemas.owner_views import OwnerView, owner_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import OwnerId
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("owners.get")
def handler(
    owner_id: OwnerPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
) -> Versioned[OwnerView]:
    """Read an owner."""
    return owner_resource(keyrings.of(OwnerId(owner_id)).owner)
