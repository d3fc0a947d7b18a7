"""Who may do what: a walk over every row, with no credential, a stranger's, and one without the scope."""

import json
import secrets
from pathlib import Path
from typing import Any

import pytest

from adapters.http.endpoints import ENDPOINTS, Endpoint
from tests.conftest import PROXY_SECRETS, MakeApi
from tests.support.api import Api, problem

OWNED = [row for row in ENDPOINTS if not row.access.public]
INSIDE_A_CALENDAR = [row for row in OWNED if "{" in row.path]
AT = {"starts_at": "2026-03-29T09:00:00Z", "ends_at": "2026-03-29T10:00:00Z"}
ON = {"starts_on": "2026-03-28", "ends_on": "2026-03-28"}


def by_name(rows: list[Endpoint]) -> Any:
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.name)


def call(api: Api, row: Endpoint, calendar: str = "", event: str = "", **options: Any) -> Any:
    """Call a row as its sample does, on that calendar and event."""
    sample = json.loads(Path(f"events/{row.name}.json").read_text())
    path = row.path.replace("/v1/calendars/{calendar_id}", calendar).replace("{event_id}", event)
    content = (sample["body"] or "").encode()
    return api(row.method, path, **{"params": sample["queryStringParameters"], "content": content, **options})


@pytest.fixture
def victim(new_api: MakeApi) -> tuple[Api, str, str]:
    """Somebody with a calendar and an event on it."""
    api = new_api()
    calendar = api.new_calendar()
    return api, calendar, api.new_event(calendar, **ON)["id"]


@by_name(OWNED)
@pytest.mark.parametrize("key", [None, "", "dbk_wrong", "dbk_" + "0" * 49, "x" * 9000, "dbk_a, dbk_b"])
def test_without_a_valid_credential_every_row_is_401(client: Any, row: Endpoint, key: str | None) -> None:
    api = Api(client, key)
    answer = call(api, row, "/v1/calendars/not-even-a-uuid", "nor-this", content=b"nor json")
    assert problem(answer)[:2] == (401, "unauthorized")


@by_name(OWNED)
def test_without_the_scope_every_row_is_403_before_anything_is_validated(new_api: MakeApi, row: Endpoint) -> None:
    others = {other.access.scope for other in OWNED} - {row.access.scope}
    api = new_api(scopes=frozenset(str(scope) for scope in others))
    answer = call(api, row, "/v1/calendars/not-even-a-uuid", "nor-this", content=b"nor json")
    assert problem(answer)[:2] == (403, "scope_missing")
    assert answer.json()["errors"][0]["meta"] == {"scope": row.access.scope}


@by_name(OWNED)
def test_the_scope_of_a_row_is_enough_for_it(new_api: MakeApi, row: Endpoint) -> None:
    owner = secrets.token_hex(8)
    everything = new_api(owner)
    calendar = everything.new_calendar()
    event = everything.new_event(calendar, **AT)["id"]
    answer = call(new_api(owner, frozenset({str(row.access.scope)})), row, calendar, event)
    assert answer.status_code == row.status


@by_name(INSIDE_A_CALENDAR)
def test_a_stranger_finds_nothing_and_changes_nothing(
    new_api: MakeApi, victim: tuple[Api, str, str], row: Endpoint
) -> None:
    api, calendar, event = victim
    before = api.get(calendar).json(), api.get(f"{calendar}/events/{event}").json()
    theirs = call(new_api(), row, calendar, event)
    nobodys = call(new_api(), row, "/v1/calendars/01a1f932-2019-7c95-857b-471c53e287ec", event)
    assert problem(theirs) == problem(nobodys) == (404, "calendar_not_found", None)
    assert theirs.json() == nobodys.json()
    assert (api.get(calendar).json(), api.get(f"{calendar}/events/{event}").json()) == before
    assert api.titles(calendar, start="2026-03-28") == ["Planning"]


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
    new_api: MakeApi, victim: tuple[Api, str, str], row: Endpoint, nonsense: dict[str, Any]
) -> None:
    _, calendar, event = victim
    assert problem(call(new_api(), row, calendar, event, **nonsense)) == (404, "calendar_not_found", None)


@by_name([row for row in OWNED if "{event_id}" in row.path])
def test_an_event_cannot_be_reached_through_a_calendar_of_ones_own(
    new_api: MakeApi, victim: tuple[Api, str, str], row: Endpoint
) -> None:
    _, _, event = victim
    stranger = new_api()
    assert problem(call(stranger, row, stranger.new_calendar(), event))[:2] == (404, "event_not_found")


def test_a_list_shows_own_calendars_only(new_api: MakeApi, victim: tuple[Api, str, str]) -> None:
    assert new_api().get("/v1/calendars").json()["data"] == []


def test_two_keys_of_one_owner_see_the_same(new_api: MakeApi) -> None:
    owner = secrets.token_hex(8)
    first, second = new_api(owner), new_api(owner)
    calendar = first.new_calendar()
    second.new_event(calendar, **ON)
    assert first.titles(calendar, start="2026-03-28") == ["Planning"]


@by_name([row for row in ENDPOINTS if row.access.public])
def test_public_rows_need_no_credential(client: Any, row: Endpoint) -> None:
    answer = Api(client).get(row.path.replace("{asset}", "rapidoc-min.js"))
    assert answer.status_code == 200


def through_rapidapi(client: Any, user: str, secret: str) -> Api:
    return Api(_WithHeaders(client, {"X-RapidAPI-Proxy-Secret": secret, "X-RapidAPI-User": user}))  # type: ignore[arg-type]


class _WithHeaders:
    """A client that always sends some headers."""

    def __init__(self, client: Any, headers: dict[str, str]) -> None:
        self.client, self.headers = client, headers

    def request(self, method: str, path: str, headers: dict[str, str], **options: Any) -> Any:
        return self.client.request(method, path, headers={**self.headers, **headers}, **options)


@pytest.mark.parametrize("secret", PROXY_SECRETS)
def test_a_rapidapi_user_owns_what_they_make(client: Any, secret: str) -> None:
    user = secrets.token_hex(8)
    calendar = through_rapidapi(client, user, secret).new_calendar()
    assert through_rapidapi(client, user, PROXY_SECRETS[0]).get(calendar).status_code == 200
    other = through_rapidapi(client, f"{user}x", secret)
    assert problem(other.get(calendar))[:2] == (404, "calendar_not_found")


@pytest.mark.parametrize(
    "headers",
    [
        {"X-RapidAPI-User": "ada"},
        {"X-RapidAPI-Proxy-Secret": "wrong", "X-RapidAPI-User": "ada"},
        {"X-RapidAPI-Proxy-Secret": "ünicode".encode(), "X-RapidAPI-User": "ada"},
        {"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0]},
        {"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0], "X-RapidAPI-User": ""},
        {"X-RapidAPI-Proxy-Secret": ", ".join(PROXY_SECRETS), "X-RapidAPI-User": "ada"},
        {"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0], "X-RapidAPI-User": "x" * 3000},
    ],
)
def test_rapidapi_headers_without_a_valid_secret_and_user_prove_nothing(client: Any, headers: dict[str, str]) -> None:
    assert problem(Api(client).get("/v1/calendars", headers=headers))[:2] == (401, "unauthorized")


def test_at_the_direct_door_rapidapi_headers_are_ignored(new_api: MakeApi, client: Any) -> None:
    api = new_api()
    calendar = api.new_calendar()
    spoofed = {"X-RapidAPI-Proxy-Secret": PROXY_SECRETS[0], "X-RapidAPI-User": "ada"}
    assert api.get(calendar, headers=spoofed).status_code == 200
    assert problem(Api(client, "dbk_wrong").get(calendar, headers=spoofed))[0] == 401


@pytest.mark.parametrize("name", ["x-api-key", "X-API-KEY", "X-Api-Key"])
def test_header_names_have_no_case(new_api: MakeApi, client: Any, name: str) -> None:
    key = str(new_api().key)
    assert Api(client).get("/v1/calendars", headers={name: key}).status_code == 200
