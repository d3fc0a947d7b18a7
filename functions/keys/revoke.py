"""DELETE /v1/keys/{key_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAuthor
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Force, KeyPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import KeyId
from domain.use_cases.keys import RevokeKey
from functions.wiring import keys


@endpoint("keys.revoke")
def handler(
    author: CurrentAuthor,
    key_id: KeyPath,
    revoke_key: Annotated[RevokeKey, Uses(keys.revoke_key)],
    force: Force = False,
    if_match: IfMatch = None,
) -> None:
    """Revoke a key, so that it never works again. The last one that can manage keys only goes by `force`."""
    revoke_key(author, KeyId(key_id), versions(if_match), force=force)
