"""What the gateway says by itself, and what it writes down."""

import json
from collections.abc import Callable

import pytest

from tests.deployed.answers import KINDS
from tests.deployed.conftest import Visitor
from tests.deployed.gateway import DeployedGateway

CONTEXT = {"requestId": "a-request", "authorizer": {"code": "credential_unknown", "title": "This key is unknown."}}


@pytest.fixture(params=["direct_door", "rapidapi_door"])
def door(request: pytest.FixtureRequest) -> DeployedGateway:
    found: DeployedGateway = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_all_that_it_says_is_in_our_error_shape(door: DeployedGateway, kind: str) -> None:
    answer = door.responses.answer(kind, CONTEXT, {"Origin": "https://app.example.org"})
    (error,) = json.loads(answer["body"])["errors"]
    assert list(error) == ["code", "title", "status", "meta"]
    assert "$" not in answer["body"]
    assert answer["multiValueHeaders"]["X-Request-Id"] == ["a-request"]
    assert answer["multiValueHeaders"]["Content-Type"] == ["application/json"]
    if not kind.startswith("DEFAULT"):
        assert answer["statusCode"] == error["status"]
    if answer["statusCode"] >= 500:
        assert error["meta"] == {"request_id": "a-request"}


@pytest.mark.parametrize("path", ["/nowhere", "/v1", "/v1/calendars/", "/v1/me/nothing", "//", "/V1/me"])
def test_an_unknown_route_is_not_found(door: DeployedGateway, path: str) -> None:
    answer = Visitor(door, {})("GET", path)
    assert (answer.status, answer.code) == (404, "route_not_found")


def test_an_unknown_method_is_not_found(door: DeployedGateway) -> None:
    assert Visitor(door, {})("TRACE", "/v1/me").status == 404


def test_a_crash_tells_the_request_and_nothing_else(door: DeployedGateway, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise RuntimeError("at 10.0.0.1 with password")

    monkeypatch.setattr("functions.service.ping.handler", crash)
    answer = Visitor(door, {})("GET", "/ping")
    assert answer.status == 500
    assert "password" not in json.dumps(answer.body)
    assert answer.body["errors"][0]["meta"] == {"request_id": answer.headers["X-Request-Id"]}


def test_an_authorizer_that_fails_is_no_word_about_the_credential(
    with_key: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = with_key()

    def crash(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("functions.authorizer._caller", crash)
    answer = visitor("GET", "/v1/me")
    assert (answer.status, answer.code) == (503, "temporarily_unavailable")


def test_the_access_log_has_a_line_of_json_for_each_call_and_no_secret(
    with_key: Callable[..., Visitor], direct_door: DeployedGateway
) -> None:
    visitor = with_key()
    calendar = visitor("POST", "/v1/calendars", {"title": "Secret plans", "time_zone": "UTC"}).headers["Location"]
    feed = visitor("POST", f"{calendar}/feeds", {"detail": "full"}).body["data"]["url"]
    secret = feed.rpartition("/")[2]
    visitor("GET", f"/feeds/{secret}")
    visitor("GET", f"{calendar}/events?from=2026-01-01&to=2026-01-02&q=whispered")
    visitor("GET", "/v1/me", X_Api_Key="dbk_wrong")
    visitor("GET", f"/nowhere/{secret}")
    lines = [json.loads(line) for line in direct_door.log]
    assert [line["route"] for line in lines[2:]] == [
        "/feeds/{file}",
        "/v1/calendars/{calendar_id}/events",
        "/v1/me",
        "-",
    ]
    assert [line["status"] for line in lines] == ["201", "201", "200", "200", "401", "404"]
    assert lines[4]["gateway_response"] == "ACCESS_DENIED"
    assert lines[0]["owner_id"] == visitor("GET", "/v1/me").body["data"]["id"]
    written = "\n".join(direct_door.log)
    for hidden in (
        secret,
        secret.removesuffix(".ics"),
        visitor.shows["X-Api-Key"],
        "dbk_wrong",
        "Secret plans",
        "whispered",
    ):
        assert hidden not in written


def test_a_page_of_a_chosen_site_may_ask_and_call_at_the_direct_door(
    direct_door: DeployedGateway, rapidapi_door: DeployedGateway
) -> None:
    origin = "https://app.example.org"
    asked = Visitor(direct_door, {"Origin": origin})("OPTIONS", "/v1/calendars")
    assert asked.status == 204
    assert asked.headers["Access-Control-Allow-Origin"] == origin
    assert "X-Api-Key" in asked.headers["Access-Control-Allow-Headers"]
    refused = Visitor(direct_door, {"Origin": origin})("GET", "/v1/calendars")
    assert (refused.status, refused.headers["Access-Control-Allow-Origin"]) == (401, origin)
    assert Visitor(rapidapi_door, {"Origin": origin})("OPTIONS", "/v1/calendars").status == 404
