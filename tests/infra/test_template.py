"""The template that CDK makes of the endpoint table."""

import json
from typing import Any

import pytest

from adapters.dynamodb.deletions import DELETION, DROPPED, OWNER_DELETION
from adapters.dynamodb.table import INDEXES, TTL_ATTRIBUTE
from adapters.http.doors import DIRECT, RAPIDAPI, Door
from adapters.http.endpoints import BY_NAME, ENDPOINTS, Endpoint
from adapters.http.gateway_responses import GATEWAY_RESPONSES
from adapters.http.markers import BINARY
from adapters.settings import Settings
from domain import credential_errors
from domain.errors import Unauthenticated
from domain.import_job import MOST_ATTEMPTS
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
def test_every_row_has_a_route_to_its_function_at_each_door_that_leads_to_it(both: Template, row: Endpoint) -> None:
    here = [one for one in both.methods() if (one.properties["HttpMethod"], one.path) == (row.method, row.path)]
    assert len({one.api for one in here}) == len(here) == (2 if RAPIDAPI.leads_to(row) else 1)
    assert {one.function for one in here} == {both.function_of(row)[0]}
    assert {one.properties["OperationName"] for one in here} == {row.name}


def test_each_door_calls_functions_in_one_role_that_may_do_nothing_else(both: Template) -> None:
    for authorizer in both.of_type("ApiGateway::Authorizer").values():
        here = [one for one in both.methods() if one.api == authorizer["RestApiId"]["Ref"]]
        (name,) = {one.properties["Integration"]["Credentials"]["Fn::GetAtt"][0] for one in here}
        assert authorizer["AuthorizerCredentials"] == {"Fn::GetAtt": [name, "Arn"]}
        role = both.of_type("IAM::Role")[name]
        (trusted,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert trusted["Principal"] == {"Service": "apigateway.amazonaws.com"}
        (statement,) = (one for policy in role["Policies"] for one in policy["PolicyDocument"]["Statement"])
        assert statement["Action"] == "lambda:InvokeFunction"
        assert flat(statement["Resource"]).endswith(":function:Both-*")
    for one in both.methods():
        assert one.properties["Integration"]["Type"] == "AWS_PROXY"
        assert one.properties["Integration"]["IntegrationHttpMethod"] == "POST"
    assert not both.of_type("Lambda::Permission")


def test_there_are_no_routes_but_the_rows(direct: Template) -> None:
    assert len(list(direct.methods())) == len(ENDPOINTS)


@every_row
def test_only_public_rows_have_no_authorizer(both: Template, row: Endpoint) -> None:
    authorizers = both.of_type("ApiGateway::Authorizer")
    for one in both.methods():
        if (one.properties["HttpMethod"], one.path) != (row.method, row.path):
            continue
        if row.access.public:
            assert one.properties["AuthorizationType"] == "NONE"
            assert "AuthorizerId" not in one.properties
        else:
            assert one.properties["AuthorizationType"] == "CUSTOM"
            assert authorizers[one.properties["AuthorizerId"]["Ref"]]["RestApiId"] == {"Ref": one.api}


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


def test_the_table_is_the_one_that_its_adapter_defines(direct: Template) -> None:
    table = direct.one("DynamoDB::GlobalTable")
    keys = {one["IndexName"]: tuple(key["AttributeName"] for key in one["KeySchema"]) for one in _indexes(table)}
    assert [key["AttributeName"] for key in table["KeySchema"]] == ["pk", "sk"]
    assert keys == INDEXES
    assert {one["Projection"]["ProjectionType"] for one in _indexes(table)} == {"ALL"}
    assert table["TimeToLiveSpecification"] == {"AttributeName": TTL_ATTRIBUTE, "Enabled": True}
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
    assert table["BillingMode"] == "PAY_PER_REQUEST"


def test_the_table_is_hard_to_lose(direct: Template) -> None:
    (resource,) = (one for one in direct.resources.values() if one["Type"] == "AWS::DynamoDB::GlobalTable")
    (replica,) = resource["Properties"]["Replicas"]
    assert replica["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert replica["DeletionProtectionEnabled"] is True
    assert resource["DeletionPolicy"] == resource["UpdateReplacePolicy"] == "Retain"


def test_only_deletions_wake_the_worker_that_purges(direct: Template) -> None:
    deletion = {"type": {"S": [DELETION, OWNER_DELETION, DROPPED]}}
    assert _filters(direct.mapping(PURGE)) == [
        {"eventName": ["INSERT"], "dynamodb": {"NewImage": deletion}},
        {"eventName": ["REMOVE"], "dynamodb": {"OldImage": deletion}},
    ]


def test_only_jobs_whose_turn_it_is_wake_the_worker_that_imports(direct: Template) -> None:
    mapping = direct.mapping(IMPORTS)
    waiting = {"type": {"S": ["import_job"]}, "status": {"S": ["waiting"]}}
    assert _filters(mapping) == [{"eventName": ["MODIFY"], "dynamodb": {"NewImage": waiting}}]
    assert mapping["BatchSize"] == 1
    assert mapping["ParallelizationFactor"] == 2


@pytest.mark.parametrize("handler", [PURGE, IMPORTS])
def test_what_a_worker_cannot_do_is_tried_again_and_then_kept(direct: Template, handler: str) -> None:
    mapping = direct.mapping(handler)
    queue = mapping["DestinationConfig"]["OnFailure"]["Destination"]["Fn::GetAtt"][0]
    assert queue in direct.of_type("SQS::Queue")
    assert mapping["StartingPosition"] == "TRIM_HORIZON"
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert 0 < mapping["MaximumRetryAttempts"] < 100
    assert "SendMessage" in direct.actions(direct.function(handler)[1], "sqs")
    assert direct.function(handler)[1]["Timeout"] == 900


def test_a_job_is_given_up_before_its_record_is(direct: Template) -> None:
    assert direct.mapping(IMPORTS)["MaximumRetryAttempts"] > MOST_ATTEMPTS


def test_the_dead_letter_queues_want_tls(direct: Template) -> None:
    for policy in direct.of_type("SQS::QueuePolicy").values():
        (statement,) = policy["PolicyDocument"]["Statement"]
        assert statement["Effect"] == "Deny"
        assert statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


@pytest.mark.parametrize("kind", [*GATEWAY_RESPONSES, "DEFAULT_4XX", "INVALID_SIGNATURE"])
def test_the_gateway_answers_in_our_shape(direct: Template, kind: str) -> None:
    answer = _gateway_response(direct, kind)
    template = answer["ResponseTemplates"]["application/json"].replace("$context.requestId", "a-request")
    for name in ("code", "title"):
        template = template.replace(f"$context.authorizer.{name}", name)
    (error,) = json.loads(template)["errors"]
    assert "$" not in template
    assert list(error) == ["code", "title", "status", "meta"]
    assert answer.get("StatusCode", str(error["status"])) == str(error["status"])
    assert error["meta"] == ({"request_id": "a-request"} if error["status"] >= 500 else {})
    fixed = {401: {"WWW-Authenticate": "'ApiKey'"}, 503: {"Retry-After": "'1'"}}.get(error["status"], {})
    safe = {"X-Content-Type-Options": "'nosniff'", "Cache-Control": "'no-store'"}
    headers = {"X-Request-Id": "context.requestId", **safe, **fixed}
    assert answer["ResponseParameters"] == {f"gatewayresponse.header.{name}": value for name, value in headers.items()}


def test_a_credential_that_does_not_work_is_answered_in_the_authorizers_words(direct: Template) -> None:
    answer = _gateway_response(direct, "ACCESS_DENIED")
    (error,) = json.loads(answer["ResponseTemplates"]["application/json"])["errors"]
    assert answer["StatusCode"] == "401"
    assert (error["code"], error["title"]) == ("$context.authorizer.code", "$context.authorizer.title")


def test_what_the_authorizer_says_of_a_credential_can_stand_in_json(direct: Template) -> None:
    """API Gateway puts it into the template as it is."""
    kinds = [one for one in vars(credential_errors).values() if isinstance(one, type)]
    for kind in (one for one in kinds if issubclass(one, Unauthenticated) and one is not Unauthenticated):
        assert json.loads(f'["{kind.code}", "{kind().title}"]')


def test_an_unknown_route_is_not_found(direct: Template) -> None:
    assert _gateway_response(direct, "MISSING_AUTHENTICATION_TOKEN")["StatusCode"] == "404"


def test_the_fallback_leaves_the_status_alone(direct: Template) -> None:
    assert "StatusCode" not in _gateway_response(direct, "DEFAULT_4XX")


@pytest.mark.parametrize("door", [DIRECT, RAPIDAPI], ids=lambda door: door.name)
def test_an_answer_of_the_authorizer_is_remembered_for_the_headers_of_its_door_only(both: Template, door: Door) -> None:
    (api,) = (stage["RestApiId"]["Ref"] for stage in _stages(both) if stage["Variables"] == {"door": door.name})
    (authorizer,) = (one for one in both.of_type("ApiGateway::Authorizer").values() if one["RestApiId"] == {"Ref": api})
    assert authorizer["Type"] == "REQUEST"
    assert authorizer["IdentitySource"] == ",".join(f"method.request.header.{name}" for name in door.headers)
    assert authorizer["AuthorizerResultTtlInSeconds"] == 50


def test_the_rapidapi_door_is_there_only_if_switched_on(direct: Template, both: Template) -> None:
    assert {stage["Variables"]["door"] for stage in _stages(direct)} == {"direct"}
    assert {stage["Variables"]["door"] for stage in _stages(both)} == {"direct", "rapidapi"}


def test_the_authorizer_gets_rapidapi_secrets_by_reference_and_only_for_that_door(
    direct: Template, both: Template
) -> None:
    name = Settings.RAPIDAPI_PROXY_SECRETS
    without, having = (
        one.function("functions.authorizer.handler")[1]["Environment"]["Variables"] for one in (direct, both)
    )
    assert name not in without
    assert having[name].startswith("{{resolve:secretsmanager:daybook/rapidapi-proxy-secrets")


def test_a_revoked_credential_works_no_longer_than_the_two_caches_together(direct: Template) -> None:
    environment = direct.function("functions.authorizer.handler")[1]["Environment"]["Variables"]
    gateway = direct.one("ApiGateway::Authorizer")["AuthorizerResultTtlInSeconds"]
    assert gateway + int(environment[Settings.CREDENTIAL_CACHE_SECONDS]) == 60


def test_functions_that_make_keys_know_their_prefix(direct: Template) -> None:
    for name in ("keys.create", "keys.rotate", "owner_keys.create"):
        assert direct.function_of(BY_NAME[name])[1]["Environment"]["Variables"][Settings.API_KEY_PREFIX] == "dbk_"


def test_each_api_is_throttled_and_compresses(both: Template) -> None:
    for stage in _stages(both):
        (settings,) = stage["MethodSettings"]
        assert settings["ThrottlingRateLimit"] == 100
        assert settings["ThrottlingBurstLimit"] == 200
    assert {tuple(api["BinaryMediaTypes"]) for api in both.of_type("ApiGateway::RestApi").values()} == {(BINARY,)}
    assert {api["MinimumCompressionSize"] for api in both.of_type("ApiGateway::RestApi").values()} == {1024}


def test_outputs_tell_where_to_go(direct: Template, both: Template) -> None:
    commands = {"MakeTheFirstKey", "ReplayDeadLetters"}
    assert set(direct.outputs) == {"DirectUrl", "TableName", "UsagePlans", *commands}
    assert set(both.outputs) == {*direct.outputs, "RapidapiUrl", "DomainTarget"}
    for name in commands:
        assert flat(direct.outputs[name]["Value"]).endswith(" --stack Direct --region <AWS::Region>")


def test_pages_of_a_configured_site_may_call_the_direct_door_alone(direct: Template, both: Template) -> None:
    assert not list(direct.preflights())
    assert {one.path for one in both.preflights()} == {row.path for row in ENDPOINTS}
    assert {one.api for one in both.preflights()} == {one.api for one in both.methods() if "admin" in one.path}
    for name, response in both.of_type("ApiGateway::GatewayResponse").items():
        headers = response["ResponseParameters"]
        allowed = headers.get("gatewayresponse.header.Access-Control-Allow-Origin")
        assert allowed == ("'https://app.example.org'" if name.startswith("Direct") else None)
        assert headers["gatewayresponse.header.X-Content-Type-Options"] == "'nosniff'"


def _indexes(table: dict[str, Any]) -> list[dict[str, Any]]:
    indexes: list[dict[str, Any]] = table["GlobalSecondaryIndexes"]
    return indexes


def _filters(mapping: dict[str, Any]) -> list[Any]:
    return [json.loads(one["Pattern"]) for one in mapping["FilterCriteria"]["Filters"]]


def _stages(template: Template) -> list[dict[str, Any]]:
    return list(template.of_type("ApiGateway::Stage").values())


def _gateway_response(template: Template, kind: str) -> dict[str, Any]:
    (found,) = (one for one in template.of_type("ApiGateway::GatewayResponse").values() if one["ResponseType"] == kind)
    return dict(found)
