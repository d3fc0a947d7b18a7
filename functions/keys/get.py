"""GET /v1/keys/{key_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, KeyPath
from adapters.http.schemas.key_views import KeyView, key_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import KeyId
from domain.use_cases.keyrings import Keyrings
from functions import wiring
from functions.wiring.keyrings import all_keyrings


@endpoint("keys.get")
def handler(
    caller: CurrentCaller,
    key_id: KeyPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
) -> Versioned[KeyView]:
    """Read a key, without its secret."""
    return key_resource(keyrings.own(caller).key(KeyId(key_id)), wiring.now())
