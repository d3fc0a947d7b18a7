"""The gateway's own answers, in our error shape: `adapters.http.gateway_responses` as API Gateway wants it."""

import json
from collections.abc import Collection, Mapping

from aws_cdk import aws_apigateway as apigateway

from adapters.http import cors, errors, safety
from adapters.http.errors import Problem
from adapters.http.gateway_responses import BAD_REQUEST, GATEWAY_RESPONSES

ANYTHING_ELSE = "DEFAULT_4XX"

RESPONSES = {**GATEWAY_RESPONSES, ANYTHING_ELSE: GATEWAY_RESPONSES[BAD_REQUEST]}


def add_gateway_responses(api: apigateway.RestApi, origins: Collection[str], told: Mapping[str, str]) -> None:
    """Give the API all of them; pages of those origins may read them, and whoever bills is told something."""
    for kind, problem in RESPONSES.items():
        api.add_gateway_response(
            kind,
            type=apigateway.ResponseType.of(kind),
            # A status of the fallback's own would become that of every answer that falls back on it.
            status_code=None if kind == ANYTHING_ELSE else str(problem.status),
            response_headers={
                "X-Request-Id": "context.requestId",
                **_fixed({**safety.ALWAYS, **safety.PRIVATE, **errors.headers(problem), **told}),
                **_cors(origins),
            },
            templates={"application/json": _template(problem)},
        )


def _fixed(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that always have the same value, as API Gateway wants them: in quotes."""
    return {name: f"'{value}'" for name, value in headers.items()}


def _cors(origins: Collection[str]) -> dict[str, str]:
    """API Gateway cannot choose among several origins here, but can say the one that asks: without what a function
    answers, there is nothing in it that is not said to everybody."""
    if not origins:
        return {}
    only = f"'{next(iter(origins))}'" if len(origins) == 1 else "method.request.header.Origin"
    return {"Access-Control-Allow-Origin": only, **_fixed({"Access-Control-Expose-Headers": ", ".join(cors.SHOWN)})}


def _template(problem: Problem) -> str:
    """API Gateway replaces `$context…` in it as plain text."""
    return json.dumps(errors.body(problem.under("$context.requestId")))
