"""What bounds the calls of owners: usage plans at the direct door, whose keys the authorizer names."""

import json

import pytest

from adapters.http.doors import DIRECT, RAPIDAPI
from adapters.http.endpoints import BY_NAME
from adapters.settings import Settings
from adapters.usage_keys import shared_key
from domain.owner import Plan
from infra.configuration import defaults
from tests.support.template import Template, flat

METERS = "functions.meter_owners.handler"


@pytest.mark.parametrize("plan", Plan)
def test_each_plan_bounds_its_owners_as_chosen(direct: Template, plan: Plan) -> None:
    (made,) = (one for one in direct.of_type("ApiGateway::UsagePlan").values() if one["UsagePlanName"].endswith(plan))
    limits = defaults()["plans"][plan]
    assert made["Throttle"]["RateLimit"] == limits.get("requests_per_second", 100)
    assert made["Throttle"]["BurstLimit"] == limits.get("burst", 200)
    if "requests_per_month" in limits:
        assert made["Quota"] == {"Limit": limits["requests_per_month"], "Period": "MONTH"}
    else:
        assert "Quota" not in made


@pytest.mark.parametrize("plan", Plan)
def test_owners_without_a_key_of_their_own_share_one_that_the_gateway_takes(direct: Template, plan: Plan) -> None:
    name = shared_key("Direct", plan)
    ((key, made),) = ((k, one) for k, one in direct.of_type("ApiGateway::ApiKey").items() if one["Name"] == name)
    assert made["Value"] == name
    assert made["Enabled"] is True
    assert 20 <= len(name) <= 128
    (on,) = (one for one in direct.of_type("ApiGateway::UsagePlanKey").values() if one["KeyId"] == {"Ref": key})
    usage_plan = direct.resources[on["UsagePlanId"]["Ref"]]["Properties"]
    assert usage_plan["UsagePlanName"] == f"Direct {plan}"


def test_calls_are_counted_at_the_direct_door_alone(both: Template) -> None:
    stages = {
        json.dumps(one["RestApiId"]): one["Variables"]["door"] for one in both.of_type("ApiGateway::Stage").values()
    }
    for method in both.methods():
        door = stages[json.dumps(method.properties["RestApiId"])]
        guarded = not BY_NAME[method.properties["OperationName"]].access.public
        assert method.properties.get("ApiKeyRequired", False) is (guarded and door == DIRECT.name)
    for plan in both.of_type("ApiGateway::UsagePlan").values():
        (stage,) = plan["ApiStages"]
        assert stages[json.dumps(stage["ApiId"])] == DIRECT.name != RAPIDAPI.name


def test_the_gateway_takes_usage_keys_from_the_authorizer_alone(both: Template) -> None:
    assert {api["ApiKeySourceType"] for api in both.of_type("ApiGateway::RestApi").values()} == {"AUTHORIZER"}


def test_authorizer_and_worker_mean_the_same_keys(direct: Template) -> None:
    handlers = ("functions.authorizer.handler", METERS)
    told = [direct.function(one)[1]["Environment"]["Variables"][Settings.USAGE_KEY_PREFIX] for one in handlers]
    assert told == ["Direct", "Direct"]


def test_the_worker_knows_the_usage_plan_of_each_plan(direct: Template) -> None:
    told = json.loads(flat(direct.function(METERS)[1]["Environment"]["Variables"][Settings.USAGE_PLANS]))
    named = {plan: direct.resources[made.strip("<>")]["Properties"]["UsagePlanName"] for plan, made in told.items()}
    assert named == {plan: f"Direct {plan}" for plan in Plan}


def test_the_worker_may_touch_no_usage_plan_but_these(direct: Template) -> None:
    statements = direct.statements(direct.function(METERS)[1])
    granted = {
        (action, flat(resource).rpartition("::")[2])
        for one in statements
        for action in one["Action"]
        for resource in one["Resource"]
        if action.startswith("apigateway:")
    }
    keys_on = {f"/usageplans/<{plan}>/keys" for plan in direct.of_type("ApiGateway::UsagePlan")}
    assert granted == {
        ("apigateway:GET", "/apikeys"),
        ("apigateway:POST", "/apikeys"),
        ("apigateway:DELETE", "/apikeys/*"),
        ("apigateway:GET", "/usageplans"),
        *(("apigateway:POST", one) for one in keys_on),
        *(("apigateway:DELETE", f"{one}/*") for one in keys_on),
    }


def test_all_that_happens_to_owners_wakes_the_worker(direct: Template) -> None:
    patterns = [json.loads(one["Pattern"]) for one in direct.mapping(METERS)["FilterCriteria"]["Filters"]]
    assert {(pattern["eventName"][0], *pattern["dynamodb"]) for pattern in patterns} == {
        ("INSERT", "NewImage"),
        ("MODIFY", "NewImage"),
        ("REMOVE", "OldImage"),
    }
    assert {json.dumps(next(iter(one["dynamodb"].values()))) for one in patterns} == {'{"type": {"S": ["owner"]}}'}
