"""DELETE /v1/admin/owners/{owner_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.resource import Deletion, Resource, deletion
from domain.ids import OwnerId
from domain.use_cases.owners import DeleteOwner
from functions.wiring import owners


@endpoint("owners.delete")
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    delete_owner: Annotated[DeleteOwner, Uses(owners.delete_owner)],
    if_match: IfMatch = None,
) -> Resource[Deletion]:
    """Delete an owner. No credential of it works any more; all its data is removed in the background, for good."""
    return deletion("owner", delete_owner(admin.on(OwnerId(owner_id)), versions(if_match)))
