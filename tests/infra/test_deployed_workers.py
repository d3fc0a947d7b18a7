"""Every worker as it is deployed, with what really comes by the table's stream: see `test_deployed_functions`."""

from collections.abc import Mapping
from pathlib import Path
from uuid import UUID

import pytest

from adapters.usage_keys import own_key
from bench import runtime
from daybook.stream_pump import StreamPump
from domain.ids import OwnerId
from domain.owner import Plan
from tests.conftest import TABLE, serving
from tests.functions.test_import_jobs import created, file_of, send
from tests.functions.test_purge import left_of
from tests.infra.deployment import Deployment
from tests.support.api import Api
from tests.support.control_plane import api_gateway, relay
from tests.support.stream import drain, unparked
from tests.support.template import Template

pytestmark = pytest.mark.skipif(not runtime.AVAILABLE, reason="the runtime interface client has wheels for Linux only")

PURGE, IMPORTS, METERS = (f"functions.{one}.handler" for one in ("purge", "run_import_jobs", "meter_owners"))


def test_a_deleted_calendar_is_purged_by_the_worker_that_its_record_wakes(
    api: Api, deployed: Deployment, wired: str, caught_up: Path
) -> None:
    calendar = api.new_calendar()
    for day in range(1, 4):
        api.new_event(calendar, starts_on=f"2026-03-0{day}", ends_on=f"2026-03-1{day}")
    assert api.delete(calendar).status_code == 202
    with deployed.start(PURGE) as worker:
        drain(StreamPump(wired, TABLE, deployed.waking(PURGE, worker), caught_up, unparked))
    assert left_of(wired, calendar.rpartition("/")[2]) == 0


def test_an_import_job_is_done_by_the_worker_that_its_record_wakes(
    api: Api, deployed: Deployment, wired: str, caught_up: Path
) -> None:
    job = created(api, api.new_calendar())
    assert send(api, job, 1, file_of(3)).status_code == 204
    with deployed.start(IMPORTS) as worker:
        drain(StreamPump(wired, TABLE, deployed.waking(IMPORTS, worker), caught_up, unparked))
    kept = api.get(job).json()["data"]
    assert (kept["status"], kept["created"], kept["failed"]) == ("done", 2, 1)


def test_a_new_owner_is_metered_by_the_worker_that_its_record_wakes(
    deployed: Deployment, wired: str, caught_up: Path, api: Api
) -> None:
    new = api.get("/v1/me").json()["data"]["id"]
    with api_gateway() as (client, plans), serving(relay) as url:
        ids = _usage_plans(deployed.template, plans)
        with deployed.start(METERS, "sdk", ids=ids, AWS_ENDPOINT_URL_API_GATEWAY=url) as worker:
            drain(StreamPump(wired, TABLE, deployed.waking(METERS, worker), caught_up, unparked))
        on_it = client.get_usage_plan_keys(usagePlanId=plans[Plan.FREE])["items"]
    assert own_key("Both", OwnerId(UUID(new))) in {key["name"] for key in on_it}


def _usage_plans(template: Template, ids: Mapping[Plan, str]) -> dict[str, str]:
    """The ids of the template's usage plans, by their names in it."""
    named = {name: one["UsagePlanName"] for name, one in template.of_type("ApiGateway::UsagePlan").items()}
    return {name: ids[plan] for name, called in named.items() for plan in Plan if called == f"Both {plan}"}
