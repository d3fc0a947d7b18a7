"""GET /v1/identities/{identity_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, IdentityPath
from adapters.http.schemas.identity_views import IdentityView, identity_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import IdentityId
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("identities.get")
def handler(
    caller: CurrentCaller,
    identity_id: IdentityPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
) -> Versioned[IdentityView]:
    """Read one RapidAPI user who acts for you."""
    own = keyrings.own(caller)
    return identity_resource(own.identity(IdentityId(identity_id)), caller.owner_id, kept=own.owner.is_kept)
