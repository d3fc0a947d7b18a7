"""What the gateway answers by itself, by its gateway responses."""

import re
from collections.abc import Mapping
from typing import Any

_STATUS = {
    "ACCESS_DENIED": 403,
    "API_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_CONFIGURATION_ERROR": 500,
    "AUTHORIZER_FAILURE": 500,
    "BAD_REQUEST_BODY": 400,
    "BAD_REQUEST_PARAMETERS": 400,
    "DEFAULT_4XX": 400,
    "DEFAULT_5XX": 502,
    "EXPIRED_TOKEN": 403,
    "INTEGRATION_FAILURE": 504,
    "INTEGRATION_TIMEOUT": 504,
    "INVALID_API_KEY": 403,
    "INVALID_SIGNATURE": 403,
    "MISSING_AUTHENTICATION_TOKEN": 403,
    "QUOTA_EXCEEDED": 429,
    "REQUEST_TOO_LARGE": 413,
    "RESOURCE_NOT_FOUND": 404,
    "THROTTLED": 429,
    "UNAUTHORIZED": 401,
    "UNSUPPORTED_MEDIA_TYPE": 415,
    "WAF_FILTERED": 403,
}
"""What there is, each with the status that it has unless the API says otherwise."""

KINDS = tuple(_STATUS)


class GatewayResponses:
    """Those of one API, by type; what is not among them falls back on DEFAULT_4XX or DEFAULT_5XX."""

    def __init__(self, declared: Mapping[str, Mapping[str, Any]]) -> None:
        self._declared = declared

    def answer(self, kind: str, context: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
        """An answer as a function would give it. Raise KeyError if the API says nothing of such answers."""
        status = _STATUS[kind]
        said = self._declared.get(kind) or self._declared[f"DEFAULT_{status // 100}XX"]
        parameters = {
            name.removeprefix("gatewayresponse.header."): [_value(wanted, context, headers)]
            for name, wanted in said.get("ResponseParameters", {}).items()
        }
        return {
            "statusCode": int(said.get("StatusCode", status)),
            "multiValueHeaders": {"Content-Type": ["application/json"], **parameters},
            "body": filled(said["ResponseTemplates"]["application/json"], context),
        }


def filled(template: str, context: Mapping[str, Any]) -> str:
    """A template with `$context.…` in it replaced; a hyphen where there is nothing, as in access logs."""
    return re.sub(r"\$context\.([A-Za-z_.]+[A-Za-z_])", lambda found: _looked_up(context, found[1]), template)


def _value(wanted: str, context: Mapping[str, Any], headers: Mapping[str, str]) -> str:
    """A header's: a literal in quotes, something of the context, or a header of the request."""
    if wanted.startswith("'"):
        return wanted[1:-1]
    if wanted.startswith("context."):
        return _looked_up(context, wanted.removeprefix("context."))
    return headers.get(wanted.removeprefix("method.request.header."), "")


def _looked_up(context: Mapping[str, Any], name: str) -> str:
    value: Any = context
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return "-" if value is None else str(value)
