"""What each function may do with the table, and no more. Scan is in no list."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import IConstruct

from adapters.dynamodb.table import FEED, INDEXES, LAST_FETCHED, LAST_USED, OWNER, PARTITION_KEY, SORT_KEY
from adapters.http.endpoints import Data

_READ = ("GetItem", "BatchGetItem", "Query")
# Transactions are allowed by the actions they consist of.
_WRITE = (*_READ, "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")


def endpoint(table: dynamodb.ITableV2, data: Data) -> list[iam.PolicyStatement]:
    """What a row's `data` grants its function."""
    if data == "none":
        return []
    granted = [_on_table(table, *(_WRITE if data == "write" else _READ)), _on_indexes(table)]
    return [*granted, _note(table, FEED, LAST_FETCHED)] if data == "fetch" else granted


def authorizer(table: dynamodb.ITableV2) -> list[iam.PolicyStatement]:
    """Find each credential by its key, and note on it, but on nothing else, when it was last used."""
    return [_on_table(table, "GetItem"), _note(table, OWNER, LAST_USED)]


def purge(table: dynamodb.ITableV2) -> list[iam.PolicyStatement]:
    """Find what a calendar or an owner leaves behind, remove it, and hear of it from the stream."""
    return [
        _on_table(table, "GetItem", "BatchGetItem", "Query", "PutItem", "DeleteItem", "BatchWriteItem"),
        _on_indexes(table),
        *_stream_of(table),
    ]


def meter_owners(table: dynamodb.ITableV2, plans: Sequence[str]) -> list[iam.PolicyStatement]:
    """Read an owner and note that it is metered, keep the gateway's keys, and hear of owners from the stream.

    `plans` are the ids of our usage plans. Keys have no names in ARNs that could tell ours from others.
    """
    keys = _gateway(table, "/apikeys")
    on_plans = [_gateway(table, f"/usageplans/{plan}/keys") for plan in plans]
    return [
        _on_table(table, *_READ, "PutItem", "DeleteItem", "ConditionCheckItem"),
        _on_indexes(table),
        *_stream_of(table),
        iam.PolicyStatement(actions=["apigateway:GET", "apigateway:POST"], resources=[keys]),
        iam.PolicyStatement(actions=["apigateway:DELETE"], resources=[f"{keys}/*"]),
        iam.PolicyStatement(actions=["apigateway:GET"], resources=[_gateway(table, "/usageplans")]),
        iam.PolicyStatement(actions=["apigateway:POST"], resources=on_plans),
        iam.PolicyStatement(actions=["apigateway:DELETE"], resources=[f"{keys_on}/*" for keys_on in on_plans]),
    ]


def run_import_jobs(table: dynamodb.ITableV2) -> list[iam.PolicyStatement]:
    """Read a job and its file, write events, forget the file; and hear of jobs from the stream."""
    return [_on_table(table, *_WRITE), _on_indexes(table), *_stream_of(table)]


def _stream_of(table: dynamodb.ITableV2) -> list[iam.PolicyStatement]:
    return [
        _allow(("DescribeStream", "GetRecords", "GetShardIterator"), str(table.table_stream_arn)),
        # Which streams there are is asked of the table before there is one to name.
        _allow(("ListStreams",), f"{table.table_arn}/stream/*"),
    ]


def _gateway(scope: IConstruct, resource: str) -> str:
    """The ARN of something of API Gateway's own."""
    return cdk.Stack.of(scope).format_arn(
        service="apigateway", account="", resource=resource, arn_format=cdk.ArnFormat.NO_RESOURCE_NAME
    )


def _note(table: dynamodb.ITableV2, leading: str, attribute: str) -> iam.PolicyStatement:
    """Update one attribute of items whose partition keys begin so, and nothing else."""
    note = _on_table(table, "UpdateItem")
    note.add_condition("ForAllValues:StringLike", {"dynamodb:LeadingKeys": [f"{leading}*"]})
    note.add_condition("ForAllValues:StringEquals", {"dynamodb:Attributes": [PARTITION_KEY, SORT_KEY, attribute]})
    return note


def _on_table(table: dynamodb.ITableV2, *actions: str) -> iam.PolicyStatement:
    return _allow(actions, table.table_arn)


def _on_indexes(table: dynamodb.ITableV2) -> iam.PolicyStatement:
    return _allow(("Query",), *(f"{table.table_arn}/index/{name}" for name in INDEXES))


def _allow(actions: tuple[str, ...], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=[f"dynamodb:{action}" for action in actions], resources=list(resources))
