"""From a request to a function and back, as API Gateway does it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from adapters.http.endpoints import BY_NAME
from adapters.http.gateway import LARGEST_ANSWER
from tests.deployed.conftest import Visitor
from tests.deployed.gateway import DeployedGateway
from tests.support.template import Template

ME, PING = "/v1/me", "/ping"


@pytest.fixture(params=["direct_door", "rapidapi_door"])
def door(request: pytest.FixtureRequest) -> DeployedGateway:
    found: DeployedGateway = request.getfixturevalue(request.param)
    return found


def test_all_that_the_template_has_is_deployed(both: Template, door: DeployedGateway) -> None:
    methods = [one for one in (*both.methods(), *both.preflights()) if one.api == door.api.id]
    answers = both.of_type("ApiGateway::GatewayResponse").values()
    assert len(door.api.routes) == len(methods)
    assert len(door.api.responses) == sum(one["RestApiId"] == {"Ref": door.api.id} for one in answers)


def test_whoever_proves_nothing_gets_to_what_is_for_everybody_and_to_nothing_else(
    door: DeployedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.deployed.gateway.invoke", lambda *_: {"statusCode": 204, "multiValueHeaders": {}})
    for route in door.api.routes:
        if route.function is not None:
            public = BY_NAME[route.properties["OperationName"]].access.public
            answer = Visitor(door, {})(route.method, route.path)
            assert (answer.status == 204) is public
            assert public or answer.code == "credential_missing"


def test_what_is_made_is_where_its_location_says_also_below_a_stage(
    with_key: Callable[..., Visitor], direct_door: DeployedGateway
) -> None:
    visitor = with_key()
    visitor = visitor._replace(shows={**visitor.shows, "Host": direct_door.api.host})
    location = visitor("POST", "/live/v1/calendars", {"title": "Work"}).headers["Location"]
    assert location.startswith("/live/v1/calendars/")
    assert visitor("GET", location).status == 200


def test_rapidapis_users_follow_a_location_through_its_proxy_which_knows_the_stage(
    subscriber: Callable[..., Visitor], rapidapi_door: DeployedGateway
) -> None:
    visitor = subscriber()
    visitor = visitor._replace(shows={**visitor.shows, "Host": rapidapi_door.api.host})

    def proxy(method: str, path: str, body: Any = None) -> Any:
        return visitor(method, f"/live{path}", body)

    location = proxy("POST", "/v1/calendars", {"title": "Work"}).headers["Location"]
    assert proxy("GET", location).status == 200


@pytest.mark.parametrize("authorization", ["Basic YWRhOng=", "Bearer x", "AWS4-HMAC-SHA256 Credential=x"])
def test_an_unknown_route_is_not_found_whatever_else_is_shown(door: DeployedGateway, authorization: str) -> None:
    answer = Visitor(door, {"Authorization": authorization})("GET", "/nowhere")
    assert (answer.status, answer.code) == (404, "route_not_found")


def test_the_authorizer_is_shown_no_body(with_key: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch) -> None:
    from functions import authorizer

    seen: list[Any] = []
    usual = authorizer._caller
    monkeypatch.setattr(authorizer, "_caller", lambda event: seen.append(event) or usual(event))
    assert with_key()("POST", "/v1/calendars", {"title": "Secret plans"}).status == 201
    (event,) = seen
    assert "Secret plans" not in json.dumps(event)
    assert (event["type"], event["stageVariables"]) == ("REQUEST", {"door": "direct"})


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        {"principalId": "somebody"},
        {"principalId": "somebody", "policyDocument": {}, "context": {}},
        {"principalId": "somebody", "policyDocument": {"Statement": []}, "context": {"scopes": ["*"]}},
    ],
)
def test_an_authorizer_that_talks_nonsense_lets_nobody_in(
    with_key: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    monkeypatch.setattr("functions.authorizer._policy", lambda *_: said)
    monkeypatch.setattr("functions.authorizer._usage", lambda _: {})
    answer = with_key()("GET", ME)
    assert answer.status in {500, 503}
    assert answer.body["errors"][0]["meta"] == {"request_id": answer.headers["X-Request-Id"]}


@pytest.mark.parametrize(
    "said",
    [
        None,
        "pong",
        {"statusCode": "fine"},
        {"statusCode": 200, "body": {}},
        {"statusCode": 200, "cookies": []},
        {"statusCode": 200, "headers": {"X": []}},
        {"statusCode": 200, "body": "x" * LARGEST_ANSWER},
    ],
    ids=["nothing", "text", "no status", "no text", "unknown", "no header", "too large"],
)
def test_a_function_that_talks_nonsense_has_crashed(
    door: DeployedGateway, monkeypatch: pytest.MonkeyPatch, said: Any
) -> None:
    monkeypatch.setattr("functions.service.ping.handler", lambda *_: said)
    answer = Visitor(door, {})("GET", PING)
    assert (answer.status, answer.code) == (500, "internal_error")


def test_a_functions_own_challenge_comes_under_another_name(
    door: DeployedGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Which happens to credentials that expire while they are remembered."""
    said = {"statusCode": 401, "multiValueHeaders": {"WWW-Authenticate": ["ApiKey"]}, "body": ""}
    monkeypatch.setattr("functions.service.ping.handler", lambda *_: said)
    assert Visitor(door, {})("GET", PING).headers == {"x-amzn-Remapped-WWW-Authenticate": "ApiKey"}


def test_what_is_too_large_for_the_gateway_never_gets_to_an_api(door: DeployedGateway) -> None:
    for shows, body in (({"X": "x" * 10_240}, None), ({}, "x" * 10 * 1024 * 1024)):
        answer = Visitor(door, shows)("POST", "/v1/calendars", body)
        assert (answer.status, answer.headers) == (413, {"Content-Type": "text/plain"})
    assert door.log == []
