"""The table, as `adapters.dynamodb.table` defines it."""

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from adapters.dynamodb.table import TTL_ATTRIBUTE, definition


def table(scope: Construct) -> dynamodb.TableV2:
    """The one table. It outlives its stack, and can be brought back to any second of the last 35 days."""
    wanted = definition("")
    partition, sort = _keys(wanted["KeySchema"])
    return dynamodb.TableV2(
        scope,
        "Table",
        partition_key=partition,
        sort_key=sort,
        global_secondary_indexes=[_index(one) for one in wanted["GlobalSecondaryIndexes"]],
        dynamo_stream=dynamodb.StreamViewType[wanted["StreamSpecification"]["StreamViewType"]],
        time_to_live_attribute=TTL_ATTRIBUTE,
        billing=dynamodb.Billing.on_demand(),
        point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
            point_in_time_recovery_enabled=True
        ),
        deletion_protection=True,
        removal_policy=cdk.RemovalPolicy.RETAIN,
    )


def _index(wanted: dict[str, Any]) -> dynamodb.GlobalSecondaryIndexPropsV2:
    partition, sort = _keys(wanted["KeySchema"])
    return dynamodb.GlobalSecondaryIndexPropsV2(
        index_name=wanted["IndexName"],
        partition_key=partition,
        sort_key=sort,
        projection_type=dynamodb.ProjectionType[wanted["Projection"]["ProjectionType"]],
    )


def _keys(schema: Sequence[dict[str, str]]) -> list[dynamodb.Attribute]:
    return [dynamodb.Attribute(name=part["AttributeName"], type=dynamodb.AttributeType.STRING) for part in schema]
