"""One function for every row of the endpoint table, named as the row."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.settings import Settings
from infra import access
from infra.function import Function

_TIMEOUT = cdk.Duration.seconds(28)  # the gateway gives up after 29


def functions(scope: Construct, table: dynamodb.TableV2, code: lambda_.Code) -> dict[str, lambda_.IFunction]:
    """The functions, by the names of their rows."""
    return {endpoint.name: _function(scope, endpoint, table, code) for endpoint in ENDPOINTS}


def _function(scope: Construct, endpoint: Endpoint, table: dynamodb.TableV2, code: lambda_.Code) -> lambda_.IFunction:
    return Function(
        scope,
        endpoint.name,
        handler=f"{endpoint.module}.handler",
        code=code,
        description=f"{endpoint.name}: {endpoint.method} {endpoint.path}",
        statements=access.endpoint(table, endpoint.data),
        environment={} if endpoint.data == "none" else {Settings.TABLE: table.table_name},
        timeout=_TIMEOUT,
    ).function
