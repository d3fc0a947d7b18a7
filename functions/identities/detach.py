"""DELETE /v1/identities/{identity_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentAuthor, CurrentCaller, Force, IdentityPath
from domain.ids import IdentityId
from domain.use_cases.identities import DetachIdentity
from functions.wiring import identities


@endpoint("identities.detach")
def handler(
    caller: CurrentCaller,
    author: CurrentAuthor,
    identity_id: IdentityPath,
    detach_identity: Annotated[DetachIdentity, Uses(identities.detach_identity)],
    force: Force = False,
) -> None:
    """Detach a RapidAPI user, who then is an account of its own again. What it made here stays yours."""
    detach_identity(author, caller.owner_id, IdentityId(identity_id), force=force)
