"""POST /v1/identities"""

from typing import Annotated

from adapters.http.authors import CurrentAuthor
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.schemas.identity_drafts import Redemption
from adapters.http.schemas.identity_views import IdentityView, identity_resource
from adapters.http.schemas.resource import Versioned
from domain.use_cases.identities import RedeemClaim
from functions.wiring import idempotency, identities


@endpoint("identities.attach", once=idempotency.act_once)
def handler(
    author: CurrentAuthor,
    redemption: Redemption,
    redeem_claim: Annotated[RedeemClaim, Uses(identities.redeem_claim)],
) -> Versioned[IdentityView]:
    """Attach a RapidAPI user by the code it gave you. From then on it acts for you and may do everything."""
    return identity_resource(redeem_claim(author, redemption.code), author.owner_id)
