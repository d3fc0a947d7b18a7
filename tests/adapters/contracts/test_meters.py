"""What counts the calls of owners, in memory and by API Gateway's usage plans."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from adapters.api_gateway.meters import UsagePlanMeters
from adapters.memory.meters import MemoryMeters
from adapters.usage_keys import own_key
from domain.ids import OwnerId
from domain.owner import Plan
from domain.owner_ports import Meters
from tests.builders import an_owner
from tests.support.control_plane import api_gateway

PREFIX = "Daybook"


class _Kind:
    """Meters, what plan they say that an owner is counted by, and how there comes to be no room."""

    def __init__(self, meters: Meters, plan_of: Callable[[OwnerId], Plan | None], fill: Callable[[], None]) -> None:
        self.meters, self.plan_of, self.fill = meters, plan_of, fill


@pytest.fixture(params=["memory", "api gateway"])
def kind(request: pytest.FixtureRequest) -> Iterator[_Kind]:
    if request.param == "memory":
        meters = MemoryMeters()
        yield _Kind(meters, meters.plans.get, lambda: setattr(meters, "room", len(meters.plans)))
        return
    with api_gateway() as (client, plans):
        yield _Kind(UsagePlanMeters(client, PREFIX, plans), lambda owner: _plan(client, owner), lambda: _fill(client))


def _plan(client: Any, owner_id: OwnerId) -> Plan | None:
    keys = [one for one in client.get_api_keys()["items"] if one["name"] == own_key(PREFIX, owner_id)]
    plans = [Plan(plan["name"]) for key in keys for plan in client.get_usage_plans(keyId=key["id"])["items"]]
    assert len(plans) == len(keys) <= 1
    return plans[0] if plans else None


def _fill(client: Any) -> None:
    def refuse(**_: object) -> None:
        answer = {"Error": {"Code": "LimitExceededException", "Message": "no more"}}
        raise client.exceptions.LimitExceededException(answer, "CreateApiKey")

    assert issubclass(client.exceptions.LimitExceededException, ClientError)
    client.create_api_key = refuse


def _owner() -> OwnerId:
    return OwnerId(an_owner())


@pytest.mark.parametrize("plan", Plan)
def test_an_owner_is_counted_by_its_plan(kind: _Kind, plan: Plan) -> None:
    owner, other = _owner(), _owner()
    assert kind.meters.put(owner, plan)
    assert kind.plan_of(owner) is plan
    assert kind.plan_of(other) is None


def test_an_owner_is_counted_by_one_plan_at_a_time(kind: _Kind) -> None:
    owner, other = _owner(), _owner()
    for one in (owner, other):
        assert kind.meters.put(one, Plan.FREE)
    assert kind.meters.put(owner, Plan.PRO)
    assert (kind.plan_of(owner), kind.plan_of(other)) == (Plan.PRO, Plan.FREE)


def test_putting_and_removing_are_safe_to_repeat(kind: _Kind) -> None:
    owner = _owner()
    for _ in range(2):
        assert kind.meters.put(owner, Plan.PRO)
    assert kind.plan_of(owner) is Plan.PRO
    for _ in range(2):
        kind.meters.remove(owner)
    assert kind.plan_of(owner) is None


def test_when_there_is_no_room_those_who_are_counted_still_change_plans(kind: _Kind) -> None:
    owner, late = _owner(), _owner()
    kind.meters.put(owner, Plan.FREE)
    kind.fill()
    assert not kind.meters.put(late, Plan.FREE)
    assert kind.meters.put(owner, Plan.PRO)
    assert (kind.plan_of(owner), kind.plan_of(late)) == (Plan.PRO, None)
