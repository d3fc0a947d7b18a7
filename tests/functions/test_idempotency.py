"""Idempotency keys, over HTTP: a request acts once, however often it comes."""

import json
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from importlib import import_module
from typing import Any
from uuid import uuid4

import httpx
import pytest

from adapters.dynamodb.staging import StagingTable
from adapters.http.endpoints import ENDPOINTS, Endpoint
from domain.errors import OutcomeUnknown
from domain.grant import Detail
from domain.use_cases.owners import CreateOwner
from tests.conftest import MakeApi
from tests.support.api import Api, problem
from tests.support.world import AT, World

KEY, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
POSTS = [row for row in ENDPOINTS if row.method == "POST"]
EVENT = {"title": "Planning", **AT}


def a_key() -> dict[str, str]:
    return {KEY: str(uuid4())}


def kept_of(response: httpx.Response) -> tuple[int, str, dict[str, str]]:
    """What a replay has in common with the first answer."""
    own = {"x-request-id", "date", "idempotent-replayed", "server"}
    return response.status_code, response.text, {k: v for k, v in response.headers.items() if k not in own}


@pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
def test_every_post_takes_a_key(row: Endpoint) -> None:
    assert (import_module(row.module).handler.once is not None) == (row.method == "POST")


@pytest.mark.parametrize("row", POSTS, ids=lambda row: row.name)
def test_a_repeated_request_is_answered_as_the_first_and_does_not_act(row: Endpoint, world: World, admin: Api) -> None:
    api = admin if row.access.scope == "admin" else world.a_rapidapi_user() if row.name == "identities.claim" else None
    sent: dict[str, Any] = {"headers": a_key()}
    if row.name.endswith((".attach", "owners.create")):  # whose bodies the world makes anew each time
        sent["content"] = world.content(row)
    first = world.call(row, api, **sent)
    assert first.status_code in {200, 201, 204}, first.text
    assert REPLAYED not in first.headers
    facts = world.facts()
    again = world.call(row, api, **sent)
    assert again.headers[REPLAYED] == "true"
    assert kept_of(again) == kept_of(first)
    assert world.facts() == facts


def test_another_request_under_the_same_key_is_refused(api: Api) -> None:
    calendar, key = api.new_calendar(), a_key()
    assert api.post(f"{calendar}/events", EVENT, headers=key).status_code == 201
    for path, body in (
        (f"{calendar}/events", {**EVENT, "title": "Other"}),
        (f"{api.new_calendar()}/events", EVENT),
        ("/v1/calendars", {"title": "Work"}),
    ):
        assert problem(api.post(path, body, headers=key)) == (409, "idempotency_key_reused", KEY)
    assert api.titles(calendar, start="2026-03-29", to="2026-03-30") == ["Planning"]


def test_json_that_says_the_same_is_the_same_request(api: Api) -> None:
    calendar, key = api.new_calendar(), a_key()
    first = api.post(f"{calendar}/events", EVENT, headers=key)
    turned = json.dumps(dict(reversed(EVENT.items())), indent=3)
    assert api("POST", f"{calendar}/events", content=turned, headers=key).json() == first.json()


def test_what_was_refused_may_be_mended_under_the_same_key(api: Api) -> None:
    calendar, key = api.new_calendar(), a_key()
    assert problem(api.post(f"{calendar}/events", {**EVENT, "title": ""}, headers=key))[0] == 400
    mended = api.post(f"{calendar}/events", EVENT, headers=key)
    assert mended.status_code == 201
    assert REPLAYED not in mended.headers


def test_deleting_what_was_created_frees_nothing_and_blocks_nothing(api: Api) -> None:
    key = a_key()
    first = api.post("/v1/calendars", {"title": "Work"}, headers=key)
    api.delete(first.headers["Location"])
    again = api.post("/v1/calendars", {"title": "Work"}, headers=key)
    assert kept_of(again) == kept_of(first)
    assert api.get("/v1/calendars").json()["data"] == []
    assert api.post("/v1/calendars", {"title": "Work"}, headers=a_key()).status_code == 201


def test_keys_are_of_their_owner(new_api: MakeApi) -> None:
    key, owner = a_key(), secrets.token_hex(8)
    first = new_api(owner).post("/v1/calendars", {"title": "Work"}, headers=key)
    assert new_api().post("/v1/calendars", {"title": "Work"}, headers=key).json() != first.json()
    assert new_api(owner).post("/v1/calendars", {"title": "Work"}, headers=key).json() == first.json()


def test_a_credential_that_may_do_less_gets_no_answer_of_one_that_may_do_more(new_api: MakeApi) -> None:
    key, owner = a_key(), secrets.token_hex(8)
    made = new_api(owner).post("/v1/keys", {"label": "x", "scopes": ["keys:write"]}, headers=key)
    assert made.status_code == 201
    less = new_api(owner, scopes=frozenset({"keys:write", "keys:read"}))
    again = less.post("/v1/keys", {"label": "x", "scopes": ["keys:write"]}, headers=key)
    assert problem(again) == (409, "idempotency_key_reused", KEY)
    assert made.json()["data"]["secret"] not in again.text


@pytest.mark.parametrize("atomic", [True, False])
def test_a_credential_that_may_know_busy_times_only_gets_no_answer_that_shows_more(
    new_api: MakeApi, atomic: bool
) -> None:
    key, owner = a_key(), secrets.token_hex(8)
    api = new_api(owner)
    calendar_id = api.new_calendar().rpartition("/")[2]
    create = {"operation": "events.create", "path": {"calendar_id": calendar_id}, "body": EVENT}
    batch = {"atomic": atomic, "operations": [create]}
    made = api.post("/v1/batch", batch, headers=key).json()["data"][0]["body"]["data"]
    again = new_api(owner, detail=Detail.BUSY).post("/v1/batch", batch, headers=key)
    assert problem(again) == (409, "idempotency_key_reused", KEY)
    assert made["id"] not in again.text


def test_a_credential_that_may_know_busy_times_only_gets_no_secret_of_a_key_that_may_know_more(
    new_api: MakeApi,
) -> None:
    key, owner = a_key(), secrets.token_hex(8)
    made = new_api(owner).post("/v1/keys", {"label": "x"}, headers=key)
    again = new_api(owner, detail=Detail.BUSY).post("/v1/keys", {"label": "x"}, headers=key)
    assert problem(again) == (409, "idempotency_key_reused", KEY)
    assert made.json()["data"]["secret"] not in again.text


@pytest.mark.parametrize("key", ["", "x" * 256, "a key", "schlüssel".encode()])
def test_a_key_that_cannot_be_one_is_refused(api: Api, key: Any) -> None:
    assert problem(api.post("/v1/calendars", {"title": "Work"}, headers={KEY: key})) == (
        400,
        "invalid_idempotency_key",
        KEY,
    )


def test_sixteen_at_once_make_one(api: Api) -> None:
    calendar, key = api.new_calendar(), a_key()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda _: api.post(f"{calendar}/events", EVENT, headers=key), range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum(REPLAYED not in answer.headers for answer in answers) == 1
    assert api.titles(calendar, start="2026-03-29", to="2026-03-30") == ["Planning"]


@pytest.mark.parametrize("committed", [True, False], ids=["committed", "not_committed"])
def test_a_write_whose_outcome_is_unknown_is_looked_for(
    api: Api, monkeypatch: pytest.MonkeyPatch, committed: bool
) -> None:
    calendar = api.new_calendar()
    write_together, lost = StagingTable.write_together, []

    def lose_the_answer(self: StagingTable, writes: Any) -> None:
        if len(writes) == 2 and not lost and _in_no_unit():
            lost.append(True)
            if committed:
                write_together(self, writes)
            raise OutcomeUnknown
        write_together(self, writes)

    monkeypatch.setattr(StagingTable, "write_together", lose_the_answer)
    answer = api.post(f"{calendar}/events", EVENT, headers=a_key())
    assert lost
    assert answer.status_code == 201
    listed = api.get(f"{calendar}/events", params={"from": "2026-03-29", "to": "2026-03-30"}).json()["data"]
    assert [one["id"] for one in listed] == [answer.json()["data"]["id"]]


def test_a_repeated_request_that_overlaps_the_first_is_not_told_that_it_was_refused(
    admin: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    body, key, twins = {"name": secrets.token_hex(8)}, a_key(), []
    create = CreateOwner.__call__

    def overtaken(self: CreateOwner, *arguments: Any) -> Any:
        if not twins:
            twins.append(None)
            twins[0] = Context().run(admin.post, "/v1/admin/owners", body, headers=key)
        return create(self, *arguments)

    monkeypatch.setattr(CreateOwner, "__call__", overtaken)
    late = admin.post("/v1/admin/owners", body, headers=key)
    assert twins[0].status_code == late.status_code == 201
    assert late.headers[REPLAYED] == "true"
    assert late.json() == twins[0].json()


@pytest.mark.parametrize("content", ["[" * 1_000_000, '{"a":' * 995 + "1" + "}" * 995, "x" * 2_000_000, '"\\ud800"'])
def test_a_body_that_is_none_is_refused_also_under_a_key(api: Api, content: str) -> None:
    answer = api("POST", "/v1/calendars", content=content, headers=a_key())
    assert problem(answer)[0::2] in {(400, "body"), (413, "body")}


def test_a_precondition_is_a_part_of_the_request(api: Api) -> None:
    calendar, key = api.new_calendar(), a_key()
    series = api.new_event(calendar, **AT, recurrence=["RRULE:FREQ=WEEKLY"])
    path = f"{calendar}/events/{series['id']}_20260405T090000Z"
    api.patch(path, {"title": "Other"})
    assert api.post(f"{path}/reset", None, headers={**key, "If-Match": '"2"'}).status_code == 204
    assert problem(api.post(f"{path}/reset", None, headers={**key, "If-Match": '"7"'}))[0] == 409


def test_an_import_is_answered_once_as_well(api: Api) -> None:
    calendar, key = api.new_calendar(), a_key()
    file = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260329T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    headers = {**key, "Content-Type": "text/calendar"}
    first, again = (api("POST", f"{calendar}/import", content=file, headers=headers) for _ in range(2))
    assert first.json()["data"]["created"] == 1
    assert kept_of(again) == kept_of(first)


def test_answers_go_with_their_owner(
    admin: Api, new_api: MakeApi, table: StagingTable, purge_all: Callable[[], None]
) -> None:
    name = secrets.token_hex(8)
    api = new_api(name)
    owner_id = api.get("/v1/me").json()["data"]["id"]
    assert api.post("/v1/calendars", {"title": "Work"}, headers=a_key()).status_code == 201
    values = {":owner": f"owner#{owner_id}", ":first": "idempotency#"}
    kept = lambda: list(table.items("pk = :owner AND begins_with(sk, :first)", values))  # noqa: E731
    assert len(kept()) == 1
    admin.delete(f"/v1/admin/owners/{owner_id}")
    purge_all()
    assert kept() == []


def _in_no_unit() -> bool:
    from adapters.dynamodb import staging

    return staging._stage.get() is None
