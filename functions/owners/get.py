"""GET /v1/admin/owners/{owner_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.schemas.owners import OwnerView
from domain.ids import OwnerId
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("owners.get")
def handler(
    owner_id: OwnerPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
) -> OwnerView:
    """Read an owner."""
    return OwnerView.of(keyrings.of(OwnerId(owner_id)).owner)
