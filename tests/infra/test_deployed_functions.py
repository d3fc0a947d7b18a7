"""Every function as it is deployed: from the package alone, as the template says, under AWS's runtime interface client.

The package is that for this machine, zipped and unzipped again. Beside it on the path is nothing but the client, and
boto3, which Lambda's runtime has too, for the one worker that needs it. The database is the embedded engine.
"""

import os
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from adapters.http.doors import DIRECT, RAPIDAPI, STAGE_VARIABLE, Door
from adapters.http.endpoints import ADMIN, BY_NAME, ENDPOINTS, Endpoint
from adapters.http.proxy_events import authorized, authorizer_event
from adapters.usage_keys import shared_key
from bench import runtime
from bench.runtime import FunctionError, Running
from domain.api_key import new_key
from domain.credential_errors import CredentialUnknown, ProxyUnknown
from domain.owner import Plan
from tests.conftest import MakeApi
from tests.infra.deployment import Deployment
from tests.infra.test_deployed_workers import IMPORTS, METERS, PURGE
from tests.support.api import Api
from tests.support.template import Template
from tests.support.world import World, sample

pytestmark = pytest.mark.skipif(not runtime.AVAILABLE, reason="the runtime interface client has wheels for Linux only")

AUTHORIZER = "functions.authorizer.handler"

every_row = pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
each_door = pytest.mark.parametrize("door", [DIRECT, RAPIDAPI], ids=lambda door: door.name)


@pytest.fixture(scope="module")
def authorizer(deployed: Deployment) -> Iterator[Running]:
    """The authorizer, which goes on running, as it does on Lambda."""
    with deployed.start(AUTHORIZER) as started:
        yield started


def test_every_function_of_the_template_is_tried(both: Template) -> None:
    handlers = {one["Handler"] for one in both.of_type("Lambda::Function").values()}
    assert handlers == {AUTHORIZER, PURGE, IMPORTS, METERS} | {f"{row.module}.handler" for row in ENDPOINTS}


@every_row
def test_an_endpoint_answers_its_sample_for_whom_the_authorizer_lets_in(
    deployed: Deployment, authorizer: Running, world: World, admin: Api, through_rapidapi: MakeApi, row: Endpoint
) -> None:
    event = world.event(row)
    if not row.access.public:
        proxied = "rapidapi_user" in sample(row)["requestContext"]["authorizer"]
        caller = through_rapidapi() if proxied else admin if row.access == ADMIN else world.api
        event = _let_in(authorizer, event, RAPIDAPI if proxied else DIRECT, caller)
    with deployed.start(f"{row.module}.handler") as function:
        answer = function.invoke(event)
    assert answer["statusCode"] == row.status, answer["body"]
    assert answer["multiValueHeaders"]["X-Request-Id"] == [event["requestContext"]["requestId"]]


@each_door
def test_the_authorizer_lets_in_who_proves_it(
    authorizer: Running, world: World, through_rapidapi: MakeApi, door: Door
) -> None:
    caller = world.api if door is DIRECT else through_rapidapi()
    answer = _ask(authorizer, _through(door, _credential(caller)), door)
    assert _effect(answer) == "Allow"
    assert answer["principalId"] == answer["context"]["owner_id"] == caller.get("/v1/me").json()["data"]["id"]
    assert answer.get("usageIdentifierKey") == (shared_key("Both", Plan.FREE) if door is DIRECT else None)


@each_door
def test_the_authorizer_says_why_it_lets_somebody_not_in(authorizer: Running, door: Door) -> None:
    wrong = [new_key("dbk_", os.urandom)] if door is DIRECT else ["no secret of the proxy's", "ada"]
    answer = _ask(authorizer, _through(door, dict(zip(door.headers, wrong, strict=True))), door)
    assert _effect(answer) == "Deny"
    error = CredentialUnknown() if door is DIRECT else ProxyUnknown()
    assert answer["context"] == {"code": error.code, "title": error.title}


@each_door
def test_the_authorizer_wants_a_credential_in_the_words_that_the_gateway_knows(authorizer: Running, door: Door) -> None:
    with pytest.raises(FunctionError, match=r"^Unauthorized$"):
        _ask(authorizer, _through(door, {}), door)


def _let_in(authorizer: Running, event: dict[str, Any], door: Door, caller: Api) -> dict[str, Any]:
    """An event as the gateway hands it on once the authorizer has let the caller in."""
    event = _through(door, _credential(caller), event)
    answer = _ask(authorizer, event, door)
    assert _effect(answer) == "Allow"
    return authorized(event, {**answer["context"], "principalId": answer["principalId"], "integrationLatency": 7})


def _through(door: Door, credential: Mapping[str, str], event: dict[str, Any] | None = None) -> dict[str, Any]:
    """An event, by default somebody's, as it comes through a door with a credential."""
    event = event or sample(BY_NAME["calendars.list"])
    headers = {name: value for name, value in event["headers"].items() if name not in DIRECT.headers} | credential
    several = {name: [value] for name, value in headers.items()}
    return {**event, "headers": headers, "multiValueHeaders": several, "stageVariables": {STAGE_VARIABLE: door.name}}


def _credential(caller: Api) -> dict[str, str]:
    return {**caller.headers, **({"X-Api-Key": caller.key} if caller.key else {})}


def _ask(authorizer: Running, event: dict[str, Any], door: Door) -> dict[str, Any]:
    answer: dict[str, Any] = authorizer.invoke(authorizer_event(event, door))
    return answer


def _effect(answer: Mapping[str, Any]) -> str:
    (statement,) = answer["policyDocument"]["Statement"]
    return str(statement["Effect"])
