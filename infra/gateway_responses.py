"""The gateway's own answers, in our error shape: `adapters.http.gateway_responses` as API Gateway wants it."""

import json
from collections.abc import Mapping

from aws_cdk import aws_apigateway as apigateway

from adapters.http import errors
from adapters.http.errors import Problem
from adapters.http.gateway_responses import BAD_REQUEST, GATEWAY_RESPONSES

ANYTHING_ELSE = "DEFAULT_4XX"

RESPONSES = {**GATEWAY_RESPONSES, ANYTHING_ELSE: GATEWAY_RESPONSES[BAD_REQUEST]}


def add_gateway_responses(api: apigateway.RestApi) -> None:
    """Give the API all of them."""
    for kind, problem in RESPONSES.items():
        api.add_gateway_response(
            kind,
            type=apigateway.ResponseType.of(kind),
            # A status of the fallback's own would become that of every answer that falls back on it.
            status_code=None if kind == ANYTHING_ELSE else str(problem.status),
            response_headers={"X-Request-Id": "context.requestId", **_fixed(errors.headers(problem))},
            templates={"application/json": _template(problem)},
        )


def _fixed(headers: Mapping[str, str]) -> dict[str, str]:
    """Headers that always have the same value, as API Gateway wants them: in quotes."""
    return {name: f"'{value}'" for name, value in headers.items()}


def _template(problem: Problem) -> str:
    """API Gateway replaces `$context…` in it as plain text."""
    return json.dumps(errors.body(problem.under("$context.requestId")))
