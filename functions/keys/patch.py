"""PATCH /v1/keys/{key_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAuthor
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Force, KeyPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.key_drafts import KeyPatch
from adapters.http.schemas.key_views import KeyView, key_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import KeyId
from domain.use_cases.keys import ChangeKey
from functions.wiring import keys, now


@endpoint("keys.patch")
def handler(
    author: CurrentAuthor,
    key_id: KeyPath,
    patch: KeyPatch,
    change_key: Annotated[ChangeKey, Uses(keys.change_key)],
    force: Force = False,
    if_match: IfMatch = None,
) -> Versioned[KeyView]:
    """Change a key's label, scopes, limits or expiry (JSON Merge Patch, RFC 7396). The key itself stays."""
    changed = change_key(author, KeyId(key_id), patch.onto, versions(if_match), force=force)
    return key_resource(changed, now())
