"""What the gateway itself answers when no function is reached, in our error shape.

The local gateway answers from this table, and CDK makes API Gateway's gateway responses of it: one wording for both.
"""

from collections.abc import Mapping

from adapters.http.errors import CRASHED, ROUTE_NOT_FOUND, Problem
from domain.credential_errors import CredentialMissing

UNAUTHORIZED = "UNAUTHORIZED"
ACCESS_DENIED = "ACCESS_DENIED"
UNKNOWN_ROUTE = "MISSING_AUTHENTICATION_TOKEN"
REQUEST_TOO_LARGE = "REQUEST_TOO_LARGE"
BAD_REQUEST = "BAD_REQUEST_BODY"
AUTHORIZER_FAILURE = "AUTHORIZER_FAILURE"
CRASH = "DEFAULT_5XX"

_MISSING = CredentialMissing()
_BAD = Problem(400, "bad_request", "The request cannot be understood as HTTP.")
_UNAVAILABLE = Problem(503, "temporarily_unavailable", "The service did not answer in time. Try again shortly.")

GATEWAY_RESPONSES: dict[str, Problem] = {
    UNAUTHORIZED: Problem(401, _MISSING.code, _MISSING.title),
    # Of our authorizer alone: a credential that does not work, in the words of its context.
    ACCESS_DENIED: Problem(401, "$context.authorizer.code", "$context.authorizer.title"),
    UNKNOWN_ROUTE: ROUTE_NOT_FOUND,
    # With an Authorization header, an unknown route fails as one that takes AWS signatures. None of ours does.
    "INVALID_SIGNATURE": ROUTE_NOT_FOUND,
    "EXPIRED_TOKEN": ROUTE_NOT_FOUND,
    "RESOURCE_NOT_FOUND": ROUTE_NOT_FOUND,
    # What the authorizer said that the call counts for is not known to the gateway (yet).
    "INVALID_API_KEY": _UNAVAILABLE,
    REQUEST_TOO_LARGE: Problem(413, "too_large", "The request is larger than the gateway lets through."),
    "THROTTLED": Problem(429, "throttled", "Too many requests. Slow down and try again."),
    "QUOTA_EXCEEDED": Problem(429, "quota_exceeded", "Your plan's quota is used up."),
    # What a firewall keeps out, if there is one before the API.
    "WAF_FILTERED": Problem(403, "request_blocked", "The firewall does not let this request through."),
    "UNSUPPORTED_MEDIA_TYPE": Problem(415, "unsupported_media_type", "The body has a type that nothing is known of."),
    BAD_REQUEST: _BAD,
    "BAD_REQUEST_PARAMETERS": _BAD,
    AUTHORIZER_FAILURE: _UNAVAILABLE,
    "INTEGRATION_TIMEOUT": _UNAVAILABLE,
    "INTEGRATION_FAILURE": _UNAVAILABLE,
    CRASH: CRASHED,
}


def denied(context: Mapping[str, str]) -> Problem:
    """What the gateway makes of ACCESS_DENIED, given the authorizer's context."""
    return GATEWAY_RESPONSES[ACCESS_DENIED]._replace(code=context["code"], title=context["title"])
