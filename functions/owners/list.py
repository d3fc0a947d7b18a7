"""GET /v1/admin/owners"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Query, Uses
from adapters.http.parameters import Cursor, PageSize
from adapters.http.schemas.owner_views import OwnerView, owner_view
from adapters.http.schemas.resource import Page
from domain.ids import OwnerId
from domain.owner import LONGEST_KNOWN_NAME, LONGEST_USER
from domain.use_cases.owners import FindOwner, ListOwners
from functions.wiring import owners


@endpoint("owners.list")
def handler(
    list_owners: Annotated[ListOwners, Uses(owners.list_owners)],
    find_owner: Annotated[FindOwner, Uses(owners.find_owner)],
    name: Annotated[
        str | None, Query(description="Only the owner of this name.", max_length=LONGEST_KNOWN_NAME)
    ] = None,
    rapidapi_user: Annotated[
        str | None, Query(description="Only the owner for whom this RapidAPI user acts.", max_length=LONGEST_USER)
    ] = None,
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[OwnerView]:
    """List all owners, or find one. RapidAPI users are among them once they have a key, or were created here."""
    query = ["owners", name, rapidapi_user]
    after = paging.resumed(query, cursor)
    if name is not None or rapidapi_user is not None:
        owner = find_owner(name, rapidapi_user)
        return paging.page_of(query, [owner_view(owner)] if owner else [], page_size, more=False)
    found, more = list_owners(OwnerId(after) if after else None, page_size)
    return paging.page_of(query, [owner_view(owner) for owner in found], page_size, more=more)
