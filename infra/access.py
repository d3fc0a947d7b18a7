"""What each function may do with the table, and no more. Scan is in no list."""

from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam

from adapters.dynamodb.table import INDEXES
from adapters.http.endpoints import Data

_READ = ("GetItem", "BatchGetItem", "Query")
_WRITE = (*_READ, "PutItem", "DeleteItem")  # transactions are allowed by the actions they consist of


def endpoint(table: dynamodb.TableV2, data: Data) -> list[iam.PolicyStatement]:
    """What a row's `data` grants its function."""
    if data == "none":
        return []
    return [_on_table(table, *(_WRITE if data == "write" else _READ)), _on_indexes(table)]


def authorizer(table: dynamodb.TableV2) -> list[iam.PolicyStatement]:
    """Each credential is found by its key."""
    return [_on_table(table, "GetItem")]


def purge(table: dynamodb.TableV2) -> list[iam.PolicyStatement]:
    """Find what a calendar leaves behind, remove it, and hear of it from the stream."""
    return [
        _on_table(table, "Query", "BatchWriteItem"),
        _on_indexes(table),
        _allow(("DescribeStream", "GetRecords", "GetShardIterator"), str(table.table_stream_arn)),
        # Which streams there are is asked of the table before there is one to name.
        _allow(("ListStreams",), f"{table.table_arn}/stream/*"),
    ]


def _on_table(table: dynamodb.TableV2, *actions: str) -> iam.PolicyStatement:
    return _allow(actions, table.table_arn)


def _on_indexes(table: dynamodb.TableV2) -> iam.PolicyStatement:
    return _allow(("Query",), *(f"{table.table_arn}/index/{name}" for name in INDEXES))


def _allow(actions: tuple[str, ...], *resources: str) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=[f"dynamodb:{action}" for action in actions], resources=list(resources))
