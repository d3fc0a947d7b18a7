"""GET /v1/keys"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, Cursor, PageSize
from adapters.http.schemas.key_views import KeyView, key_view
from adapters.http.schemas.resource import Page
from domain.use_cases.keyrings import Keyrings
from functions import wiring
from functions.wiring.keyrings import all_keyrings


@endpoint("keys.list")
def handler(
    caller: CurrentCaller,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[KeyView]:
    """List your keys, oldest first. Those that expired or were revoked are listed for 30 days."""
    views = [key_view(key, wiring.now()) for key in keyrings.own(caller).keys]
    return paging.page_from(["keys", str(caller.owner_id)], views, page_size, cursor)
