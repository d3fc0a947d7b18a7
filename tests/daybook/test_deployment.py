"""Commands that find what they work on by the name of a deployed stack."""

import json
import secrets
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from click.testing import Result
from typer.testing import CliRunner

from adapters.settings import Settings
from daybook.cli import app
from domain.owner import Plan
from tests.conftest import TABLE, MakeApi
from tests.functions.test_dead_letters import batch_info
from tests.functions.test_purge import left_of
from tests.support.api import Api
from tests.support.control_plane import REGION, aws
from tests.support.world import AT

STACK = "Daybook"
ASSUMED = json.dumps({"Version": "2012-10-17", "Statement": []})
TEMPLATE: dict[str, Any] = {
    "Resources": {"PurgeFailed": {"Type": "AWS::SQS::Queue"}, "ImportsFailed": {"Type": "AWS::SQS::Queue"}},
    "Outputs": {"DirectUrl": {"Value": "https://x"}, "TableName": {"Value": TABLE}},
}


@pytest.fixture
def account(engine_url: str) -> Iterator[pytest.MonkeyPatch]:
    with aws() as patch:
        yield patch


def deploy(template: dict[str, Any] = TEMPLATE, region: str = REGION) -> None:
    boto3.client("cloudformation", region).create_stack(StackName=STACK, TemplateBody=json.dumps(template))


def daybook(*command: str) -> Result:
    return CliRunner().invoke(app, command)


def refused(*command: str) -> str:
    """What a command says that fails for a reason."""
    done = daybook(*command)
    assert (done.exit_code, done.stdout) == (1, ""), done.output
    assert len(done.stderr.splitlines()) == 1, done.stderr
    return done.stderr


def test_the_first_key_of_a_stack_is_printed_and_nothing_else(account: pytest.MonkeyPatch, engine_url: str) -> None:
    deploy()
    owner, at = secrets.token_hex(8), ("--stack", STACK, "--region", REGION, "--database", engine_url)
    made = daybook("keys", "create", "--owner", owner, *at)
    assert (made.exit_code, made.stderr) == (0, ""), made.output
    (line,) = made.stdout.splitlines()
    assert line.startswith("dbk_")
    (key,) = json.loads(daybook("keys", "list", "--owner", owner, "--json", *at).stdout)
    assert key["hint"].endswith(line[-4:])


def test_the_region_may_come_from_the_environment_as_cdk_reads_it(account: pytest.MonkeyPatch, engine_url: str) -> None:
    deploy(region="us-west-2")
    account.setenv("AWS_REGION", "us-west-2")
    assert daybook("owners", "list", "--stack", STACK, "--database", engine_url).exit_code == 0
    assert "no stack Daybook in eu-central-1" in refused("owners", "list", "--stack", STACK, "--region", REGION)


def test_a_stack_that_is_not_there_is_told_where_it_was_looked_for(account: pytest.MonkeyPatch) -> None:
    assert refused("owners", "list", "--stack", "Other", "--region", REGION) == (
        "daybook: There is no stack Other in eu-central-1 of this account."
        " Name another with --stack, another region with --region, or deploy it: `make deploy`.\n"
    )


def test_a_stack_without_a_table_is_none_of_ours_or_not_done(account: pytest.MonkeyPatch) -> None:
    deploy({"Resources": TEMPLATE["Resources"]})
    assert "(CREATE_COMPLETE) has no output TableName. It is not Daybook's" in refused(
        "audit", "list", "--stack", STACK
    )


def test_without_any_region_the_remedy_is_one_option(account: pytest.MonkeyPatch) -> None:
    for name in ("AWS_DEFAULT_REGION", "AWS_REGION"):
        account.delenv(name)
    account.setenv("AWS_CONFIG_FILE", "/dev/null")
    assert "cannot be looked up: You must specify a region. Name it with --region" in refused(
        "owners", "list", "--stack", STACK
    )


def test_a_stack_and_a_table_are_not_both_named(account: pytest.MonkeyPatch) -> None:
    assert "Give one of them." in refused("owners", "list", "--stack", STACK, "--table", TABLE)


def test_dead_letters_of_a_stack_are_counted(account: pytest.MonkeyPatch) -> None:
    deploy()
    send({"DDBStreamBatchInfo": {}})
    listed = daybook("dlq", "list", "--stack", STACK, "--region", REGION)
    counts = [line.split()[0] for line in listed.stdout.splitlines()]
    assert sorted(counts) == ["0", "1", "1"]
    assert listed.stdout.splitlines()[-1] == "1 dead letter"


def test_dead_letters_of_a_stack_that_is_not_there_are_not_none(account: pytest.MonkeyPatch) -> None:
    assert "The resources of the stack Daybook cannot be listed" in refused("dlq", "list", "--stack", STACK)
    assert "Name that with --stack." in refused("dlq", "list", "--region", REGION)


def test_dead_letters_of_a_stack_are_replayed_from_all_of_its_queues(
    account: pytest.MonkeyPatch, wired: str, api: Api
) -> None:
    letters = []
    for _ in range(2):
        calendar = api.new_calendar()
        api.new_event(calendar, **AT)
        api.delete(calendar)
        letters.append(calendar.rpartition("/")[2])
    deploy()
    for calendar_id, queue in zip(letters, queues(), strict=True):
        send(told_of(wired, sk=f"deletion#{calendar_id}"), queue)
    replayed = daybook("dlq", "replay", "--stack", STACK, "--database", wired)
    assert replayed.stdout == "2 dead letters done, 0 failed again, 0 gone from the stream.\n", replayed.output
    assert [left_of(wired, calendar_id) for calendar_id in letters] == [0, 0]
    assert daybook("dlq", "list", "--stack", STACK).stdout.splitlines()[-1] == "0 dead letters"


def test_an_owner_is_metered_by_a_replay_with_the_usage_plans_of_the_stack(
    account: pytest.MonkeyPatch, wired: str, new_api: MakeApi
) -> None:
    owner = new_api().get("/v1/me").json()["data"]["id"]
    gateway = boto3.client("apigateway")
    plans = {plan: gateway.create_usage_plan(name=plan)["id"] for plan in Plan}
    deploy(with_metering({Settings.USAGE_KEY_PREFIX: STACK, Settings.USAGE_PLANS: json.dumps(plans)}))
    send(told_of(wired, pk=f"owner#{owner}", sk="profile"))
    replayed = daybook("dlq", "replay", "--stack", STACK, "--database", wired)
    assert replayed.stdout == "1 dead letter done, 0 failed again, 0 gone from the stream.\n", replayed.output
    assert [key["name"] for key in gateway.get_api_keys()["items"]] == [f"{STACK}-owner-{owner}"]


def test_an_owner_that_cannot_be_metered_for_want_of_the_stack_is_not_forgotten(
    account: pytest.MonkeyPatch, wired: str, new_api: MakeApi
) -> None:
    owner = new_api().get("/v1/me").json()["data"]["id"]
    deploy()
    send(told_of(wired, pk=f"owner#{owner}", sk="profile"))
    replayed = daybook("dlq", "replay", "--table", TABLE, "--queue", queues()[0], "--database", wired)
    assert "0 dead letters done, 1 failed again" in replayed.stdout, replayed.output


def test_a_queue_is_not_replayed_without_its_table(account: pytest.MonkeyPatch) -> None:
    assert "--stack tells both" in refused("dlq", "replay", "--queue", "https://x")
    assert "--stack tells both" in refused("dlq", "replay", "--table", TABLE)


def with_metering(variables: dict[str, str]) -> dict[str, Any]:
    """The template of a stack that meters owners."""
    role = boto3.client("iam").create_role(RoleName="worker", AssumeRolePolicyDocument=ASSUMED)["Role"]["Arn"]
    properties = {
        "Handler": "functions.meter_owners.handler",
        "Runtime": "python3.13",
        "Role": role,
        "Code": {"ZipFile": "…"},
        "Environment": {"Variables": variables},
    }
    function = {"Type": "AWS::Lambda::Function", "Properties": properties}
    return {**TEMPLATE, "Resources": {**TEMPLATE["Resources"], "MeterOwners": function}}


def told_of(url: str, **key: str) -> dict[str, Any]:
    """What Lambda says in a queue of the stream's records that are about an item."""

    def wanted(record: dict[str, Any]) -> bool:
        keys = record["dynamodb"]["Keys"]
        return all(keys[name]["S"] == value for name, value in key.items())

    return batch_info(url, wanted)


def queues() -> list[str]:
    return list(boto3.client("sqs").list_queues()["QueueUrls"])


def send(body: dict[str, Any], queue: str | None = None) -> None:
    boto3.client("sqs").send_message(QueueUrl=queue or queues()[0], MessageBody=json.dumps(body))
