"""What each function is, knows and may do."""

import pytest

from adapters.dynamodb.table import INDEXES
from adapters.http.endpoints import BATCH, BY_NAME, ENDPOINTS, Endpoint
from adapters.settings import Settings
from infra.bytecode import PYTHON
from infra.contents import ENVIRONMENT
from tests.support.template import Template, flat

READS = {"GetItem", "BatchGetItem", "Query"}
PURGE, IMPORTS = "functions.purge.handler", "functions.run_import_jobs.handler"
every_row = pytest.mark.parametrize("row", ENDPOINTS, ids=lambda row: row.name)


@every_row
def test_every_row_has_a_function(direct: Template, row: Endpoint) -> None:
    name, function = direct.function_of(row)
    assert name == row.name.title().replace(".", "").replace("_", "")
    assert function["Runtime"] == f"python{PYTHON}"
    assert function["Architectures"] == ["arm64"]


@every_row
def test_a_function_may_do_what_its_row_says(direct: Template, row: Endpoint) -> None:
    allowed = direct.actions(direct.function_of(row)[1])
    match row.data:
        case "none":
            assert not allowed
        case "read":
            assert allowed == READS
        case "write":
            assert allowed == READS | {"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem"}
        case "fetch":
            assert allowed == READS | {"UpdateItem"}


@every_row
def test_a_function_knows_the_table_only_if_it_needs_it(direct: Template, row: Endpoint) -> None:
    knows = Settings.TABLE in direct.function_of(row)[1]["Environment"]["Variables"]
    assert knows is (row.data != "none")


@every_row
def test_a_function_has_the_environment_that_its_package_wants(direct: Template, row: Endpoint) -> None:
    assert ENVIRONMENT.items() <= direct.function_of(row)[1]["Environment"]["Variables"].items()


def test_functions_that_make_keys_know_their_prefix(direct: Template) -> None:
    for name in ("keys.create", "keys.rotate", "owner_keys.create"):
        assert direct.function_of(BY_NAME[name])[1]["Environment"]["Variables"][Settings.API_KEY_PREFIX] == "dbk_"


def test_the_authorizer_only_reads_and_notes_when_a_credential_was_last_used(both: Template) -> None:
    authorizer = both.function("functions.authorizer.handler")[1]
    assert both.actions(authorizer) == {"GetItem", "UpdateItem"}
    (note,) = (one for one in both.statements(authorizer) if one["Action"] == ["dynamodb:UpdateItem"])
    assert note["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["owner#*"]},
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "last_used_at"]},
    }


def test_fetching_a_feed_only_reads_and_notes_when_it_was(direct: Template) -> None:
    fetch = direct.function_of(BY_NAME["feeds.fetch"])[1]
    (note,) = (one for one in direct.statements(fetch) if one["Action"] == ["dynamodb:UpdateItem"])
    assert note["Condition"] == {
        "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["feed#*"]},
        "ForAllValues:StringEquals": {"dynamodb:Attributes": ["pk", "sk", "last_fetched_at"]},
    }


def test_the_workers_find_and_write(direct: Template) -> None:
    streams = {"DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
    purge, imports = (direct.actions(direct.function(one)[1]) for one in (PURGE, IMPORTS))
    assert purge == {"BatchWriteItem", "PutItem", "DeleteItem", *READS, *streams}
    assert imports == {"PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem", *READS, *streams}


def test_database_permissions_name_the_table_its_indexes_and_its_stream(both: Template) -> None:
    (table,) = both.of_type("DynamoDB::GlobalTable")
    indexes = {f"<{table}.Arn>/index/{name}" for name in INDEXES}
    for function in both.of_type("Lambda::Function").values():
        for statement in both.statements(function):
            resources = set(map(flat, statement["Resource"]))
            assert "*" not in resources
            if statement["Action"] == ["dynamodb:ListStreams"]:
                assert resources == {f"<{table}.Arn>/stream/*"}
            elif statement["Action"] == ["dynamodb:Query"] and resources != {f"<{table}.Arn>"}:
                assert resources == indexes
            elif statement["Action"][0].startswith("dynamodb:"):
                assert resources in ({f"<{table}.Arn>"}, {f"<{table}.StreamArn>"})


def test_no_function_has_a_managed_policy(direct: Template) -> None:
    assert not [role for role in direct.of_type("IAM::Role").values() if "ManagedPolicyArns" in role]


def test_every_function_writes_to_the_one_log_and_that_forgets(direct: Template) -> None:
    assert {group["RetentionInDays"] for group in direct.of_type("Logs::LogGroup").values()} == {30}
    (name,) = (one for one in direct.of_type("Logs::LogGroup") if one.startswith("Log"))
    for function in direct.of_type("Lambda::Function").values():
        assert function["LoggingConfig"]["LogGroup"] == {"Ref": name}
        (write,) = (one for one in direct.statements(function) if one["Action"][0].startswith("logs:"))
        assert set(map(flat, write["Resource"])) == {f"<{name}.Arn>"}


def test_the_authorizer_gets_rapidapi_secrets_by_reference_and_only_for_that_door(
    direct: Template, both: Template
) -> None:
    name = Settings.RAPIDAPI_PROXY_SECRETS
    without, having = (
        one.function("functions.authorizer.handler")[1]["Environment"]["Variables"] for one in (direct, both)
    )
    assert name not in without
    assert having[name].startswith("{{resolve:secretsmanager:daybook/rapidapi-proxy-secrets")


@every_row
def test_a_function_ends_before_the_gateway_gives_up(direct: Template, row: Endpoint) -> None:
    assert direct.function_of(row)[1]["Timeout"] < 29


def test_who_reads_files_or_a_hundred_calls_has_a_whole_core(direct: Template) -> None:
    memory = {row.name: direct.function_of(row)[1]["MemorySize"] for row in ENDPOINTS}
    assert {memory[row.name] for row in ENDPOINTS if row.with_file or row.name == BATCH} == {1769}
    assert {memory[row.name] for row in ENDPOINTS if row.data == "none"} == {512}
    assert memory["events.list"] == 1024


def test_neither_x_ray_nor_snapstart_is_on(direct: Template) -> None:
    for function in direct.of_type("Lambda::Function").values():
        assert "TracingConfig" not in function
        assert "SnapStart" not in function
