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
"""What there is, each with the status that it has unless the API says otherwise. The defaults have that of what falls
back on them, and here what is the least harm: a request that is no HTTP, and a function that gives no proper answer."""

KINDS = tuple(_STATUS)

_VARIABLE = re.compile(r"\$context\.([A-Za-z_.]+[A-Za-z_])")


class GatewayResponses:
    """Those of one API, by type; what is not among them falls back on DEFAULT_4XX or DEFAULT_5XX."""

    def __init__(self, declared: Mapping[str, Mapping[str, Any]]) -> None:
        self._declared = declared

    def answer(self, kind: str, context: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
        """An answer as a function would give it. Raise KeyError if the API says nothing of such answers."""
        status = _STATUS[kind]
        said = self._declared.get(kind) or self._declared[f"DEFAULT_{status // 100}XX"]
        parameters = {
            name.removeprefix("gatewayresponse.header."): [value]
            for name, wanted in said.get("ResponseParameters", {}).items()
            if (value := _value(wanted, context, headers)) is not None
        }
        return {
            "statusCode": int(said.get("StatusCode", status)),
            "multiValueHeaders": {"Content-Type": ["application/json"], **parameters},
            "body": filled(said["ResponseTemplates"]["application/json"], context),
        }


def filled(template: str, context: Mapping[str, Any], missing: str = "") -> str:
    """A template with each `$context.…` replaced by what it stands for, as it is: nobody makes it fit for JSON."""

    def known(found: re.Match[str]) -> str:
        value = _looked_up(context, found[1])
        return missing if value is None else value

    return _VARIABLE.sub(known, template)


def _value(wanted: str, context: Mapping[str, Any], headers: Mapping[str, str]) -> str | None:
    """A header's: a literal in quotes, something of the context, or a header of the request, if it has that."""
    if wanted.startswith("'") and wanted.endswith("'"):
        return wanted[1:-1]
    place, _, name = wanted.rpartition(".")
    if place == "method.request.header":
        return headers.get(name)
    assert wanted.startswith("context."), wanted
    return _looked_up(context, wanted.removeprefix("context."))


def _looked_up(context: Mapping[str, Any], name: str) -> str | None:
    value: Any = context
    for part in name.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return None if value is None else str(value)
