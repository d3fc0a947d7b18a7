"""POST /v1/identities"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAuthor, CurrentCaller
from adapters.http.schemas.identities import IdentityView, Redemption
from domain.use_cases.identities import RedeemClaim
from functions.wiring import identities


@endpoint("identities.attach")
def handler(
    caller: CurrentCaller,
    author: CurrentAuthor,
    redemption: Redemption,
    redeem_claim: Annotated[RedeemClaim, Uses(identities.redeem_claim)],
) -> IdentityView:
    """Attach a RapidAPI user by the code it gave you. From then on it acts for you and may do everything."""
    return IdentityView.of(redeem_claim(author, caller.owner_id, redemption.code), caller.owner_id)
