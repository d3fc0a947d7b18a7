"""The REQUEST authorizer of both front doors: from a credential to its owner.

The door says which credential counts: the direct one looks at the API key only, the RapidAPI one at the proxy's secret
and user only. The policy is for every route, because the answer may be cached per credential; whether the credential is
good for one route is checked by the function behind it (`adapters.http.caller`), a suspended owner being good for none.
"""

from collections.abc import Mapping
from typing import Any

from adapters.http.caller import authorizer_context
from adapters.http.doors import RAPIDAPI, SUBSCRIPTION, door_of, header, identity
from adapters.usage_keys import usage_key
from domain.caller import Caller
from domain.credential_errors import CredentialMissing
from domain.errors import Unauthenticated
from functions.wiring import credentials, now, settings


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Let the caller in, or say why not; where there is no credential at all, raise `Unauthorized`."""
    try:
        caller = _caller(event)
    except CredentialMissing:
        raise Exception("Unauthorized") from None  # noqa: TRY002 the very words that API Gateway turns into a 401
    except Unauthenticated as error:
        return _policy(event, "Deny", "nobody", {"code": error.code, "title": error.title})
    allowed = _policy(event, "Allow", str(caller.owner_id), authorizer_context(caller))
    return allowed | _usage(caller) if door_of(event).counts_calls else allowed


def _caller(event: Mapping[str, Any]) -> Caller:
    door = door_of(event)
    if door == RAPIDAPI:
        secret, user = identity(event, door)
        return credentials.authenticate_rapidapi()(secret, user, header(event, SUBSCRIPTION))
    (key,) = identity(event, door)
    return credentials.authenticate_key()(key)


def _usage(caller: Caller) -> dict[str, str]:
    """What the gateway counts the call for, if there is one that does."""
    prefix = settings().usage_key_prefix
    return {"usageIdentifierKey": usage_key(prefix, caller, now())} if prefix else {}


def _policy(event: Mapping[str, Any], effect: str, principal: str, context: dict[str, str]) -> dict[str, Any]:
    statement = {"Action": "execute-api:Invoke", "Effect": effect, "Resource": _stage(event["methodArn"])}
    return {
        "principalId": principal,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": context,
    }


def _stage(method_arn: str) -> str:
    """`arn:…:api/stage/GET/v1/…` as `arn:…:api/stage/*`."""
    return "/".join(method_arn.split("/")[:2]) + "/*"
