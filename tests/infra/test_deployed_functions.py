"""Every function as it is deployed: from the package alone, as the template says, under AWS's runtime interface client.

The package is that for this machine, zipped and unzipped again. Beside it on the path is nothing but the client; boto3,
which Lambda's runtime has too, is not there, since no function needs it. The database is the embedded engine.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from adapters.http.doors import DIRECT, RAPIDAPI, STAGE_VARIABLE, Door
from adapters.http.endpoints import ADMIN, BY_NAME, ENDPOINTS, Endpoint
from adapters.http.proxy_events import authorized, authorizer_event
from adapters.settings import Settings
from bench import runtime
from bench.runtime import Function, FunctionError, Running, running
from daybook.stream_pump import StreamPump
from domain.api_key import new_key
from domain.credential_errors import CredentialUnknown, ProxyUnknown
from tests.conftest import PROXY_SECRETS, TABLE, MakeApi
from tests.functions.test_import_jobs import created, file_of, send
from tests.functions.test_purge import left_of
from tests.infra.template import Template, flat
from tests.support.api import Api
from tests.support.stream import drain, unparked
from tests.support.world import World, sample

pytestmark = pytest.mark.skipif(not runtime.AVAILABLE, reason="the runtime interface client has wheels for Linux only")

AUTHORIZER, PURGE, IMPORTS = (f"functions.{one}.handler" for one in ("authorizer", "purge", "run_import_jobs"))

Deployed = Callable[[str], AbstractContextManager[Running]]

every_row = pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)
each_door = pytest.mark.parametrize("door", [DIRECT, RAPIDAPI], ids=lambda door: door.name)


@pytest.fixture(scope="session")
def deployed(unzipped: Path, both: Template, wired: str) -> Deployed:
    """Starts the function with a handler as the template has it."""

    def start(handler: str) -> AbstractContextManager[Running]:
        variables = both.function(handler)[1]["Environment"]["Variables"]
        environment = {name: _value(value, both) for name, value in variables.items()}
        engine = {Settings.DATABASE_URL: wired}
        return running(Function(unzipped / "package", handler, str(unzipped / "runtime"), environment | engine))

    return start


@pytest.fixture(scope="module")
def authorizer(deployed: Deployed) -> Iterator[Running]:
    """The authorizer, which goes on running, as it does on Lambda."""
    with deployed(AUTHORIZER) as started:
        yield started


def test_every_function_of_the_template_is_tried_here(both: Template) -> None:
    handlers = {one["Handler"] for one in both.of_type("Lambda::Function").values()}
    assert handlers == {AUTHORIZER, PURGE, IMPORTS} | {f"{row.module}.handler" for row in ENDPOINTS}


@every_row
def test_an_endpoint_answers_its_sample_for_whom_the_authorizer_lets_in(
    deployed: Deployed, authorizer: Running, world: World, admin: Api, through_rapidapi: MakeApi, row: Endpoint
) -> None:
    event = world.event(row)
    if not row.access.public:
        proxied = "rapidapi_user" in sample(row)["requestContext"]["authorizer"]
        caller = through_rapidapi() if proxied else admin if row.access == ADMIN else world.api
        event = _let_in(authorizer, event, RAPIDAPI if proxied else DIRECT, caller)
    with deployed(f"{row.module}.handler") as function:
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


def test_a_deleted_calendar_is_purged_by_the_worker_that_its_record_wakes(
    api: Api, deployed: Deployed, both: Template, wired: str, caught_up: Path
) -> None:
    calendar = api.new_calendar()
    for day in range(1, 4):
        api.new_event(calendar, starts_on=f"2026-03-0{day}", ends_on=f"2026-03-1{day}")
    assert api.delete(calendar).status_code == 202
    with deployed(PURGE) as worker:
        drain(StreamPump(wired, TABLE, _waking(worker, both.mapping(PURGE)), caught_up, unparked))
    assert left_of(wired, calendar.rpartition("/")[2]) == 0


def test_an_import_job_is_done_by_the_worker_that_its_record_wakes(
    api: Api, deployed: Deployed, both: Template, wired: str, caught_up: Path
) -> None:
    job = created(api, api.new_calendar())
    assert send(api, job, 1, file_of(3)).status_code == 204
    with deployed(IMPORTS) as worker:
        drain(StreamPump(wired, TABLE, _waking(worker, both.mapping(IMPORTS)), caught_up, unparked))
    kept = api.get(job).json()["data"]
    assert (kept["status"], kept["created"], kept["failed"]) == ("done", 2, 1)


def _value(value: Any, template: Template) -> str:
    """What a function finds for a value of the template."""
    match value:
        case {"Ref": name} if name in template.of_type("DynamoDB::GlobalTable"):
            return TABLE
        case str() if value.startswith("{{resolve:secretsmanager:"):
            return ",".join(PROXY_SECRETS)
    return flat(value)


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


def _waking(worker: Running, mapping: Mapping[str, Any]) -> Callable[..., Any]:
    """The worker as its event source mapping calls it: with the records that pass one of the filters, if any do."""
    filters = [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]

    def give(event: dict[str, Any], _context: object) -> Any:
        records = [record for record in event["Records"] if any(_passes(record, one) for one in filters)]
        return worker.invoke({"Records": records}) if records else {"batchItemFailures": []}

    return give


def _passes(given: Any, wanted: Any) -> bool:
    """Whether something is what a filter wants: one of the values of a list, at every name that it has."""
    if isinstance(wanted, list):
        return given in wanted
    return isinstance(given, dict) and all(_passes(given.get(name), inner) for name, inner in wanted.items())
