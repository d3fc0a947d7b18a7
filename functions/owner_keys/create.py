"""POST /v1/admin/owners/{owner_id}/keys"""

from typing import Annotated

from adapters.http.authors import CurrentAdmin
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import OwnerPath
from adapters.http.schemas.key_drafts import KeyDraft
from adapters.http.schemas.key_views import NewKeyView, new_key_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import OwnerId
from domain.use_cases.keys import CreateKey
from functions.wiring import idempotency, keys


@endpoint("owner_keys.create", once=idempotency.act_once)
def handler(
    admin: CurrentAdmin,
    owner_id: OwnerPath,
    draft: KeyDraft,
    create_key: Annotated[CreateKey, Uses(keys.create_key)],
) -> Versioned[NewKeyView]:
    """Create a key for an owner, by default for all but `admin`. Its secret is shown this once."""
    return new_key_resource(create_key(admin.on(OwnerId(owner_id)), draft.to_domain()))
