"""The API of one door, played from the template."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.http.gateway import LARGEST_HEADERS, LARGEST_REQUEST, Context
from adapters.http.proxy_events import HttpRequest
from tests.deployed.answers import GatewayResponses, filled
from tests.deployed.api import RestApi, rest_api
from tests.deployed.events import authorizer_event, integration_event, let_in
from tests.deployed.guard import Function, Guard, Refused
from tests.deployed.integrations import in_this_process, invoke, mocked
from tests.deployed.metering import Bucket, UsagePlans
from tests.deployed.routes import Found, Route, find
from tests.support.template import Template, function_in

_HYPHEN = "-"


class DeployedGateway:
    """What stands at the addresses of a door. `log` has the lines of its access log."""

    def __init__(self, template: Template, door: str, clock: Callable[[], float]) -> None:
        self.api: RestApi = rest_api(template, door=door)
        self.usage_plans = UsagePlans(self.api.plans, self.api.keys, clock)
        self.log: list[str] = []
        self._template = template
        self.responses = GatewayResponses(self.api.responses)
        self._guards = {
            name: Guard(one, self._function(function_in(one["AuthorizerUri"])), clock)
            for name, one in self.api.authorizers.items()
        }
        self._stage_bucket = Bucket(*self.api.throttle, clock)

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        """The answer to a request, as a function gives it."""
        if (too_large := _too_large(request)) is not None:
            return too_large
        path = self._below_stage(request)
        found = find(self.api.routes, request.method, path)
        context = _context(request, found)
        try:
            answer = self._pass(request, found, path, context)
        except Refused as refused:
            context["authorizer"] = {**context.get("authorizer", {}), **refused.context}
            context["error"] = {"responseType": refused.kind}
            answer = self.responses.answer(refused.kind, context, request.headers)
        self._write_down(answer, context)
        return answer

    def _below_stage(self, request: HttpRequest) -> str:
        """The path of a request without its stage, which is there unless the API has a name of its own."""
        if not request.headers.get("Host", "").endswith(".amazonaws.com"):
            return request.path
        stage = f"/{self.api.stage['StageName']}"
        assert request.path.startswith(f"{stage}/"), "which the gateway answers in nobody's words"
        return request.path.removeprefix(stage)

    def _pass(self, request: HttpRequest, found: Found | None, path: str, context: dict[str, Any]) -> dict[str, Any]:
        if found is None:
            raise Refused("INVALID_SIGNATURE" if "Authorization" in request.headers else "MISSING_AUTHENTICATION_TOKEN")
        route = found.endpoint
        if route.function is None:
            return mocked(route)
        event = integration_event(self.api, request, found, path)
        lambda_context = Context(request.request_id)
        if route.guard is not None:
            event = self._admit(route, event, lambda_context, context)
        if not self._stage_bucket.take():
            raise Refused("THROTTLED")
        return invoke(self._function(route.function), event, lambda_context)

    def _admit(
        self, route: Route, event: dict[str, Any], lambda_context: Context, context: dict[str, Any]
    ) -> dict[str, Any]:
        """The event with what the authorizer said; Refused."""
        answer = self._guards[str(route.guard)].let_in(authorizer_event(self.api, event), lambda_context)
        context["authorizer"] = answer["context"]
        if route.wants_usage_key:
            assert self.api.properties["ApiKeySourceType"] == "AUTHORIZER"
            self.usage_plans.count(answer.get("usageIdentifierKey"))
        return let_in(event, answer)

    def _function(self, name: str) -> Function:
        """A function by its logical id."""
        return in_this_process(self._template.resources[name]["Properties"]["Handler"])

    def _write_down(self, answer: Mapping[str, Any], context: dict[str, Any]) -> None:
        if setting := self.api.stage.get("AccessLogSetting"):
            known = {**context, "status": answer["statusCode"], "responseLength": len(answer.get("body") or "")}
            self.log.append(filled(setting["Format"], known, _HYPHEN))


def _context(request: HttpRequest, found: Found | None) -> dict[str, Any]:
    """What `$context` is at first."""
    return {
        "requestId": request.request_id,
        "requestTimeEpoch": 1,
        "httpMethod": request.method,
        "path": request.path,
        "identity": {"sourceIp": request.source_ip, "userAgent": request.headers.get("User-Agent")},
        **({"resourcePath": found.endpoint.path} if found is not None else {}),
    }


def _too_large(request: HttpRequest) -> dict[str, Any] | None:
    """What nothing in the template has an influence on: the gateway refuses it before it knows which API is meant."""
    words = None
    if sum(len(name) + len(value) for name, value in request.headers.items()) > LARGEST_HEADERS:
        words = f"HTTP header is larger than {LARGEST_HEADERS} bytes."
    elif len(request.body) > LARGEST_REQUEST:
        words = f"HTTP content length exceeded {LARGEST_REQUEST} bytes."
    return words and {"statusCode": 413, "multiValueHeaders": {"Content-Type": ["text/plain"]}, "body": words}
