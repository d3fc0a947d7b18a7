"""POST /v1/keys"""

from typing import Annotated

from adapters.http.authors import CurrentAuthor
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.schemas.key_drafts import KeyDraft
from adapters.http.schemas.key_views import NewKeyView, new_key_resource
from adapters.http.schemas.resource import Versioned
from domain.use_cases.keys import CreateKey
from functions.wiring import idempotency, keys


@endpoint("keys.create", once=idempotency.act_once)
def handler(
    author: CurrentAuthor,
    draft: KeyDraft,
    create_key: Annotated[CreateKey, Uses(keys.create_key)],
) -> Versioned[NewKeyView]:
    """Create a key. Its secret is shown this once. It can do no more than the credential that makes it."""
    return new_key_resource(create_key(author, draft.to_domain()))
