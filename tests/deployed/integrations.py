"""What is behind a route: a function, or an answer that the template has."""

import json
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from adapters.http.gateway import LARGEST_ANSWER, LARGEST_EVENT, Context
from tests.deployed.guard import Function, Refused
from tests.deployed.routes import Route

_RENAMED = ("WWW-Authenticate", "Content-MD5", "Date", "Server")
"""Headers that the gateway lets no function send under these names."""
_KNOWN = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}


def in_this_process(handler: str) -> Function:
    """A function by its handler, as in `functions.me.get.handler`."""
    module, _, name = handler.rpartition(".")
    return getattr(import_module(module), name)  # type: ignore[no-any-return]


def invoke(function: Function, event: dict[str, Any], context: Context) -> dict[str, Any]:
    """What a function answers, over JSON both ways; Refused if that is no proper answer, or more than Lambda takes."""
    asked = json.dumps(event, ensure_ascii=False)
    if len(asked.encode()) > LARGEST_EVENT:
        raise Refused("REQUEST_TOO_LARGE")
    try:
        said = json.dumps(function(json.loads(asked), context), ensure_ascii=False)
    except Exception:
        raise Refused("DEFAULT_5XX") from None
    answer = json.loads(said)
    if len(said.encode()) > LARGEST_ANSWER or not _is_proper(answer):
        raise Refused("DEFAULT_5XX")
    return {**answer, "multiValueHeaders": _renamed(answer)}


def mocked(route: Route) -> dict[str, Any]:
    """What the gateway answers by itself where a route says so: that is, to browsers that ask before they call."""
    (answer,) = route.properties["Integration"]["IntegrationResponses"]
    assert "ResponseTemplates" not in answer, "which of several sites asks would be found out in a template"
    headers = {
        name.removeprefix("method.response.header."): [value[1:-1]]
        for name, value in answer["ResponseParameters"].items()
    }
    return {"statusCode": int(answer["StatusCode"]), "multiValueHeaders": headers, "body": ""}


def _is_proper(answer: Any) -> bool:
    """Whether the gateway takes it for the answer of a proxy integration."""
    return (
        isinstance(answer, dict)
        and isinstance(answer.get("statusCode"), int)
        and set(answer) <= _KNOWN
        and isinstance(answer.get("body", ""), str)
        and all(isinstance(value, str | int | bool) for values in _headers(answer).values() for value in values)
    )


def _headers(answer: Mapping[str, Any]) -> dict[str, list[Any]]:
    single = {name: [value] for name, value in (answer.get("headers") or {}).items()}
    return single | (answer.get("multiValueHeaders") or {})


def _renamed(answer: Mapping[str, Any]) -> dict[str, list[str]]:
    lowered = {name.lower(): f"x-amzn-Remapped-{name}" for name in _RENAMED}
    return {lowered.get(name.lower(), name): list(map(str, values)) for name, values in _headers(answer).items()}
