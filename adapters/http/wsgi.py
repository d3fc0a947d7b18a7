"""HTTP as WSGI has it: from its environment to a request, and from a function's answer back."""

import gzip
import uuid
from base64 import b64decode
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import urlsplit

from adapters.http.proxy_events import HttpRequest

Environ = Mapping[str, Any]
Headers = list[tuple[str, str]]

WORTH_COMPRESSING = 1024
"""From how many bytes on an answer is compressed for who takes that, which API Gateway does of itself."""

_WITHOUT_BODY = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


class StartResponse(Protocol):
    """WSGI's way to send a status and headers."""

    def __call__(self, status: str, headers: Headers) -> object: ...


def request_of(environ: Environ) -> HttpRequest:
    """The request, with an id of its own."""
    headers = {name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    path, _, query = _origin_form(environ["REQUEST_URI"]).partition("?")
    return HttpRequest(
        method=environ["REQUEST_METHOD"],
        path=path,
        query=query,
        headers=headers,
        body=environ["wsgi.input"].read(),
        source_ip=environ.get("REMOTE_ADDR", ""),
        request_id=str(uuid.uuid4()),
    )


def send(answer: Mapping[str, Any], request: HttpRequest, start_response: StartResponse) -> Iterable[bytes]:
    """Send what a function, or the gateway in its place, answers."""
    status = HTTPStatus(answer["statusCode"])
    body = _body(answer)
    headers = [(name, ", ".join(values)) for name, values in answer["multiValueHeaders"].items()]
    if len(body) >= WORTH_COMPRESSING and _takes_gzip(request):
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    if status not in _WITHOUT_BODY:
        headers.append(("Content-Length", str(len(body))))
    start_response(f"{status.value} {status.phrase}", headers)
    return [] if request.method == "HEAD" else [body]


def _takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "").lower()


def _origin_form(target: str) -> str:
    """The request target without scheme and host, which some clients put before it (RFC 9112 §3.2.2)."""
    if target.startswith("/"):
        return target
    split = urlsplit(target)
    return f"{split.path}?{split.query}"


def _body(answer: Mapping[str, Any]) -> bytes:
    body = answer.get("body") or ""
    return b64decode(body) if answer.get("isBase64Encoded") else str(body).encode()
