"""DELETE /v1/identities/{identity_id}"""

from typing import Annotated

from adapters.http.authors import CurrentAuthor
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Force, IdentityPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import IdentityId
from domain.use_cases.identities import DetachIdentity
from functions.wiring import identities


@endpoint("identities.detach")
def handler(
    author: CurrentAuthor,
    identity_id: IdentityPath,
    detach_identity: Annotated[DetachIdentity, Uses(identities.detach_identity)],
    force: Force = False,
    if_match: IfMatch = None,
) -> None:
    """Detach a RapidAPI user, who then is an account of its own again. What it made here stays yours."""
    detach_identity(author, IdentityId(identity_id), versions(if_match), force=force)
