"""The table."""

from typing import Any

from adapters.dynamodb.table import INDEXES, TTL_ATTRIBUTE
from adapters.http.endpoints import BY_NAME
from adapters.settings import Settings
from tests.support.template import Template, flat


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


def _indexes(table: dict[str, Any]) -> list[dict[str, Any]]:
    indexes: list[dict[str, Any]] = table["GlobalSecondaryIndexes"]
    return indexes


def test_a_table_that_is_there_is_used_instead(restored: Template) -> None:
    assert not restored.of_type("DynamoDB::GlobalTable")
    told = [one["Environment"]["Variables"] for one in restored.of_type("Lambda::Function").values()]
    assert {one[Settings.TABLE] for one in told if Settings.TABLE in one} == {"restored"}
    assert restored.outputs["TableName"]["Value"] == "restored"
    sources = {one["EventSourceArn"] for one in restored.of_type("Lambda::EventSourceMapping").values()}
    assert sources == {"arn:aws:dynamodb:eu-central-1:000000000000:table/restored/stream/2026-11-26T00:00:00.000"}
    reads = restored.statements(restored.function_of(BY_NAME["events.list"])[1])
    resources = {flat(one) for statement in reads for one in statement["Resource"]}
    assert {one.partition(":table/")[2] for one in resources if ":table/" in one} == {
        "restored",
        "restored/index/by_change",
    }


def test_what_must_not_be_replaced_keeps_its_name(both: Template) -> None:
    """With another name in the template, a table would begin anew, and an API would get another address."""
    assert list(both.of_type("DynamoDB::GlobalTable")) == ["Table"]
    assert sorted(both.of_type("ApiGateway::RestApi")) == ["DirectDoorApi", "RapidapiDoorApi"]
