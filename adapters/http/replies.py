"""From what a handler returns to what the client gets: envelope, status, headers."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, NamedTuple

import orjson

from adapters.http import errors, safety
from adapters.http.address import seen_stage
from adapters.http.endpoints import Endpoint
from adapters.http.errors import Problem
from adapters.http.preconditions import none_match
from adapters.http.requests import ProxyEvent, accepts, header
from adapters.http.schemas.resource import Document, Listing, Resource

NO_CONTENT, OK, NOT_MODIFIED = 204, 200, 304
REFUSED_FROM = 400
"""The least of the statuses of what was not done."""

_NO_HEADERS: Mapping[str, str] = {}

Result = Resource[Any] | Listing[Any] | Document | None


class Answer(NamedTuple):
    """A status, a body (JSON unless the headers say otherwise), and headers."""

    status: int
    body: str = ""
    headers: Mapping[str, str] = _NO_HEADERS

    def under(self, headers: Mapping[str, str]) -> "Answer":
        """The answer with more headers, where it has none of its own; what it varies by adds up."""
        made = {**headers, **self.headers}
        if "Vary" in headers and "Vary" in self.headers:
            made["Vary"] = f"{self.headers['Vary']}, {headers['Vary']}"
        return self._replace(headers=made)

    def as_proxy_result(self, request_id: str) -> dict[str, Any]:
        """The answer as API Gateway wants it."""
        kind = {"Content-Type": "application/json"} if self.body else {}
        headers = {**kind, **safety.ALWAYS, **self.headers, "X-Request-Id": request_id}
        return {
            "statusCode": self.status,
            "multiValueHeaders": {name: [value] for name, value in headers.items()},
            "body": self.body,
            "isBase64Encoded": False,
        }


def reply(endpoint: Endpoint, event: ProxyEvent, result: Result) -> Answer:
    """Answer with what a handler returned, as its row and the request's headers want it."""
    if isinstance(result, Document):
        return _document(endpoint, event, result)
    if isinstance(result, Listing):
        return _json(endpoint.status, {"data": result.views, "meta": result.meta})
    if result is None:
        return Answer(endpoint.status)
    return _single(endpoint, event, result)


def refusal(*problems: Problem) -> Answer:
    """Answer with problems; the first one's status is the answer's."""
    return _json(problems[0].status, errors.body(*problems), errors.headers(problems[0]))


def _document(endpoint: Endpoint, event: ProxyEvent, document: Document) -> Answer:
    headers = dict(document.headers)
    if document.tagged:
        headers["ETag"] = f'"{_digest(document.content.encode())}"'
        if none_match(header(event, "If-None-Match"), headers["ETag"]):
            return Answer(NOT_MODIFIED, headers=headers)
    return Answer(endpoint.status, document.content, {"Content-Type": document.content_type, **headers})


def _single(endpoint: Endpoint, event: ProxyEvent, resource: Resource[Any]) -> Answer:
    if resource.other is not None:
        content_type, text = resource.other
        if accepts(event, content_type):
            document = Document(text(), content_type, {"Vary": "Accept"}, tagged=True)
            return _document(endpoint, event, document)
    content = orjson.dumps({"data": resource.view, "meta": resource.meta})
    reads = endpoint.method == "GET"
    etag = resource.etag or (f'"{_digest(content)}"' if reads else None)
    headers = {"ETag": etag} if etag else {}
    if resource.other is not None:
        headers["Vary"] = "Accept"
    if reads and none_match(header(event, "If-None-Match"), etag):
        return Answer(NOT_MODIFIED, headers=headers)
    if endpoint.location is not None:
        headers["Location"] = _location(endpoint.location, event, resource.view["id"])
    status = endpoint.status
    if status == NO_CONTENT:
        if _wants_representation(event):
            headers["Preference-Applied"] = "return=representation"
        elif not resource.meta:
            return Answer(NO_CONTENT, headers=headers)
        status = OK
    return Answer(status, content.decode(), headers)


def _digest(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]


def _location(collection: str, event: ProxyEvent, created_id: str) -> str:
    """The path of what was created, from the address that the client called."""
    return f"{seen_stage(event)}{collection.format(**event['pathParameters'] or {})}/{created_id}"


def _wants_representation(event: ProxyEvent) -> bool:
    return "return=representation" in (header(event, "Prefer") or "").replace(" ", "").lower().split(",")


def _json(status: int, content: object, headers: Mapping[str, str] = _NO_HEADERS) -> Answer:
    return Answer(status, orjson.dumps(content).decode(), headers)
