"""The local gateway: API Gateway in one WSGI application, over the same rows, authorizer and functions."""

import gzip
import json
import logging
import uuid
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Protocol
from urllib.parse import urlsplit

from adapters.http import cors, errors, safety
from adapters.http.doors import DIRECT, RAPIDAPI, Door, identity
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.errors import Problem
from adapters.http.gateway_responses import (
    AUTHORIZER_FAILURE,
    CRASH,
    GATEWAY_RESPONSES,
    UNAUTHORIZED,
    UNKNOWN_ROUTE,
    denied,
)
from adapters.http.proxy_events import HttpRequest, authorized, authorizer_event, proxy_event
from adapters.http.routes import Routes

Environ = Mapping[str, Any]
Headers = list[tuple[str, str]]
Function = Callable[[dict[str, Any], object], dict[str, Any]]

LARGEST_ANSWER = 6_291_556
WORTH_COMPRESSING = 1024
LARGEST_REQUEST, LARGEST_HEADERS = 10 * 1024 * 1024, 10 * 1024
logger = logging.getLogger(__name__)

_WITHOUT_BODY = {HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED}


class StartResponse(Protocol):
    """WSGI's way to send a status and headers."""

    def __call__(self, status: str, headers: Headers) -> object: ...


@dataclass(frozen=True, slots=True)
class Context:
    """What our functions look at of Lambda's context."""

    aws_request_id: str
    function_name: str = "daybook"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:local:000000000000:function:daybook"


class _Refusal(Exception):
    """A caller who is not let in, and what to answer."""

    def __init__(self, problem: Problem) -> None:
        super().__init__()
        self.problem = problem


class Gateway:
    """Routes a request, asks the authorizer, calls the function.

    One address serves both doors: a call is at the RapidAPI door if that door is open and the call carries a proxy
    secret and no API key. At the direct door RapidAPI's headers mean nothing.
    """

    def __init__(
        self, function_of: Callable[[Endpoint], Function], authorizer: Function, *, rapidapi: bool = False
    ) -> None:
        self._routes = Routes(ENDPOINTS)
        self._function_of = function_of
        self._authorizer = authorizer
        self._rapidapi = rapidapi

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = _request(environ)
        answer = self._preflight(request) or self._answer(request)
        status = HTTPStatus(answer["statusCode"])
        body = _body(answer)
        shown = cors.headers({"headers": request.headers}) | _single(answer["multiValueHeaders"])
        headers = list(shown.items())
        if len(body) >= WORTH_COMPRESSING and _takes_gzip(request):
            body = gzip.compress(body, compresslevel=1, mtime=0)
            headers.append(("Content-Encoding", "gzip"))
        if status not in _WITHOUT_BODY:
            headers.append(("Content-Length", str(len(body))))
        start_response(f"{status.value} {status.phrase}", headers)
        return [] if request.method == "HEAD" else [body]

    def _preflight(self, request: HttpRequest) -> dict[str, Any] | None:
        """The answer to a browser that asks before it calls, where pages of other sites may call at all."""
        if request.method != "OPTIONS" or not cors.allowed() or not self._routes.leads_to(request.path):
            return None
        headers = {**safety.ALWAYS, **cors.preflight({"headers": request.headers}), "X-Request-Id": request.request_id}
        return {"statusCode": HTTPStatus.NO_CONTENT, "multiValueHeaders": {k: [v] for k, v in headers.items()}}

    def _answer(self, request: HttpRequest) -> dict[str, Any]:
        door = self._door(request)
        match = self._routes.match(request.method, request.path)
        if match is None or not door.leads_to(match.endpoint):
            return gateway_answer(UNKNOWN_ROUTE, request.request_id)
        context = Context(request.request_id)
        event = proxy_event(request, match)
        if not match.endpoint.access.public:
            try:
                event = authorized(event, self._authorizer_context(authorizer_event(event, door), door, context))
            except _Refusal as refusal:
                return _gateway_answer(refusal.problem, request.request_id)
        answer = self._function_of(match.endpoint)(event, context)
        return answer if _passes(answer) else gateway_answer(CRASH, request.request_id)

    def _authorizer_context(self, event: dict[str, Any], door: Door, context: Context) -> dict[str, Any]:
        """The authorizer's context; _Refusal if it lets nobody in."""
        if not all(identity(event, door)):
            raise _Refusal(GATEWAY_RESPONSES[UNAUTHORIZED])
        try:
            answer = self._authorizer(event, context)
        except Exception as error:
            if str(error) == "Unauthorized":
                raise _Refusal(GATEWAY_RESPONSES[UNAUTHORIZED]) from None
            logger.exception("The authorizer failed; request %s.", context.aws_request_id)
            raise _Refusal(GATEWAY_RESPONSES[AUTHORIZER_FAILURE]) from None
        (statement,) = answer["policyDocument"]["Statement"]
        if statement["Effect"] != "Allow":
            raise _Refusal(denied(answer["context"]))
        return dict(answer["context"])

    def _door(self, request: HttpRequest) -> Door:
        given = {name.lower() for name in request.headers}
        through_proxy = RAPIDAPI.headers[0].lower() in given and DIRECT.headers[0].lower() not in given
        return RAPIDAPI if self._rapidapi and through_proxy else DIRECT


def _single(headers: Mapping[str, list[str]]) -> dict[str, str]:
    return {name: ", ".join(values) for name, values in headers.items()}


def _passes(answer: Mapping[str, Any]) -> bool:
    """Whether Lambda would let an answer out: it is carried as JSON in JSON."""
    if len(answer["body"]) < LARGEST_ANSWER // 2:
        return True
    return len(json.dumps(answer, ensure_ascii=False).encode()) <= LARGEST_ANSWER


def gateway_answer(kind: str, request_id: str) -> dict[str, Any]:
    """The gateway's own answer of a kind, as a function would give it."""
    return _gateway_answer(GATEWAY_RESPONSES[kind], request_id)


def _gateway_answer(problem: Problem, request_id: str) -> dict[str, Any]:
    headers = {
        "Content-Type": "application/json",
        **safety.ALWAYS,
        **safety.PRIVATE,
        "X-Request-Id": request_id,
        **errors.headers(problem),
    }
    return {
        "statusCode": problem.status,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "body": json.dumps(errors.body(problem.under(request_id))),
        "isBase64Encoded": False,
    }


def _request(environ: Environ) -> HttpRequest:
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


def _takes_gzip(request: HttpRequest) -> bool:
    """Whether a client takes what API Gateway compresses of itself, beyond its `minimumCompressionSize`."""
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
