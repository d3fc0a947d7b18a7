"""GET /v1/admin/owners/{owner_id}/identities/{identity_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import IdentityPath, OwnerPath
from adapters.http.schemas.identity_views import IdentityView, identity_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import IdentityId, OwnerId
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("owner_identities.get")
def handler(
    owner_id: OwnerPath,
    identity_id: IdentityPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
) -> Versioned[IdentityView]:
    """Read one RapidAPI user who acts for an owner."""
    owner = OwnerId(owner_id)
    return identity_resource(keyrings.of(owner).identity(IdentityId(identity_id)), owner)
