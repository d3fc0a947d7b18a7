"""PATCH /v1/admin/owners/{owner_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.owner_drafts import OwnerPatch
from adapters.http.schemas.owner_views import OwnerView, owner_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import OwnerId
from domain.use_cases.owners import ChangeOwner
from functions.wiring import owners


@endpoint("owners.patch")
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    patch: OwnerPatch,
    change_owner: Annotated[ChangeOwner, Uses(owners.change_owner)],
    if_match: IfMatch = None,
) -> Versioned[OwnerView]:
    """Rename an owner, or put it on another plan (JSON Merge Patch, RFC 7396)."""
    return owner_resource(change_owner(admin.on(OwnerId(owner_id)), patch.onto, versions(if_match)))
