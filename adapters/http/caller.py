"""Who calls: what the authorizer found out, and whether that is enough for an endpoint.

The authorizer imports this: nothing here may need pydantic, which would triple its cold start.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.http.endpoints import Endpoint
from domain.caller import Caller
from domain.credential_errors import CredentialExpired, CredentialMissing, DetailLimited, OwnerSuspended, ScopeMissing
from domain.errors import InvalidField
from domain.grant import Detail, Grant
from domain.ids import CalendarId, OwnerId

_ALL = "*"


def authorizer_context(caller: Caller) -> dict[str, str]:
    """A caller as the authorizer passes it on; API Gateway carries flat strings only."""
    grant = caller.grant
    context = {
        "owner_id": str(caller.owner_id),
        "owner_status": "suspended" if caller.suspended else "active",
        "credential_id": caller.credential_id,
        "scopes": " ".join(sorted(grant.scopes)),
        "calendars": _ALL if grant.calendars is None else " ".join(sorted(map(str, grant.calendars))),
        "detail": grant.detail.value,
    }
    optional = {
        "expires_at": grant.expires_at.isoformat() if grant.expires_at else None,
        "plan": caller.plan,
        "rapidapi_user": caller.rapidapi_user,
    }
    return context | {name: value for name, value in optional.items() if value is not None}


def caller_of(event: Mapping[str, Any]) -> Caller:
    """The caller of a proxy event; CredentialMissing if no authorizer let it through."""
    context = (event.get("requestContext") or {}).get("authorizer") or {}
    try:
        return Caller(
            owner_id=OwnerId(UUID(context["owner_id"])),
            credential_id=context["credential_id"],
            grant=_grant(context),
            suspended=context["owner_status"] != "active",
            plan=context.get("plan"),
            rapidapi_user=context.get("rapidapi_user"),
        )
    except (KeyError, ValueError, InvalidField):
        raise CredentialMissing from None


def require_access(endpoint: Endpoint, event: Mapping[str, Any], now: datetime) -> None:
    """Raise CredentialMissing, CredentialExpired, OwnerSuspended, ScopeMissing or DetailLimited, in this order, unless
    the caller may use the endpoint.

    The gateway may have asked the authorizer some time ago, but what expires does so to the second.
    """
    access = endpoint.access
    if access.public:
        return
    caller = caller_of(event)
    if caller.grant.has_expired(now):
        raise CredentialExpired
    if caller.suspended:
        raise OwnerSuspended
    if access.scope is not None and not caller.grant.may(access.scope):
        raise ScopeMissing(access.scope)
    if access.shows_events and caller.grant.detail is not Detail.FULL:
        raise DetailLimited


def _grant(context: Mapping[str, str]) -> Grant:
    calendars = context["calendars"]
    return Grant(
        scopes=frozenset(context["scopes"].split()),
        calendars=None if calendars == _ALL else frozenset(CalendarId(UUID(one)) for one in calendars.split()),
        detail=Detail(context["detail"]),
        expires_at=datetime.fromisoformat(context["expires_at"]) if "expires_at" in context else None,
    )
