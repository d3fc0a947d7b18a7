"""One of the APIs that a template describes."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, NamedTuple

from tests.deployed.routes import Route, route_of
from tests.support.template import Template


class RestApi(NamedTuple):
    """What the template says of an API and its one stage; of what its deployment does not wait for, it has nothing."""

    id: str
    properties: Mapping[str, Any]
    stage: Mapping[str, Any]
    routes: list[Route]
    authorizers: Mapping[str, Mapping[str, Any]]
    responses: Mapping[str, Mapping[str, Any]]
    plans: Mapping[str, Mapping[str, Any]]
    """The usage plans of the stage, by their logical ids."""
    keys: Mapping[str, str]
    """Which usage plan each usage key is on, by the keys' values."""

    @property
    def host(self) -> str:
        """Where the gateway serves all of its stages, each below a path of its own."""
        return f"{self.id.lower()}.execute-api.eu-central-1.amazonaws.com"

    @property
    def throttle(self) -> tuple[float, int]:
        """The rate and the burst of all methods together."""
        (everything,) = self.stage["MethodSettings"]
        assert (everything["ResourcePath"], everything["HttpMethod"]) == ("/*", "*")
        return everything["ThrottlingRateLimit"], everything["ThrottlingBurstLimit"]


def rest_api(template: Template, **variables: str) -> RestApi:
    """The API whose stage has those variables."""
    stages = template.of_type("ApiGateway::Stage")
    ((stage_id, stage),) = ((name, one) for name, one in stages.items() if one["Variables"] == variables)
    api = stage["RestApiId"]["Ref"]
    mine = {"Ref": api}
    deployed = set(template.resources[stage["DeploymentId"]["Ref"]]["DependsOn"])
    methods = [*template.methods(), *template.preflights()]
    responses = _of(template, "GatewayResponse", mine)
    return RestApi(
        api,
        template.resources[api]["Properties"],
        stage,
        [route_of(one) for one in methods if one.api == api and one.id in deployed],
        _of(template, "Authorizer", mine),
        {one["ResponseType"]: one for name, one in responses.items() if name in deployed},
        _plans(template, mine, stage_id),
        _keys(template),
    )


def _of(template: Template, kind: str, api: Mapping[str, str]) -> dict[str, Any]:
    made = template.of_type(f"ApiGateway::{kind}")
    return {name: one for name, one in made.items() if one["RestApiId"] == api}


def _plans(template: Template, api: Mapping[str, str], stage: str) -> dict[str, Any]:
    at = {"ApiId": api, "Stage": {"Ref": stage}}
    plans = template.of_type("ApiGateway::UsagePlan")
    return {name: deepcopy(one) for name, one in plans.items() if at in one["ApiStages"]}


def _keys(template: Template) -> dict[str, str]:
    keys = {name: one for name, one in template.of_type("ApiGateway::ApiKey").items() if one["Enabled"]}
    on = template.of_type("ApiGateway::UsagePlanKey").values()
    return {keys[one["KeyId"]["Ref"]]["Value"]: one["UsagePlanId"]["Ref"] for one in on if one["KeyId"]["Ref"] in keys}
