"""The REQUEST authorizer of both front doors: from a credential to its owner.

The door says which credential counts: the direct one looks at the API key only, the RapidAPI one at the proxy's secret
and user only. The policy allows every route, because the answer may be cached per credential; whether the credential's
scopes suffice for one route is checked by the function behind it (`adapters.http.caller`).
"""

from collections.abc import Mapping
from typing import Any

from adapters.http.caller import authorizer_context
from adapters.http.doors import DIRECT, RAPIDAPI, door_of, identity
from domain.credential import Caller
from domain.errors import Unauthenticated
from functions import wiring


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Return an allowing policy and the caller; raise `Unauthorized`, as API Gateway wants it, otherwise."""
    try:
        caller = _caller(event)
    except Unauthenticated:
        raise Exception("Unauthorized") from None  # noqa: TRY002 the very words that API Gateway turns into a 401
    return {
        "principalId": str(caller.owner_id),
        "policyDocument": {
            "Version": "2012-10-17",
            "Statement": [{"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": _stage(event["methodArn"])}],
        },
        "context": authorizer_context(caller),
    }


def _caller(event: Mapping[str, Any]) -> Caller:
    if door_of(event) == RAPIDAPI:
        return wiring.authenticate_rapidapi()(*identity(event, RAPIDAPI))
    return wiring.authenticate_key()(*identity(event, DIRECT))


def _stage(method_arn: str) -> str:
    """`arn:…:api/stage/GET/v1/…` as `arn:…:api/stage/*`."""
    return "/".join(method_arn.split("/")[:2]) + "/*"
