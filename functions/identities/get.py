"""GET /v1/identities/{identity_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAuthor, CurrentCaller, IdentityPath
from adapters.http.schemas.identities import IdentityView
from domain.ids import IdentityId
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("identities.get")
def handler(
    caller: CurrentCaller,
    author: CurrentAuthor,
    identity_id: IdentityPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
) -> IdentityView:
    """Read one RapidAPI user who acts for you."""
    owner_id = caller.owner_id
    return IdentityView.of(keyrings.read(author, owner_id).identity(IdentityId(identity_id)), owner_id)
