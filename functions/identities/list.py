"""GET /v1/identities"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, Cursor, PageSize
from adapters.http.schemas.identity_views import IdentityView, identity_view
from adapters.http.schemas.resource import Page
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("identities.list")
def handler(
    caller: CurrentCaller,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[IdentityView]:
    """List the RapidAPI users who act for you."""
    own = keyrings.own(caller)
    views = [identity_view(one, caller.owner_id, kept=own.owner.is_kept) for one in own.identities]
    return paging.page_from(["identities", str(caller.owner_id)], views, page_size, cursor)
