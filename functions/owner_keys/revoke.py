"""DELETE /v1/admin/owners/{owner_id}/keys/{key_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Force, KeyPath, OwnerPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import KeyId, OwnerId
from domain.use_cases.keys import RevokeKey
from functions.wiring import keys


@endpoint("owner_keys.revoke")
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    key_id: KeyPath,
    revoke_key: Annotated[RevokeKey, Uses(keys.revoke_key)],
    force: Force = False,
    if_match: IfMatch = None,
) -> None:
    """Revoke an owner's key, so that it never works again. The last one that can manage keys only goes by `force`."""
    revoke_key(admin.on(OwnerId(owner_id)), KeyId(key_id), versions(if_match), force=force)
