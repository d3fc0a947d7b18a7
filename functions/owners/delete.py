"""DELETE /v1/admin/owners/{owner_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAdmin, OwnerPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.resource import Deletion
from domain.ids import OwnerId
from domain.use_cases.owners import DeleteOwner
from functions.wiring import owners


@endpoint("owners.delete")
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    delete_owner: Annotated[DeleteOwner, Uses(owners.delete_owner)],
    if_match: IfMatch = None,
) -> Deletion:
    """Delete an owner. No credential of it works any more; all its data is removed in the background, for good."""
    return Deletion.of("owner", delete_owner(admin.on(OwnerId(owner_id)), versions(if_match)))
