"""HTTP as API Gateway hands it to Lambda (REST API, payload version 1.0), and its answers back."""

from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from adapters.http.doors import STAGE_VARIABLE, Door
from adapters.http.requests import is_binary
from adapters.http.routes import Match

STAGE, API_ID = "local", "daybook"


@dataclass(frozen=True, slots=True)
class HttpRequest:
    """A request as it came in. `path` and `query` are undecoded."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    source_ip: str
    request_id: str


def authorizer_event(event: dict[str, Any], door: Door) -> dict[str, Any]:
    """What a REQUEST authorizer is asked with before an integration is invoked."""
    context = event["requestContext"]
    arn = f"arn:aws:execute-api:local:000000000000:{API_ID}/{STAGE}/{context['httpMethod']}{context['path']}"
    return {**through(door, event), "type": "REQUEST", "methodArn": arn}


def through(door: Door, event: dict[str, Any]) -> dict[str, Any]:
    """An event as it comes through a door, whose stage says so to authorizer and functions."""
    return {**event, "stageVariables": {STAGE_VARIABLE: door.name}}


def authorized(event: dict[str, Any], authorizer: Mapping[str, Any]) -> dict[str, Any]:
    """What an integration is invoked with after the authorizer has let the caller in."""
    return {**event, "requestContext": {**event["requestContext"], "authorizer": authorizer}}


def proxy_event(request: HttpRequest, match: Match) -> dict[str, Any]:
    """What a proxy integration is invoked with: the query is decoded, the path is not."""
    values: dict[str, list[str]] = {}
    for name, value in parse_qsl(request.query, keep_blank_values=True, errors="replace"):
        values.setdefault(name, []).append(value)
    body, encoded = _body(request)
    return {
        "resource": match.endpoint.path,
        "path": request.path,
        "httpMethod": request.method,
        "headers": dict(request.headers),
        "multiValueHeaders": {name: [value] for name, value in request.headers.items()},
        "queryStringParameters": {name: given[-1] for name, given in values.items()} or None,
        "multiValueQueryStringParameters": values or None,
        "pathParameters": dict(match.path_parameters) or None,
        "stageVariables": None,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": API_ID,
            "authorizer": {},
            "httpMethod": request.method,
            "identity": {"sourceIp": request.source_ip, "userAgent": request.headers.get("User-Agent")},
            "path": request.path,
            "protocol": "HTTP/1.1",
            "requestId": request.request_id,
            "resourcePath": match.endpoint.path,
            "stage": STAGE,
        },
        "body": body,
        "isBase64Encoded": encoded,
    }


def _body(request: HttpRequest) -> tuple[str | None, bool]:
    """As text, or in base64 what is binary; also what is no text, of which API Gateway would make some."""
    if not request.body:
        return None, False
    with suppress(UnicodeDecodeError):
        if not is_binary(request.headers.get("Content-Type")):
            return request.body.decode(), False
    return b64encode(request.body).decode(), True
