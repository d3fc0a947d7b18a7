"""GET /v1/admin/owners"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Cursor, PageSize
from adapters.http.schemas.owners import OwnerView
from adapters.http.schemas.resource import Page
from domain.ids import OwnerId
from domain.use_cases.owners import ListOwners
from functions.wiring import owners


@endpoint("owners.list")
def handler(
    list_owners: Annotated[ListOwners, Uses(owners.list_owners)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[OwnerView]:
    """List all owners. RapidAPI users are among them once they have a key, or were created here."""
    after = paging.resumed(["owners"], cursor)
    found, more = list_owners(OwnerId(after) if after else None, page_size)
    return paging.page_of(["owners"], [OwnerView.of(owner) for owner in found], page_size, more=more)
