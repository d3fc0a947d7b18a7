"""HTTP to a deployed gateway without a socket, as it comes out of the TLS in front of it."""

import uuid
from collections.abc import Callable
from typing import Any

import httpx

from adapters.http.proxy_events import HttpRequest
from adapters.http.wsgi import send

_CLIENT = "192.0.2.1"
_FORWARDED = {"X-Forwarded-For": _CLIENT, "X-Forwarded-Port": "443", "X-Forwarded-Proto": "https"}

Answering = Callable[[HttpRequest], dict[str, Any]]


class Deployed(httpx.BaseTransport):
    """Has a gateway answer."""

    def __init__(self, answer: Answering) -> None:
        self._answer = answer

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        made = _request(request)
        head: list[Any] = []
        body = b"".join(send(self._answer(made), made, lambda *given: head.extend(given)))
        status, headers = head
        return httpx.Response(int(status.partition(" ")[0]), headers=headers, content=body)


def _request(request: httpx.Request) -> HttpRequest:
    path, _, query = request.url.raw_path.decode().partition("?")
    return HttpRequest(
        method=request.method,
        path=path,
        query=query,
        headers=_headers(request) | _FORWARDED,
        body=request.read(),
        source_ip=_CLIENT,
        request_id=str(uuid.uuid4()),
    )


def _headers(request: httpx.Request) -> dict[str, str]:
    """By the names that the client gave them; what comes twice is one."""
    headers: dict[str, str] = {}
    names: dict[str, str] = {}
    for raw, value in request.headers.raw:
        name = names.setdefault(raw.decode().lower(), raw.decode())
        text = value.decode("latin-1")
        headers[name] = f"{headers[name]}, {text}" if name in headers else text
    return headers
