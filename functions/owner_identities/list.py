"""GET /v1/admin/owners/{owner_id}/identities"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Cursor, OwnerPath, PageSize
from adapters.http.schemas.identity_views import IdentityView, identity_view
from adapters.http.schemas.resource import Page
from domain.ids import OwnerId
from domain.use_cases.keyrings import Keyrings
from functions.wiring.keyrings import all_keyrings


@endpoint("owner_identities.list")
def handler(
    owner_id: OwnerPath,
    keyrings: Annotated[Keyrings, Uses(all_keyrings)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[IdentityView]:
    """List the RapidAPI users who act for an owner."""
    owner = OwnerId(owner_id)
    views = [identity_view(one, owner) for one in keyrings.of(owner).identities]
    return paging.page_from(["identities", str(owner_id)], views, page_size, cursor)
