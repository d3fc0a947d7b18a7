"""POST /v1/keys"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAuthor
from adapters.http.schemas.keys import KeyDraft, NewKeyView
from domain.use_cases.keys import CreateKey
from functions.wiring import idempotency, keys


@endpoint("keys.create", once=idempotency.act_once)
def handler(
    author: CurrentAuthor,
    draft: KeyDraft,
    create_key: Annotated[CreateKey, Uses(keys.create_key)],
) -> NewKeyView:
    """Create a key. Its secret is shown this once. It can do no more than the credential that makes it."""
    return NewKeyView.of_new(create_key(author, draft.to_domain()))
