"""GET /v1/admin/owners/{owner_id}/keys/{key_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import KeyPath, OwnerPath
from adapters.http.schemas.key_views import KeyView, key_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import KeyId, OwnerId
from domain.use_cases.keyrings import Keyrings
from functions import wiring
from functions.wiring.keyrings import all_keyrings


@endpoint("owner_keys.get")
def handler(
    owner_id: OwnerPath,
    key_id: KeyPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
) -> Versioned[KeyView]:
    """Read an owner's key, without its secret."""
    return key_resource(keyrings.of(OwnerId(owner_id)).key(KeyId(key_id)), wiring.now())
