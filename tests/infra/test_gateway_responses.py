"""What the gateway answers by itself."""

import json
from typing import Any

import pytest

from adapters.http.gateway_responses import GATEWAY_RESPONSES
from domain import credential_errors
from domain.errors import Unauthenticated
from tests.support.template import Template


@pytest.mark.parametrize("kind", [*GATEWAY_RESPONSES, "DEFAULT_4XX", "INVALID_SIGNATURE"])
def test_the_gateway_answers_in_our_shape(direct: Template, kind: str) -> None:
    answer = _gateway_response(direct, kind)
    template = answer["ResponseTemplates"]["application/json"].replace("$context.requestId", "a-request")
    for name in ("code", "title"):
        template = template.replace(f"$context.authorizer.{name}", name)
    (error,) = json.loads(template)["errors"]
    assert "$" not in template
    assert list(error) == ["code", "title", "status", "meta"]
    assert answer.get("StatusCode", str(error["status"])) == str(error["status"])
    assert error["meta"] == ({"request_id": "a-request"} if error["status"] >= 500 else {})
    fixed = {401: {"WWW-Authenticate": "'ApiKey'"}, 503: {"Retry-After": "'1'"}}.get(error["status"], {})
    safe = {"X-Content-Type-Options": "'nosniff'", "Cache-Control": "'no-store'"}
    headers = {"X-Request-Id": "context.requestId", **safe, **fixed}
    assert answer["ResponseParameters"] == {f"gatewayresponse.header.{name}": value for name, value in headers.items()}


def test_a_credential_that_does_not_work_is_answered_in_the_authorizers_words(direct: Template) -> None:
    answer = _gateway_response(direct, "ACCESS_DENIED")
    (error,) = json.loads(answer["ResponseTemplates"]["application/json"])["errors"]
    assert answer["StatusCode"] == "401"
    assert (error["code"], error["title"]) == ("$context.authorizer.code", "$context.authorizer.title")


def test_what_the_authorizer_says_of_a_credential_can_stand_in_json(direct: Template) -> None:
    """API Gateway puts it into the template as it is."""
    kinds = [one for one in vars(credential_errors).values() if isinstance(one, type)]
    for kind in (one for one in kinds if issubclass(one, Unauthenticated) and one is not Unauthenticated):
        assert json.loads(f'["{kind.code}", "{kind().title}"]')


def test_an_unknown_route_is_not_found(direct: Template) -> None:
    assert _gateway_response(direct, "MISSING_AUTHENTICATION_TOKEN")["StatusCode"] == "404"


def test_the_fallback_leaves_the_status_alone(direct: Template) -> None:
    assert "StatusCode" not in _gateway_response(direct, "DEFAULT_4XX")


def _gateway_response(template: Template, kind: str) -> dict[str, Any]:
    (found,) = (one for one in template.of_type("ApiGateway::GatewayResponse").values() if one["ResponseType"] == kind)
    return dict(found)
