"""Batches, over HTTP: each call as if by itself, or all in one step."""

import secrets
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import pytest

from adapters.http.endpoints import ENDPOINTS
from domain.errors import Conflict, OutcomeUnknown, Unavailable
from domain.grant import Detail
from domain.use_cases.create_event import CreateEvent
from functions.wiring import batches
from tests.conftest import MakeApi
from tests.support.api import Api, problem
from tests.support.world import AT

MARCH = {"start": "2026-03-01", "to": "2026-04-01"}


def an_op(operation: str, body: Any = None, query: Any = None, headers: Any = None, **path: str) -> dict[str, Any]:
    parts = {"operation": operation, "path": path, "query": query, "headers": headers, "body": body}
    return {name: value for name, value in parts.items() if value}


def a_create(calendar: str, title: str = "Planning", **details: Any) -> dict[str, Any]:
    return an_op("events.create", {"title": title, **AT, **details}, calendar_id=calendar.rpartition("/")[2])


def run(api: Api, *operations: dict[str, Any], atomic: bool = False, key: str | None = None) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return api.post("/v1/batch", {"operations": list(operations), "atomic": atomic}, headers=headers)


def outcomes(response: Any) -> list[int]:
    assert response.status_code == 200, response.text
    return [one["status"] for one in response.json()["data"]]


def test_each_call_has_the_answer_that_it_would_have_had(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **AT)
    by_id = {"calendar_id": calendar.rpartition("/")[2], "event_id": event["id"]}
    response = run(
        api,
        an_op("events.get", **by_id),
        an_op("events.get", headers={"If-None-Match": '"1"'}, **by_id),
        an_op("events.patch", {"title": "Review"}, headers={"If-Match": '"7"'}, **by_id),
        an_op("events.patch", {"title": "Review"}, headers={"Prefer": "return=representation"}, **by_id),
        an_op("events.list", query={"from": "2026-03-29", "page_size": 1}, calendar_id=by_id["calendar_id"]),
        an_op("events.create", {"title": ""}, calendar_id=by_id["calendar_id"]),
        an_op("events.get", calendar_id=str(uuid4()), event_id=event["id"]),
        an_op("events.delete", **by_id),
    )
    assert outcomes(response) == [200, 304, 412, 200, 200, 400, 404, 204]
    assert response.json()["meta"] == {"succeeded": 5, "failed": 3}
    got, _, stale, patched, listed, invalid, _, deleted = response.json()["data"]
    assert got["body"]["data"] == event
    assert got["headers"]["ETag"] == '"1"'
    assert stale["body"]["errors"][0]["meta"]["current"] == '"1"'
    assert patched["body"]["data"]["title"] == "Review"
    assert [one["title"] for one in listed["body"]["data"]] == ["Review"]
    assert invalid["body"]["errors"][0]["meta"] == {"field": "title"}
    assert deleted["body"] is None
    assert not any(one["omitted"] for one in response.json()["data"])
    assert api.titles(calendar, **MARCH) == []


def test_locations_are_as_of_the_call_itself(api: Api) -> None:
    created = run(api, an_op("calendars.create", {"title": "Work"})).json()["data"][0]
    assert api.get(created["headers"]["Location"]).json()["data"] == created["body"]["data"]


@pytest.mark.parametrize("atomic", [True, False])
def test_a_call_may_use_what_an_earlier_one_answered(api: Api, atomic: bool) -> None:
    response = run(
        api,
        an_op("calendars.create", {"title": "Travel", "time_zone": "Europe/Lisbon", "metadata": {"x": "y"}}),
        an_op("events.create", {**AT, "title": "$0.metadata.x", "description": "$$0.id"}, calendar_id="$0.id"),
        an_op("feeds.create", {"calendars": ["$0.id"], "detail": "busy"}),
        atomic=atomic,
    )
    assert outcomes(response) == [201, 201, 201]
    calendar, event, feed = (one["body"]["data"] for one in response.json()["data"])
    assert event["calendar_id"] == calendar["id"]
    assert (event["title"], event["description"]) == ("y", "$0.id")
    assert feed["calendars"] == [calendar["id"]]
    assert api.titles(f"/v1/calendars/{calendar['id']}", **MARCH) == ["y"]


@pytest.mark.parametrize(
    ("reference", "code"),
    [
        ("$0.id.more", "invalid_reference"),
        ("$0.nothing", "invalid_reference"),
        ("$0.metadata", "invalid_reference"),
        ("$1.id", "invalid_reference"),
        ("$7.id", "invalid_reference"),
    ],
)
def test_a_reference_that_leads_nowhere_is_refused(api: Api, reference: str, code: str) -> None:
    response = run(api, an_op("calendars.create", {"title": "Work"}), an_op("calendars.get", calendar_id=reference))
    assert outcomes(response) == [201, 400]
    error = response.json()["data"][1]["body"]["errors"][0]
    assert (error["code"], error["meta"]) == (code, {"reference": reference})


def test_references_are_short_and_few(api: Api) -> None:
    calendar = api.new_calendar(description="x" * 3000)
    get = an_op("calendars.get", calendar_id=calendar.rpartition("/")[2])
    many = an_op("calendars.create", {"title": "x", "metadata": {str(number): "$0.title" for number in range(101)}})
    long = an_op("calendars.create", {"title": "x", "description": "$0.description"})
    digits = an_op("calendars.get", calendar_id=f"$3.{'9' * 40}")
    response = run(api, get, many, long, an_op("calendars.list"), digits)
    assert outcomes(response) == [200, 400, 400, 200, 400]


def test_what_is_no_text_is_refused_as_it_would_be_by_itself(api: Api) -> None:
    content = '{"operations": [{"operation": "calendars.create", "body": {"title": "\\ud800"}}]}'
    assert outcomes(api("POST", "/v1/batch", content=content)) == [
        api("POST", "/v1/calendars", content='{"title": "\\ud800"}').status_code
    ]


@pytest.mark.parametrize("error", [Unavailable(), OutcomeUnknown(), Conflict(), ValueError()], ids=repr)
def test_what_failed_in_passing_is_not_kept(api: Api, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    calendar, key = api.new_calendar(), str(uuid4())
    creates = [a_create(calendar, title) for title in "ab"]
    with monkeypatch.context() as patch:
        make, made = CreateEvent.__call__, []

        def create(self: CreateEvent, *arguments: Any) -> Any:
            made.append(1)
            if len(made) > 1:
                raise error
            return make(self, *arguments)

        patch.setattr(CreateEvent, "__call__", create)
        assert problem(run(api, *creates, key=key))[:2] == (503, "interrupted")
    assert outcomes(run(api, *creates, key=key)) == [201, 201]
    assert sorted(api.titles(calendar, **MARCH)) == ["a", "b"]


def test_a_kept_batch_is_not_shown_to_who_may_see_less(new_api: MakeApi) -> None:
    owner, key = secrets.token_hex(8), str(uuid4())
    full, busy = new_api(owner), new_api(owner, detail=Detail.BUSY)
    calendar = full.new_calendar()
    event = full.new_event(calendar, **AT)
    get = an_op("events.get", calendar_id=calendar.rpartition("/")[2], event_id=event["id"])
    assert outcomes(run(full, get, key=key)) == [200]
    refused = run(busy, get, key=key)
    assert problem(refused)[:2] == (409, "idempotency_key_reused")
    assert event["title"] not in refused.text


def test_what_depends_on_a_refused_call_is_not_tried(api: Api) -> None:
    response = run(api, an_op("calendars.create", {"title": ""}), an_op("calendars.delete", calendar_id="$0.id"))
    assert outcomes(response) == [400, 424]


def test_an_atomic_batch_is_done_as_a_whole_or_not_at_all(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **AT)
    by_id = {"calendar_id": calendar.rpartition("/")[2], "event_id": event["id"]}
    away = a_create(api.new_calendar(), "Moved")
    refused = run(api, away, an_op("events.delete", headers={"If-Match": '"9"'}, **by_id), atomic=True)
    assert problem(refused) == (412, "version_mismatch", None)
    assert refused.json()["errors"][0]["meta"]["operation"] == 1
    other = f"/v1/calendars/{away['path']['calendar_id']}"
    assert api.titles(other, **MARCH) == []
    moved = run(api, away, an_op("events.delete", headers={"If-Match": '"1"'}, **by_id), atomic=True)
    assert outcomes(moved) == [201, 204]
    assert (api.titles(calendar, **MARCH), api.titles(other, **MARCH)) == ([], ["Moved"])


def test_an_invalid_call_of_an_atomic_batch_names_its_field_and_number(api: Api) -> None:
    calendar = api.new_calendar()
    refused = run(api, a_create(calendar), a_create(calendar, ""), atomic=True)
    assert problem(refused) == (400, "invalid_field", "title")
    assert refused.json()["errors"][0]["meta"]["operation"] == 1
    assert api.titles(calendar, **MARCH) == []


def test_a_hundred_events_are_one_step(api: Api) -> None:
    calendar = api.new_calendar()
    titles = [f"{number:03}" for number in range(100)]
    assert outcomes(run(api, *(a_create(calendar, title) for title in titles), atomic=True)) == [201] * 100
    assert sorted(api.titles(calendar, **MARCH)) == titles


@pytest.mark.parametrize(
    "operations",
    [
        pytest.param(lambda calendar: [an_op("calendars.get", calendar_id=calendar)], id="a read"),
        pytest.param(
            lambda calendar: [an_op("calendars.patch", {"title": x}, calendar_id=calendar) for x in "ab"], id="twice"
        ),
        pytest.param(lambda calendar: [a_create(calendar, ends_at="2026-04-03T09:00:00Z")] * 20, id="too many writes"),
        pytest.param(lambda _: [an_op("keys.create", {"label": x}) for x in "ab"], id="one keyring"),
    ],
)
def test_what_cannot_be_one_step_is_refused(api: Api, operations: Any) -> None:
    path = api.new_calendar()
    refused = run(api, *operations(path.rpartition("/")[2]), atomic=True)
    assert problem(refused)[:2] == (400, "not_in_one_step")
    assert api.get(path).headers["ETag"] == '"1"'
    assert api.titles(path, **MARCH) == []
    assert len(api.get("/v1/keys").json()["data"]) == 1


NOT_IN_A_BATCH = [row.name for row in ENDPOINTS if row.access.public or row.path.startswith("/v1/admin/")]
NOT_IN_A_BATCH += ["events.import", "import_jobs.upload", "events.export", "batch.run"]
NOT_IN_A_BATCH += ["events", "events.creat", "", "__import__", "x" * 1000]


@pytest.mark.parametrize("name", NOT_IN_A_BATCH)
def test_what_a_batch_cannot_have_is_refused_before_anything_is_done(admin: Api, name: str) -> None:
    before = admin.get("/v1/calendars").json()
    refused = run(admin, an_op("calendars.create", {"title": "Work"}), {"operation": name})
    assert problem(refused) == (400, "invalid_field", "operations[1].operation")
    assert admin.get("/v1/calendars").json() == before


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "operations"),
        ({"operations": []}, "operations"),
        ({"operations": [{"operation": "me.get"}] * 101}, "operations"),
        ({"operations": [{"operation": "me.get", "bdy": {}}]}, "operations[0].bdy"),
        ({"operations": [{"operation": "me.get", "body": []}]}, "operations[0].body"),
        ({"operations": [{"operation": "me.get", "headers": {"X-Api-Key": "x"}}]}, "operations[0].headers.X-Api-Key"),
        ({"operations": [{"operation": "me.get"}], "atomic": "yes"}, "atomic"),
    ],
)
def test_a_malformed_batch_names_its_field(api: Api, body: Any, field: str) -> None:
    assert problem(api.post("/v1/batch", body))[0::2] == (400, field)


def test_path_parameters_are_asked_for_by_name(api: Api) -> None:
    response = run(api, an_op("calendars.get"), an_op("me.get", calendar_id="x"))
    assert outcomes(response) == [400, 400]
    fields = [one["body"]["errors"][0]["meta"]["field"] for one in response.json()["data"]]
    assert fields == ["path.calendar_id", "path.calendar_id"]


def test_a_batch_opens_nothing_that_the_calls_would_not(api: Api, new_api: MakeApi) -> None:
    calendar, owner = api.new_calendar(), secrets.token_hex(8)
    stranger, reader = new_api(), new_api(owner, scopes=frozenset({"calendars:read"}))
    assert outcomes(run(stranger, a_create(calendar), an_op("calendars.list"))) == [404, 200]
    assert outcomes(run(reader, an_op("calendars.create", {"title": "x"}), an_op("calendars.list"))) == [403, 200]
    assert problem(run(stranger, a_create(calendar), atomic=True))[0] == 404
    assert problem(run(reader, an_op("calendars.create", {"title": "x"}), atomic=True))[0] == 403
    assert api.titles(calendar, **MARCH) == []


@pytest.mark.parametrize("atomic", [True, False])
def test_a_batch_acts_once_under_its_key(api: Api, atomic: bool) -> None:
    calendar, key = api.new_calendar(), str(uuid4())
    with ThreadPoolExecutor(4) as pool:
        create = a_create(calendar)
        answers = list(pool.map(lambda _: run(api, create, create, atomic=atomic, key=key), range(4)))
    assert {tuple(outcomes(answer)) for answer in answers} == {(201, 201)}
    ids = {tuple(one["body"]["data"]["id"] for one in answer.json()["data"]) for answer in answers}
    assert len(ids) == 1
    assert len(api.titles(calendar, **MARCH)) == 2
    assert run(api, create, create, atomic=atomic, key=key).headers["Idempotent-Replayed"] == "true"
    assert problem(run(api, create, atomic=atomic, key=key))[:2] == (409, "idempotency_key_reused")


def test_a_batch_whose_time_ends_goes_on_when_it_is_repeated(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    calendar, key = api.new_calendar(), str(uuid4())
    moments = iter([True, True, False])
    monkeypatch.setattr(batches, "time_for", lambda _: lambda: next(moments, True))
    creates = [a_create(calendar, title) for title in "abc"]
    stopped = run(api, *creates, key=key)
    assert problem(stopped)[:2] == (503, "interrupted")
    assert stopped.headers["Retry-After"] == "1"
    assert sorted(api.titles(calendar, **MARCH)) == ["a", "b"]
    went_on = run(api, *creates, key=key)
    assert outcomes(went_on) == [201, 201, 201]
    assert [one["headers"].get("Idempotent-Replayed") for one in went_on.json()["data"]] == ["true", "true", None]
    assert sorted(api.titles(calendar, **MARCH)) == ["a", "b", "c"]


def test_without_a_key_what_there_was_no_time_for_is_said(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([True, False])
    monkeypatch.setattr(batches, "time_for", lambda _: lambda: next(moments))
    assert outcomes(run(api, an_op("me.get"), an_op("me.get"))) == [200, 503]


def test_bodies_that_do_not_fit_are_left_out_and_that_is_said(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **AT, description="x" * 16_000, metadata={str(x): "ü" * 500 for x in range(45)})
    by_id = {"calendar_id": calendar.rpartition("/")[2], "event_id": event["id"]}
    response = run(api, *[an_op("events.get", **by_id)] * 100)
    assert outcomes(response) == [200] * 100
    views = response.json()["data"]
    whole = sum(not one["omitted"] for one in views)
    assert 45 < whole < 100
    assert all((one["body"] is None) == one["omitted"] for one in views)
    assert len(response.content) < 3.2 * 1024 * 1024
