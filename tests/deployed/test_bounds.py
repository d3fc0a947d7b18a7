"""How much callers may call: of each owner as its plan says, of all together as the stage does."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from adapters.usage_keys import own_key, shared_key
from domain.ids import OwnerId
from domain.owner import Plan
from domain.use_cases.meter import MeterOwner
from functions import wiring
from functions.wiring.keyrings import owner_store
from infra.configuration import defaults
from tests.deployed.conftest import STACK, Clock, Visitor
from tests.deployed.gateway import DeployedGateway

ME = "/v1/me"
FREE = defaults()["plans"]["free"]


def _until_refused(visitor: Visitor, most: int = 1000) -> tuple[int, int, str]:
    """How many calls went through before one did not, and how that was answered."""
    for number in range(most):
        answer = visitor("GET", ME)
        if answer.status != 200:
            return number, answer.status, answer.code
    raise AssertionError("there was no end")


class _Enrolling:
    """The door's usage plans as `Meters`, for the worker."""

    def __init__(self, door: DeployedGateway) -> None:
        self._door = door

    def put(self, owner_id: OwnerId, plan: Plan) -> bool:
        plans = self._door.api.plans.items()
        (usage_plan,) = (name for name, one in plans if one["UsagePlanName"] == f"{STACK} {plan}")
        self._door.usage_plans.enrolled[own_key(STACK, owner_id)] = usage_plan
        return True

    def remove(self, owner_id: OwnerId) -> None:
        del self._door.usage_plans.enrolled[own_key(STACK, owner_id)]


def _meter(visitor: Visitor) -> None:
    """Have the owner counted by itself, as the worker does, some time ago."""
    owner_id = OwnerId(UUID(visitor("GET", ME).body["data"]["id"]))
    long_ago = wiring.now() - timedelta(hours=1)
    assert MeterOwner(owner_store(), _Enrolling(visitor.door), lambda: long_ago)(owner_id) is Plan.FREE


def test_owners_that_have_no_usage_key_of_their_own_yet_share_what_their_plan_allows(
    with_key: Callable[..., Visitor], clock: Clock
) -> None:
    first, second = with_key(), with_key()
    assert _until_refused(first) == (FREE["burst"], 429, "throttled")
    assert second("GET", ME).code == "throttled"
    clock.pass_by(1)
    assert _until_refused(second)[0] == FREE["requests_per_second"]


def test_all_keys_of_an_owner_count_together_and_apart_from_other_owners(
    with_key: Callable[..., Visitor], clock: Clock
) -> None:
    own, other = with_key("one owner"), with_key("one owner")
    stranger = with_key()
    for visitor in (own, stranger):
        _meter(visitor)
    clock.pass_by(3600)
    assert _until_refused(own) == (FREE["burst"], 429, "throttled")
    assert other("GET", ME).code == "throttled"
    assert stranger("GET", ME).status == 200


def test_a_months_calls_are_counted(
    with_key: Callable[..., Visitor], direct_door: DeployedGateway, clock: Clock
) -> None:
    plans = {name: {**plan, "Quota": {"Limit": 3, "Period": "MONTH"}} for name, plan in direct_door.api.plans.items()}
    direct_door.usage_plans.plans = plans
    visitor = with_key()
    assert _until_refused(visitor) == (3, 429, "quota_exceeded")
    clock.pass_by(31 * 24 * 3600)
    assert visitor("GET", ME).status == 200


def test_what_the_gateway_does_not_know_is_no_fault_of_the_callers(
    with_key: Callable[..., Visitor], direct_door: DeployedGateway
) -> None:
    plans = direct_door.usage_plans
    plans.keys = {key: plan for key, plan in plans.keys.items() if key != shared_key(STACK, Plan.FREE)}
    answer = with_key()("GET", ME)
    assert (answer.status, answer.code) == (503, "temporarily_unavailable")
    assert answer.headers["Retry-After"] == "1"


def test_the_stage_bounds_all_callers_together_at_either_door(
    direct_door: DeployedGateway, rapidapi_door: DeployedGateway
) -> None:
    for door in (direct_door, rapidapi_door):
        answers = [Visitor(door, {})("GET", "/ping").status for _ in range(defaults()["burst"] + 1)]
        assert set(answers[:-1]) == {200}
        assert answers[-1] == 429


def test_rapidapis_users_are_counted_there(subscriber: Callable[..., Visitor]) -> None:
    visitor = subscriber()
    assert _until_refused(visitor)[0] == defaults()["burst"]
