"""What RapidAPI is told that calls through it cost."""

import sys
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest

from adapters.http import billing
from adapters.http.doors import DIRECT, RAPIDAPI
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.prices import prices_in
from adapters.settings import Settings
from tests.conftest import MakeApi
from tests.functions.conftest import locally
from tests.support.api import Api
from tests.support.world import AT, World

PRICES = "read: Requests=1; Credits=1, write: Requests=1; Credits=2"
FREE = "Requests=0; Credits=0"
EVENT = {"title": "Planning", **AT}
BEHIND = [row for row in ENDPOINTS if RAPIDAPI.leads_to(row)]


@pytest.fixture
def charging(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Sets prices."""

    def charge(prices: str) -> None:
        monkeypatch.setenv(Settings.RAPIDAPI_BILLING, prices)
        billing.prices.cache_clear()

    charge(PRICES)
    yield charge
    monkeypatch.undo()
    billing.prices.cache_clear()


@pytest.fixture
def user(charging: object, through_rapidapi: MakeApi) -> Api:
    """A RapidAPI user where calls have prices."""
    return through_rapidapi()


def billed(answer: Any) -> str | None:
    told: str | None = answer.headers.get(billing.HEADER)
    return told


def a_file(events: int) -> str:
    """A calendar file with so many events."""
    one = "BEGIN:VEVENT\r\nUID:{}@x\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:20260329T090000Z\r\nEND:VEVENT\r\n"
    inner = "".join(one.format(number) for number in range(events))
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{inner}END:VCALENDAR\r\n"


def take_in(api: Api, calendar: str, events: int, **params: Any) -> Any:
    content = a_file(events).encode()
    headers = {"Content-Type": "text/calendar"}
    answer = api("POST", f"{calendar}/import", content=content, headers=headers, params=params)
    assert answer.status_code == 200, answer.text
    return answer


def test_a_call_costs_what_its_endpoint_does(user: Api) -> None:
    calendar = user.new_calendar()
    assert billed(user.post(f"{calendar}/events", EVENT)) == "Requests=1; Credits=2"
    assert billed(user.get(calendar)) == "Requests=1; Credits=1"
    assert billed(user.patch(calendar, {"title": "Home"})) == "Requests=1; Credits=2"
    assert billed(user.delete(calendar)) == "Requests=1; Credits=2"


def test_an_endpoint_may_have_a_price_of_its_own(user: Api, charging: Callable[[str], None]) -> None:
    charging(f"{PRICES}, me.get: Requests=1, service.ping: Requests=1")
    assert billed(user.get("/v1/me")) == "Requests=1; Credits=0"
    assert billed(user.get("/ping")) == "Requests=1; Credits=0"


def test_what_was_refused_or_has_not_changed_costs_nothing(user: Api) -> None:
    calendar = user.new_calendar()
    assert billed(user.post(f"{calendar}/events", {"title": ""})) == FREE
    assert billed(user.get(f"/v1/calendars/{uuid4()}")) == FREE
    assert billed(user.patch(calendar, {"title": "x"}, headers={"If-Match": '"9"'})) == FREE
    unchanged = user.get(calendar, headers={"If-None-Match": user.get(calendar).headers["ETag"]})
    assert (unchanged.status_code, billed(unchanged)) == (304, FREE)


def test_a_crash_costs_nothing(user: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    user.get("/v1/me")
    monkeypatch.setattr(sys.modules["functions.me.get"].handler, "handler", None)
    crashed = user.get("/v1/me")
    assert (crashed.status_code, billed(crashed)) == (500, FREE)


def test_what_was_done_before_costs_nothing(user: Api) -> None:
    named = {"Idempotency-Key": str(uuid4())}
    first, again = (user.post("/v1/calendars", {"title": "Work"}, headers=named) for _ in range(2))
    assert (first.status_code, billed(first)) == (201, "Requests=1; Credits=2")
    assert (again.status_code, billed(again)) == (201, FREE)
    assert again.headers["Idempotent-Replayed"] == "true"


def test_what_needs_no_credential_costs_nothing(user: Api) -> None:
    assert billed(user.get("/ping")) == FREE


@locally
@pytest.mark.parametrize("path", ["/v1/me", "/v1/nowhere", "/v1/admin/owners"])
def test_what_the_gateway_refuses_by_itself_costs_nothing(user: Api, through_rapidapi: MakeApi, path: str) -> None:
    refused = through_rapidapi(secret="another").get(path)
    assert refused.status_code in {401, 404}
    assert billed(refused) == FREE


@pytest.mark.parametrize("row", BEHIND, ids=lambda row: row.name)
def test_every_answer_at_that_door_says_a_cost_of_all_objects(user: Api, world: World, row: Endpoint) -> None:
    done, refused = world.call(row, user), world.call(row, user, content=b"{")
    for answer in (done, refused):
        costs = dict(part.split("=") for part in str(billed(answer)).split("; "))
        assert list(costs) == ["Requests", "Credits"]
        assert (costs != {"Requests": "0", "Credits": "0"}) == (answer.is_success and not row.access.public)


def test_the_direct_door_says_nothing_of_costs(charging: object, api: Api) -> None:
    calendar = api.new_calendar()
    answers = [api.get(calendar), api.post(calendar, {}), Api(api.client).get("/v1/me"), api.get("/ping")]
    assert [billed(answer) for answer in answers] == [None] * 4


def test_what_was_done_through_rapidapi_is_replayed_at_the_direct_door_without_its_cost(user: Api) -> None:
    direct = Api(user.client, user.post("/v1/keys", {"scopes": ["*"]}).json()["data"]["secret"])
    named = {"Idempotency-Key": str(uuid4())}
    user.post("/v1/calendars", {"title": "Work"}, headers=named)
    again = direct.post("/v1/calendars", {"title": "Work"}, headers=named)
    assert again.headers["Idempotent-Replayed"] == "true"
    assert billed(again) is None


def test_without_prices_nothing_is_said_of_costs(through_rapidapi: MakeApi) -> None:
    assert billed(through_rapidapi().get("/v1/me")) is None


@pytest.mark.parametrize("atomic", [True, False])
def test_a_batch_costs_one_request_and_what_its_operations_cost(user: Api, *, atomic: bool) -> None:
    calendar = user.new_calendar().rpartition("/")[2]
    operations = [{"operation": "events.create", "path": {"calendar_id": calendar}, "body": EVENT}] * 3
    assert billed(user.post("/v1/batch", {"operations": operations, "atomic": atomic})) == "Requests=1; Credits=6"


def test_a_batch_costs_nothing_for_operations_that_were_refused_or_done_before(user: Api) -> None:
    path = {"calendar_id": user.new_calendar().rpartition("/")[2]}
    good = {"operation": "events.create", "path": path, "body": EVENT}
    bad = {"operation": "events.create", "path": path, "body": {"title": ""}}
    read = {"operation": "calendars.get", "path": path}
    named = {"Idempotency-Key": str(uuid4())}
    answers = [user.post("/v1/batch", {"operations": [good, bad, read]}, headers=named) for _ in range(2)]
    assert [billed(answer) for answer in answers] == ["Requests=1; Credits=3", FREE]
    assert billed(user.post("/v1/batch", {"operations": [bad, good], "atomic": True})) == FREE


def test_a_batch_may_have_a_price_of_its_own(user: Api, charging: Callable[[str], None]) -> None:
    charging(f"{PRICES}, batch.run: Requests=1; Credits=5")
    assert billed(user.post("/v1/batch", {"operations": [{"operation": "me.get"}] * 9})) == "Requests=1; Credits=5"


def test_an_import_costs_by_what_it_made_or_changed(user: Api, charging: Callable[[str], None]) -> None:
    charging(f"{PRICES}, events.import: Requests=1; Credits=1/2")
    calendar = user.new_calendar()
    assert billed(take_in(user, calendar, 5, dry_run="true")) == "Requests=1; Credits=1"
    assert billed(take_in(user, calendar, 5)) == "Requests=1; Credits=3"
    assert billed(take_in(user, calendar, 5)) == "Requests=1; Credits=1"


def test_answers_of_a_gateway_name_all_objects_at_one_door_only() -> None:
    prices = prices_in(f"{PRICES}, me.get: Seats=1")
    assert billing.headers_of_refusals(RAPIDAPI, prices) == {billing.HEADER: "Requests=0; Credits=0; Seats=0"}
    assert billing.headers_of_refusals(RAPIDAPI, None) == {}
    assert billing.headers_of_refusals(DIRECT, prices) == {}
