"""Calls are counted for each owner by itself: the worker behind the stream, and the authorizer."""

import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from adapters.http.doors import DIRECT, RAPIDAPI, STAGE_VARIABLE, Door
from adapters.settings import Settings
from adapters.usage_keys import KNOWN_AFTER, own_key, shared_key
from daybook.stream_pump import StreamPump
from domain.ids import OwnerId
from domain.owner import Plan
from functions import authorizer, meter_owners, wiring
from tests.conftest import BARE, PROXY_SECRETS, TABLE, MakeApi
from tests.functions.conftest import locally
from tests.support.api import Api
from tests.support.control_plane import api_gateway
from tests.support.stream import drain, unparked

PREFIX = BARE


@pytest.fixture
def gateway_keys(wired: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Mapping[str, str]]]:
    """On which plan each of the gateway's usage keys is."""
    with api_gateway() as (client, plans):
        monkeypatch.setenv(Settings.USAGE_KEY_PREFIX, PREFIX)
        monkeypatch.setenv(Settings.USAGE_PLANS, json.dumps(plans))
        wiring.reset()
        yield lambda: {
            key["name"]: plan["name"]
            for key in client.get_api_keys()["items"]
            for plan in client.get_usage_plans(keyId=key["id"])["items"]
        }
    wiring.reset()


@pytest.fixture
def meter_all(wired: str, caught_up: Path) -> Callable[[], None]:
    """Let the worker see all owners that changed since the test began."""
    kept = Path(shutil.copy(caught_up, caught_up.with_name("meters.json")))
    return lambda: drain(StreamPump(wired, TABLE, meter_owners.handler, kept, unparked))


def _owner_of(api: Api) -> OwnerId:
    return OwnerId(UUID(api.get("/v1/me").json()["data"]["id"]))


def _usage_key(headers: Mapping[str, str], door: Door = DIRECT) -> str | None:
    event = {
        "methodArn": "arn:aws:execute-api:eu-central-1:000000000000:api/live/GET/v1/me",
        "stageVariables": {STAGE_VARIABLE: door.name},
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
    }
    answer = authorizer.handler(event, None)
    assert answer["policyDocument"]["Statement"][0]["Effect"] == "Allow"
    return answer.get("usageIdentifierKey")


def _let_the_gateway_know(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have it be so much later that the gateway is sure to know all keys."""
    later = wiring.now() + KNOWN_AFTER + timedelta(seconds=1)
    monkeypatch.setattr(authorizer, "now", lambda: later)


def test_a_new_owner_gets_a_usage_key_on_its_plan(
    gateway_keys: Callable[[], Mapping[str, str]], meter_all: Callable[[], None], api: Api
) -> None:
    key = own_key(PREFIX, _owner_of(api))
    assert key not in gateway_keys()
    meter_all()
    assert gateway_keys()[key] == Plan.FREE


def test_a_plan_changes_and_an_owner_goes_with_its_usage_key(
    gateway_keys: Callable[[], Mapping[str, str]], meter_all: Callable[[], None], admin: Api, api: Api
) -> None:
    owner = _owner_of(api)
    meter_all()
    assert admin.patch(f"/v1/admin/owners/{owner}", {"plan": "pro"}).status_code == 204
    meter_all()
    assert gateway_keys()[own_key(PREFIX, owner)] == Plan.PRO
    assert admin.delete(f"/v1/admin/owners/{owner}").status_code == 202
    meter_all()
    assert own_key(PREFIX, owner) not in gateway_keys()


def test_being_metered_does_not_get_in_the_way_of_a_conditional_change(
    gateway_keys: Callable[[], Mapping[str, str]], meter_all: Callable[[], None], admin: Api, api: Api
) -> None:
    path = f"/v1/admin/owners/{_owner_of(api)}"
    etag = admin.get(path).headers["ETag"]
    meter_all()
    assert admin.patch(path, {"plan": "pro"}, headers={"If-Match": etag}).status_code == 204


def test_calls_count_for_the_plan_until_the_gateway_is_sure_to_know_the_owners_own_key(
    gateway_keys: Callable[[], Mapping[str, str]],
    meter_all: Callable[[], None],
    new_api: MakeApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api = new_api()
    headers, own = {"X-Api-Key": api.key}, own_key(PREFIX, _owner_of(api))
    assert _usage_key(headers) == shared_key(PREFIX, Plan.FREE)
    meter_all()
    assert _usage_key(headers) == shared_key(PREFIX, Plan.FREE)
    _let_the_gateway_know(monkeypatch)
    assert _usage_key(headers) == own


def test_all_keys_of_an_owner_count_together(
    gateway_keys: Callable[[], Mapping[str, str]],
    meter_all: Callable[[], None],
    api: Api,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before, own = api.new_key(), own_key(PREFIX, _owner_of(api))
    meter_all()
    after = api.new_key()
    _let_the_gateway_know(monkeypatch)
    keys = {_usage_key({"X-Api-Key": one.key}) for one in (api, before, after)}
    assert keys == {own}


def test_rapidapi_counts_its_users_itself(gateway_keys: Callable[[], Mapping[str, str]]) -> None:
    headers = dict(zip(RAPIDAPI.headers, (PROXY_SECRETS[0], "somebody"), strict=True))
    assert _usage_key(headers, RAPIDAPI) is None


@locally
def test_without_a_gateway_that_counts_nothing_is_said_of_it(
    wired: str, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(Settings.USAGE_KEY_PREFIX)
    monkeypatch.setattr(authorizer, "settings", lambda: Settings.read(os.environ))
    assert _usage_key({"X-Api-Key": api.key}) is None


def test_the_worker_names_the_record_that_it_could_not_do(
    gateway_keys: Callable[[], Mapping[str, str]], api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("functions.wiring.meters.meter_owner", lambda: fail)
    image = {"type": {"S": "owner"}, "id": {"S": str(_owner_of(api))}}
    others: dict[str, Any] = {"NewImage": {"type": {"S": "event"}}}
    records = [{"dynamodb": {**one, "SequenceNumber": str(n)}} for n, one in enumerate([others, {"NewImage": image}])]
    assert meter_owners.handler({"Records": records}, None) == {"batchItemFailures": [{"itemIdentifier": "1"}]}
