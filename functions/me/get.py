"""GET /v1/me"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller
from adapters.http.schemas.me_views import MeView, me_resource
from adapters.http.schemas.resource import Resource
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("me.get")
def handler(caller: CurrentCaller, keyrings: Annotated[Keyrings, Uses(all_keyrings)]) -> Resource[MeView]:
    """See who you are, through which credential, what it may do, and which limits apply."""
    return me_resource(caller, keyrings.own(caller))
