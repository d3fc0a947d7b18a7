"""The API of one door, played from the template, as a WSGI application."""

import json
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from adapters.http.gateway import LARGEST_ANSWER, Context
from adapters.http.proxy_events import HttpRequest, proxy_event
from adapters.http.wsgi import Environ, StartResponse, request_of, send
from tests.deployed.answers import GatewayResponses, filled
from tests.deployed.api import RestApi, rest_api
from tests.deployed.guard import Function, Guard, Refused
from tests.deployed.metering import Bucket, UsagePlans
from tests.deployed.routes import Found, Route, find
from tests.support.template import Template

ACCOUNT, REGION = "000000000000", "eu-central-1"


class DeployedGateway:
    """What stands at the address of a door. `log` has the lines of its access log."""

    def __init__(self, template: Template, door: str, clock: Callable[[], float]) -> None:
        self.api: RestApi = rest_api(template, door=door)
        self.usage_plans = UsagePlans(self.api.plans, self.api.keys, clock)
        self.log: list[str] = []
        self._template = template
        self.responses = GatewayResponses(self.api.responses)
        self._guards = {
            name: Guard(one, self._function(_called(one["AuthorizerUri"])), clock)
            for name, one in self.api.authorizers.items()
        }
        self._stage_bucket = Bucket(*self.api.throttle, clock)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        request = request_of(environ)
        return send(self.answer(request), request, start_response)

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        """The answer to a request, as a function gives it."""
        context: dict[str, Any] = {
            "requestId": request.request_id,
            "httpMethod": request.method,
            "identity": {"sourceIp": request.source_ip},
        }
        found = find(self.api.routes, request.method, request.path)
        try:
            answer = self._pass(request, found, context)
        except Refused as refused:
            context["authorizer"] = {**context.get("authorizer", {}), **refused.context}
            context["error"] = {"responseType": refused.kind}
            answer = self.responses.answer(refused.kind, context, request.headers)
        self._write_down(answer, context)
        return answer

    def _pass(self, request: HttpRequest, found: Found | None, context: dict[str, Any]) -> dict[str, Any]:
        if found is None:
            raise Refused("MISSING_AUTHENTICATION_TOKEN")
        route = found.endpoint
        context["resourcePath"] = route.path
        if route.function is None:
            return _mocked(route)
        event = proxy_event(request, found)  # type: ignore[arg-type] which only looks at the path
        event["stageVariables"] = dict(self.api.stage["Variables"])
        lambda_context = Context(request.request_id)
        if route.guard is not None:
            self._admit(route, event, lambda_context, context)
        if not self._stage_bucket.take():
            raise Refused("THROTTLED")
        return self._invoke(self._function(route.function), event, lambda_context)

    def _admit(self, route: Route, event: dict[str, Any], lambda_context: Context, context: dict[str, Any]) -> None:
        arn = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{self.api.id}/{self.api.stage['StageName']}"
        asked = {**event, "type": "REQUEST", "methodArn": f"{arn}/{event['httpMethod']}{event['path']}"}
        answer = self._guards[str(route.guard)].let_in(asked, lambda_context)
        context["authorizer"] = answer["context"]
        if route.wants_usage_key:
            assert self.api.properties["ApiKeySourceType"] == "AUTHORIZER"
            self.usage_plans.count(answer.get("usageIdentifierKey"))
        event["requestContext"] = {**event["requestContext"], "authorizer": answer["context"]}

    def _invoke(self, function: Function, event: dict[str, Any], context: Context) -> dict[str, Any]:
        try:
            answer = json.dumps(function(event, context), ensure_ascii=False)
        except Exception:
            raise Refused("DEFAULT_5XX") from None
        if len(answer.encode()) > LARGEST_ANSWER or not _is_proper(json.loads(answer)):
            raise Refused("DEFAULT_5XX")
        return dict(json.loads(answer))

    def _function(self, name: str) -> Function:
        """A function by its logical id, run in this process by its handler."""
        module, _, handler = self._template.resources[name]["Properties"]["Handler"].rpartition(".")
        return getattr(import_module(module), handler)  # type: ignore[no-any-return]

    def _write_down(self, answer: Mapping[str, Any], context: dict[str, Any]) -> None:
        if setting := self.api.stage.get("AccessLogSetting"):
            known = {**context, "status": answer["statusCode"], "responseLength": len(answer.get("body") or "")}
            self.log.append(filled(setting["Format"], known))


def _called(uri: Mapping[str, Any]) -> str:
    """The logical id of the function that a URI leads to."""
    return next(
        str(part["Fn::GetAtt"][0]) for part in uri["Fn::Join"][1] if isinstance(part, dict) and "Fn::GetAtt" in part
    )


def _mocked(route: Route) -> dict[str, Any]:
    """What the gateway answers by itself where a route says so: that is, to browsers that ask before they call."""
    (answer,) = route.properties["Integration"]["IntegrationResponses"]
    headers = {
        name.removeprefix("method.response.header."): [value[1:-1]]
        for name, value in answer["ResponseParameters"].items()
    }
    return {"statusCode": int(answer["StatusCode"]), "multiValueHeaders": headers, "body": ""}


def _is_proper(answer: Any) -> bool:
    """Whether the gateway takes it for the answer of a proxy integration."""
    known = {"statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"}
    return isinstance(answer, dict) and isinstance(answer.get("statusCode"), int) and set(answer) <= known
