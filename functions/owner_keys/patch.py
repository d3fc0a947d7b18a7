"""PATCH /v1/admin/owners/{owner_id}/keys/{key_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Force, KeyPath, OwnerPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.key_drafts import KeyPatch
from adapters.http.schemas.key_views import KeyView, key_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import KeyId, OwnerId
from domain.use_cases.keys import ChangeKey
from functions.wiring import keys, now


@endpoint("owner_keys.patch")
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    key_id: KeyPath,
    patch: KeyPatch,
    change_key: Annotated[ChangeKey, Uses(keys.change_key)],
    force: Force = False,
    if_match: IfMatch = None,
) -> Versioned[KeyView]:
    """Change the label, scopes, limits or expiry of an owner's key, which itself stays (JSON Merge Patch, RFC 7396)."""
    author = admin.on(OwnerId(owner_id))
    changed = change_key(author, KeyId(key_id), patch.onto, versions(if_match), force=force)
    return key_resource(changed, now())
