"""The local gateway: API Gateway in one WSGI application, over the same rows, authorizer and functions."""

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from adapters.http import billing, cors, errors, safety
from adapters.http.doors import DIRECT, RAPIDAPI, Door, identity
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.errors import Problem
from adapters.http.gateway_responses import (
    AUTHORIZER_FAILURE,
    CRASH,
    GATEWAY_RESPONSES,
    REQUEST_TOO_LARGE,
    UNAUTHORIZED,
    UNKNOWN_ROUTE,
    denied,
)
from adapters.http.proxy_events import HttpRequest, authorized, authorizer_event, proxy_event, through
from adapters.http.routes import Routes
from adapters.http.wsgi import Environ, StartResponse, request_of, send

Function = Callable[[dict[str, Any], object], dict[str, Any]]

LARGEST_ANSWER, LARGEST_EVENT = 6_291_556, 6 * 1024 * 1024
LARGEST_REQUEST, LARGEST_HEADERS = 10 * 1024 * 1024, 10 * 1024
_MOST_BYTES_OF_A_CHARACTER = len(json.dumps("\0")) - 2
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Context:
    """What our functions look at of Lambda's context."""

    aws_request_id: str
    function_name: str = "daybook"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:local:000000000000:function:daybook"


class _Refusal(Exception):
    """A request that no function answers, and what to answer in its place."""

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
        request = request_of(environ)
        answer = self._preflight(request) or self._answer(request)
        readable = {name: [value] for name, value in cors.headers({"headers": request.headers}).items()}
        return send({**answer, "multiValueHeaders": readable | answer["multiValueHeaders"]}, request, start_response)

    def _preflight(self, request: HttpRequest) -> dict[str, Any] | None:
        """The answer to a browser that asks before it calls, where pages of other sites may call at all."""
        if request.method != "OPTIONS" or not cors.allowed() or not self._routes.leads_to(request.path):
            return None
        headers = {**safety.ALWAYS, **cors.preflight({"headers": request.headers}), "X-Request-Id": request.request_id}
        return {"statusCode": HTTPStatus.NO_CONTENT, "multiValueHeaders": {k: [v] for k, v in headers.items()}}

    def _answer(self, request: HttpRequest) -> dict[str, Any]:
        door = self._door(request)
        try:
            return self._pass(request, door)
        except _Refusal as refusal:
            told = billing.headers_of_refusals(door, billing.prices())
            return _gateway_answer(refusal.problem, request.request_id, told)

    def _pass(self, request: HttpRequest, door: Door) -> dict[str, Any]:
        """The answer of a function; _Refusal if there is none."""
        match = self._routes.match(request.method, request.path)
        if match is None or not door.leads_to(match.endpoint):
            raise _Refusal(GATEWAY_RESPONSES[UNKNOWN_ROUTE])
        context = Context(request.request_id)
        event = through(door, proxy_event(request, match))
        if not match.endpoint.access.public:
            event = authorized(event, self._authorizer_context(authorizer_event(event, door), door, context))
        if not _comes_in(event):
            raise _Refusal(GATEWAY_RESPONSES[REQUEST_TOO_LARGE])
        answer = self._function_of(match.endpoint)(event, context)
        if not _passes(answer):
            raise _Refusal(GATEWAY_RESPONSES[CRASH])
        return answer

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


def _comes_in(event: Mapping[str, Any]) -> bool:
    """Whether Lambda would take an event, which is JSON with the body in it: a quote there is two characters."""
    if len(event["body"] or "") < LARGEST_EVENT // _MOST_BYTES_OF_A_CHARACTER:
        return True
    return len(json.dumps(event, ensure_ascii=False).encode()) <= LARGEST_EVENT


def _passes(answer: Mapping[str, Any]) -> bool:
    """Whether Lambda would let an answer out: it is carried as JSON in JSON."""
    if len(answer["body"]) < LARGEST_ANSWER // 2:
        return True
    return len(json.dumps(answer, ensure_ascii=False).encode()) <= LARGEST_ANSWER


def gateway_answer(kind: str, request_id: str) -> dict[str, Any]:
    """The gateway's own answer of a kind, as a function would give it."""
    return _gateway_answer(GATEWAY_RESPONSES[kind], request_id, {})


def _gateway_answer(problem: Problem, request_id: str, told: Mapping[str, str]) -> dict[str, Any]:
    headers = {
        "Content-Type": "application/json",
        **safety.ALWAYS,
        **safety.PRIVATE,
        "X-Request-Id": request_id,
        **errors.headers(problem),
        **told,
    }
    return {
        "statusCode": problem.status,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "body": json.dumps(errors.body(problem.under(request_id))),
        "isBase64Encoded": False,
    }
