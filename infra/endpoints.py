"""One function for every row of the endpoint table, named as the row."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.settings import Settings
from infra import access
from infra.configuration import Configuration
from infra.function import Function

_TIMEOUT = cdk.Duration.seconds(28)  # the gateway gives up after 29


def functions(
    scope: Construct,
    *,
    table: dynamodb.TableV2,
    code: lambda_.Code,
    log: logs.ILogGroup,
    configuration: Configuration,
) -> dict[str, lambda_.IFunction]:
    """The functions, by the names of their rows."""
    for_data = {Settings.TABLE: table.table_name, Settings.API_KEY_PREFIX: configuration.api_key_prefix}
    if configuration.public_url:
        for_data[Settings.PUBLIC_URL] = configuration.public_url

    for_all = (
        {Settings.CORS_ORIGINS: ",".join(sorted(configuration.cors_origins))} if configuration.cors_origins else {}
    )

    def function(endpoint: Endpoint) -> lambda_.IFunction:
        return Function(
            scope,
            endpoint.name,
            handler=f"{endpoint.module}.handler",
            code=code,
            log=log,
            description=f"{endpoint.name}: {endpoint.method} {endpoint.path}",
            statements=access.endpoint(table, endpoint.data),
            environment=for_all | ({} if endpoint.data == "none" else for_data),
            timeout=_TIMEOUT,
        ).function

    return {endpoint.name: function(endpoint) for endpoint in ENDPOINTS}
