"""Who may do what: a walk over every row, with no credential, a stranger's, and one without the scope."""

import json
import secrets
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from adapters.http.doors import RAPIDAPI, STAGE_VARIABLE
from adapters.http.endpoints import ADMIN, ENDPOINTS, Endpoint
from adapters.http.gateway import Context
from functions import authorizer
from tests.conftest import PROXY_SECRETS, MakeApi
from tests.functions.conftest import locally
from tests.support.api import Api, problem
from tests.support.world import World, without_anything

PROTECTED = [row for row in ENDPOINTS if not row.access.public]
SCOPED = [row for row in PROTECTED if row.access.scope]
OWNED = [row for row in PROTECTED if row.access != ADMIN]
MANAGING = [row for row in PROTECTED if row.access == ADMIN]
INSIDE_A_CALENDAR = [row for row in PROTECTED if "{calendar_id}" in row.path]
WITH_AN_ID = [row for row in OWNED if "{" in row.path]
ON = {"starts_on": "2026-03-28", "ends_on": "2026-03-28"}
GARBLED = "dbk_" + "0" * 49


def by_name(rows: list[Endpoint]) -> Any:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


@by_name(PROTECTED)
@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "credential_missing"),
        ("", "credential_missing"),
        ("dbk_wrong", "credential_malformed"),
        (GARBLED, "credential_malformed"),
        ("x" * 9000, "credential_malformed"),
        ("dbk_a, dbk_b", "credential_malformed"),
    ],
    ids=["none", "empty", "short", "garbled", "huge", "two"],
)
def test_without_a_valid_credential_every_row_is_401(client: Any, row: Endpoint, key: str | None, code: str) -> None:
    answer = Api(client, key)(row.method, row.path, content=b"nor json")
    assert problem(answer)[:2] == (401, code)


@by_name(SCOPED)
def test_without_the_scope_every_row_is_403_before_anything_is_validated(new_api: MakeApi, row: Endpoint) -> None:
    others = {str(other.access.scope) for other in SCOPED} - {row.access.scope}
    answer = new_api(scopes=frozenset(others))(row.method, row.path, content=b"nor json")
    assert problem(answer)[:2] == (403, "scope_missing")
    assert answer.json()["errors"][0]["meta"] == {"scope": row.access.scope}


@by_name(SCOPED)
def test_the_scope_of_a_row_is_enough_for_it(new_api: MakeApi, world: World, row: Endpoint) -> None:
    answer = world.call(row, new_api(world.owner, frozenset({str(row.access.scope)})))
    match row.name:
        case "identities.claim":
            assert problem(answer)[:2] == (403, "rapidapi_only")
        case "identities.attach" | "identities.detach" | "keys.create" | "keys.patch" | "keys.rotate" | "keys.revoke":
            assert problem(answer)[:2] == (403, "grant_exceeded"), "what these are about may do more than that scope"
        case _:
            assert answer.status_code == row.status, answer.text


@by_name(WITH_AN_ID)
def test_a_stranger_finds_nothing_and_changes_nothing(new_api: MakeApi, world: World, row: Endpoint) -> None:
    before = world.facts()
    stranger = new_api(scopes=frozenset({"*", "admin"}))
    theirs = world.call(row, stranger)
    nobodys = world.call(row, stranger, path=without_anything(row))
    assert theirs.status_code == nobodys.status_code == 404
    assert theirs.json() == nobodys.json()
    assert world.facts() == before
    assert world.api.titles(world.calendar, start="2026-03-28", to="2026-04-01") == ["Planning", "Planning"]


@by_name(INSIDE_A_CALENDAR)
@pytest.mark.parametrize(
    "nonsense",
    [
        {"content": b"nor json"},
        {"content": b'{"title": 5, "what": null}'},
        {"params": {"from": "yesterday"}},
        {"params": {"from": "2026-03-28", "to": "2026-03-01"}},
        {"params": {"cursor": "x", "ids": "y"}},
        {"params": {"what": "ever"}},
        {"content": b" " * 1_100_000},
    ],
)
def test_a_stranger_learns_nothing_from_nonsense_either(
    new_api: MakeApi, world: World, row: Endpoint, nonsense: dict[str, Any]
) -> None:
    assert problem(world.call(row, new_api(), **nonsense)) == (404, "calendar_not_found", None)


@by_name([row for row in PROTECTED if "{event_id}" in row.path])
def test_an_event_cannot_be_reached_through_a_calendar_of_ones_own(
    new_api: MakeApi, world: World, row: Endpoint
) -> None:
    stranger = new_api()
    path = row.path.replace("/v1/calendars/{calendar_id}", stranger.new_calendar()).format(event_id=world.event_id)
    assert problem(world.call(row, stranger, path=path))[:2] == (404, "event_not_found")


def test_lists_show_what_is_ones_own(new_api: MakeApi, world: World) -> None:
    stranger = new_api()
    assert stranger.get("/v1/calendars").json()["data"] == []
    assert stranger.get("/v1/identities").json()["data"] == []
    assert [key["id"] for key in stranger.get("/v1/keys").json()["data"]] == [stranger.key_id]


def test_two_keys_of_one_owner_see_the_same(new_api: MakeApi) -> None:
    owner = secrets.token_hex(8)
    first, second = new_api(owner), new_api(owner)
    calendar = first.new_calendar()
    second.new_event(calendar, **ON)
    assert first.titles(calendar, start="2026-03-28") == ["Planning"]


@by_name([row for row in ENDPOINTS if row.access.public])
def test_public_rows_need_no_credential(client: Any, world: World, row: Endpoint) -> None:
    answer = Api(client).get(world.path(row))
    assert answer.status_code == 200


@pytest.mark.parametrize("secret", PROXY_SECRETS)
def test_a_rapidapi_user_owns_what_they_make(through_rapidapi: MakeApi, secret: str) -> None:
    user = secrets.token_hex(8)
    calendar = through_rapidapi(user, secret).new_calendar()
    assert through_rapidapi(user).get(calendar).status_code == 200
    other = through_rapidapi(f"{user}x", secret)
    assert problem(other.get(calendar))[:2] == (404, "calendar_not_found")


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({"X-RapidAPI-User": "ada"}, "credential_missing"),
        ({"X-RapidAPI-Proxy-Secret": "wrong", "X-RapidAPI-User": "ada"}, "proxy_unknown"),
        ({"X-RapidAPI-Proxy-Secret": "ünicode".encode(), "X-RapidAPI-User": "ada"}, "proxy_unknown"),
        ({"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0]}, "credential_missing"),
        ({"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0], "X-RapidAPI-User": ""}, "credential_missing"),
        ({"X-RapidAPI-Proxy-Secret": ", ".join(PROXY_SECRETS), "X-RapidAPI-User": "ada"}, "proxy_unknown"),
        ({"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0], "X-RapidAPI-User": "x" * 3000}, "proxy_unknown"),
        ({"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0][:-1], "X-RapidAPI-User": "ada"}, "proxy_unknown"),
    ],
)
def test_rapidapi_headers_without_a_valid_secret_and_user_prove_nothing(
    client: Any, headers: dict[str, str], code: str
) -> None:
    assert problem(Api(client).get("/v1/calendars", headers=headers))[:2] == (401, code)


def test_at_the_direct_door_rapidapi_headers_are_ignored(new_api: MakeApi, client: Any) -> None:
    api = new_api()
    calendar = api.new_calendar()
    spoofed = {
        "X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0],
        "X-RapidAPI-User": "ada",
        "X-RapidAPI-Subscription": "MEGA",
    }
    assert api.get(calendar, headers=spoofed).status_code == 200
    me = api.get("/v1/me", headers=spoofed).json()["data"]
    assert (me["credential"]["type"], me["plan"]) == ("key", "free")
    assert problem(Api(client, "dbk_wrong").get(calendar, headers=spoofed))[0] == 401


@locally
def test_headers_beyond_what_the_gateway_takes_are_refused_there(client: Any) -> None:
    answer = Api(client, "x" * 11_000).get("/v1/me")
    assert (problem(answer)[0], "x" * 100 in answer.text) == (400, False)


def test_at_the_rapidapi_door_an_api_key_is_ignored(wired: str, new_api: MakeApi) -> None:
    key = str(new_api().key)
    let_in = _at_the_rapidapi_door(PROXY_SECRETS[0], key)
    assert let_in["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    assert let_in["context"]["credential_id"] == "rapidapi:ada"
    refused = _at_the_rapidapi_door("wrong", key)
    assert refused["policyDocument"]["Statement"][0]["Effect"] == "Deny"
    assert refused["context"]["code"] == "proxy_unknown"


def _at_the_rapidapi_door(secret: str, key: str) -> Any:
    """What the authorizer says there to Ada's call that has an API key, too."""
    headers = {"X-Api-Key": key, "X-RapidAPI-Proxy-Secret": secret, "X-RapidAPI-User": "ada"}
    event = {
        "methodArn": "arn:aws:execute-api:eu-central-1:000000000000:api/v1/GET/v1/me",
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "stageVariables": {STAGE_VARIABLE: RAPIDAPI.name},
    }
    return authorizer.handler(event, None)


@by_name([row for row in ENDPOINTS if not RAPIDAPI.leads_to(row)])
def test_what_is_at_the_direct_door_only_is_not_there_through_rapidapi(
    through_rapidapi: MakeApi, world: World, row: Endpoint
) -> None:
    assert problem(world.call(row, through_rapidapi()))[:2] == (404, "route_not_found")


@by_name(PROTECTED)
def test_what_has_expired_since_the_gateway_asked_opens_nothing(wired: str, row: Endpoint) -> None:
    event = json.loads(Path(f"events/{row.name}.json").read_text())
    event["requestContext"]["authorizer"]["expires_at"] = "2026-03-28T12:00:00+00:00"
    answer = import_module(row.module).handler(event, Context("request-1"))
    assert (answer["statusCode"], json.loads(answer["body"])["errors"][0]["code"]) == (401, "credential_expired")


@by_name(PROTECTED)
@pytest.mark.parametrize("missing", ["owner_id", "owner_status", "credential_id", "scopes", "calendars", "detail"])
def test_a_function_lets_nobody_in_of_whom_it_is_told_half(wired: str, row: Endpoint, missing: str) -> None:
    event = json.loads(Path(f"events/{row.name}.json").read_text())
    del event["requestContext"]["authorizer"][missing]
    answer = import_module(row.module).handler(event, Context("request-1"))
    assert (answer["statusCode"], json.loads(answer["body"])["errors"][0]["code"]) == (401, "credential_missing")


@pytest.mark.parametrize("name", ["x-api-key", "X-API-KEY", "X-Api-Key"])
def test_header_names_have_no_case(new_api: MakeApi, client: Any, name: str) -> None:
    key = str(new_api().key)
    assert Api(client).get("/v1/calendars", headers={name: key}).status_code == 200


@pytest.mark.parametrize("second", ["X-Api-Key", "x-api-key"])
def test_a_key_that_comes_twice_is_none(new_api: MakeApi, client: Any, second: str) -> None:
    keys = [str(new_api().key), str(new_api().key)]
    headers: Any = [("X-Api-Key", keys[0]), (second, keys[1])]
    answer = client.get("/v1/calendars", headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (401, "credential_malformed")
