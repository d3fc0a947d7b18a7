"""The table, as `adapters.dynamodb.table` defines it."""

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

from adapters.dynamodb.table import TTL_ATTRIBUTE, definition
from infra.configuration import Configuration
from infra.names import call


def table(scope: Construct, configuration: Configuration) -> dynamodb.ITableV2:
    """The one table: one that the stack makes, or one that is there."""
    if there := configuration.existing_table:
        return dynamodb.TableV2.from_table_attributes(
            scope, "Table", table_name=there.name, table_stream_arn=there.stream_arn
        )
    return Table(scope, "Table", throw_away=configuration.throw_away)


class Table(dynamodb.TableV2):
    """Paid by use, and hard to lose: it can be brought back to any second of the last 35 days, and outlives its stack
    unless it is one to throw away.

    It is encrypted with a key of AWS's, which costs nothing. One of KMS would be asked, and paid, for again and again.
    """

    def __init__(self, scope: Construct, name: str, *, throw_away: bool) -> None:
        wanted = definition("")
        partition, sort = _keys(wanted["KeySchema"])
        super().__init__(
            scope,
            name,
            partition_key=partition,
            sort_key=sort,
            global_secondary_indexes=[_index(one) for one in wanted["GlobalSecondaryIndexes"]],
            dynamo_stream=dynamodb.StreamViewType[wanted["StreamSpecification"]["StreamViewType"]],
            time_to_live_attribute=TTL_ATTRIBUTE,
            billing=dynamodb.Billing.on_demand(),
            encryption=dynamodb.TableEncryptionV2.dynamo_owned_key(),
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=not throw_away,
            removal_policy=cdk.RemovalPolicy.DESTROY if throw_away else cdk.RemovalPolicy.RETAIN,
        )
        call(self, name)


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
