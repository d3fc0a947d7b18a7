"""Who calls: what the authorizer found out, and whether that is enough for an endpoint.

The authorizer imports this: nothing here may need Powertools, which would double its cold start.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from adapters.http.endpoints import Endpoint
from domain.credential import Caller
from domain.errors import ScopeMissing, Unauthenticated
from domain.ids import OwnerId


def authorizer_context(caller: Caller) -> dict[str, str]:
    """A caller as the authorizer passes it on; API Gateway carries flat strings only."""
    return {
        "owner_id": str(caller.owner_id),
        "credential_id": caller.credential_id,
        "scopes": " ".join(sorted(caller.scopes)),
    }


def caller_of(event: Mapping[str, Any]) -> Caller:
    """The caller of a proxy event; Unauthenticated if no authorizer let it through."""
    context = (event.get("requestContext") or {}).get("authorizer") or {}
    try:
        return Caller(
            OwnerId(UUID(context["owner_id"])), context["credential_id"], frozenset(context["scopes"].split())
        )
    except (KeyError, ValueError):
        raise Unauthenticated("A credential is needed.") from None


def require_access(endpoint: Endpoint, event: Mapping[str, Any]) -> None:
    """Raise Unauthenticated or ScopeMissing unless the caller may use the endpoint."""
    if endpoint.access.scope is not None and not caller_of(event).may(endpoint.access.scope):
        raise ScopeMissing(endpoint.access.scope)
