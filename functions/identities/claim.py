"""POST /v1/identity-claims"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller
from adapters.http.schemas.identity_views import ClaimView, claim_resource
from adapters.http.schemas.resource import Resource
from domain.use_cases.identities import ClaimIdentity
from functions.wiring import idempotency, identities


@endpoint("identities.claim", once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    claim_identity: Annotated[ClaimIdentity, Uses(identities.claim_identity)],
) -> Resource[ClaimView]:
    """Get a one-time code, as a RapidAPI user, by which another account can attach you."""
    return claim_resource(claim_identity(caller))
