"""What the gateway hands to functions for a request: an event of a proxy integration, or of an authorizer.

Beside what `adapters.http.proxy_events` makes, paths are left encoded, and text that is none has been mended, so that
nothing but a binary media type of the API's comes through byte for byte.
"""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from adapters.http.proxy_events import HttpRequest, proxy_event
from tests.deployed.api import RestApi
from tests.deployed.routes import Found

ACCOUNT, REGION = "000000000000", "eu-central-1"


def integration_event(api: RestApi, request: HttpRequest, found: Found, path: str) -> dict[str, Any]:
    """What a function is called with; `path` is the request's without its stage."""
    event = proxy_event(request, found)  # type: ignore[arg-type] which only looks at the path
    body, encoded = _body(api, request)
    here = {"apiId": api.id, "stage": api.stage["StageName"], "domainName": request.headers.get("Host", "")}
    return {
        **event,
        "path": path,
        "stageVariables": dict(api.stage["Variables"]),
        "requestContext": {**event["requestContext"], **here},
        "body": body,
        "isBase64Encoded": encoded,
    }


def authorizer_event(api: RestApi, event: Mapping[str, Any]) -> dict[str, Any]:
    """What an authorizer is asked with, which sees no body."""
    stage = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api.id}/{api.stage['StageName']}"
    asked = {name: value for name, value in event.items() if name not in {"body", "isBase64Encoded"}}
    return {**asked, "type": "REQUEST", "methodArn": f"{stage}/{event['httpMethod']}{event['path']}"}


def let_in(event: dict[str, Any], answer: Mapping[str, Any]) -> dict[str, Any]:
    """The event with what the authorizer said of the caller; numbers and switches have become text."""
    said = {name: value if isinstance(value, str) else str(value).lower() for name, value in answer["context"].items()}
    authorizer = {**said, "principalId": answer["principalId"], "integrationLatency": 0}
    return {**event, "requestContext": {**event["requestContext"], "authorizer": authorizer}}


def _body(api: RestApi, request: HttpRequest) -> tuple[str | None, bool]:
    if not request.body:
        return None, False
    given = request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if given in api.properties["BinaryMediaTypes"]:
        return b64encode(request.body).decode(), True
    return request.body.decode(errors="replace"), False
