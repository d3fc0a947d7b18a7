"""DELETE /v1/admin/owners/{owner_id}/identities/{identity_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Force, IdentityPath, OwnerPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import IdentityId, OwnerId
from domain.use_cases.identities import DetachIdentity
from functions.wiring import identities


@endpoint("owner_identities.detach")
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    identity_id: IdentityPath,
    detach_identity: Annotated[DetachIdentity, Uses(identities.detach_identity)],
    force: Force = False,
    if_match: IfMatch = None,
) -> None:
    """Detach a RapidAPI user from an owner. What it made there stays the owner's."""
    detach_identity(admin.on(OwnerId(owner_id)), IdentityId(identity_id), versions(if_match), force=force)
