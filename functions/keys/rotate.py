"""POST /v1/keys/{key_id}/rotate"""

from datetime import timedelta
from typing import Annotated

from adapters.http.authors import CurrentAuthor
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import KeyPath
from adapters.http.schemas.key_drafts import RotationDraft
from adapters.http.schemas.key_views import NewKeyView, new_key_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import KeyId
from domain.use_cases.keys import RotateKey
from functions.wiring import idempotency, keys


@endpoint("keys.rotate", once=idempotency.act_once)
def handler(
    author: CurrentAuthor,
    key_id: KeyPath,
    draft: RotationDraft,
    rotate_key: Annotated[RotateKey, Uses(keys.rotate_key)],
) -> Versioned[NewKeyView]:
    """Put a new key in the place of an old one. The new one works at once, the old one until the overlap ends."""
    overlap = timedelta(seconds=draft.overlap_seconds)
    return new_key_resource(rotate_key(author, KeyId(key_id), overlap))
