"""One function for every row of the endpoint table, named as the row."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from adapters.http.endpoints import BATCH, ENDPOINTS, Endpoint
from adapters.settings import Settings
from infra import access
from infra.configuration import Configuration
from infra.function import CORE_MB, SMALL_MB, USUAL_MB, Function, Shared

_TIMEOUT = cdk.Duration.seconds(28)  # the gateway gives up after 29


class Endpoints(Construct):
    """`functions`, by the names of their rows. Each may do what its row says."""

    def __init__(self, scope: Construct, name: str, *, shared: Shared, configuration: Configuration) -> None:
        super().__init__(scope, name)
        self._shared = shared
        self._environment = _environment(configuration)
        self._with_data = _with_data(shared.table, configuration)
        self.functions = {endpoint.name: self._function(endpoint) for endpoint in ENDPOINTS}

    def _function(self, endpoint: Endpoint) -> lambda_.IFunction:
        with_data = {} if endpoint.data == "none" else self._with_data
        return Function(
            self,
            endpoint.name,
            shared=self._shared,
            handler=f"{endpoint.module}.handler",
            description=f"{endpoint.name}: {endpoint.method} {endpoint.path}",
            statements=access.endpoint(self._shared.table, endpoint.data),
            environment=self._environment | with_data,
            timeout=_TIMEOUT,
            memory_mb=_memory_mb(endpoint),
        ).function


def _memory_mb(endpoint: Endpoint) -> int:
    if endpoint.data == "none":
        return SMALL_MB
    return CORE_MB if endpoint.with_file or endpoint.name == BATCH else USUAL_MB


def _environment(configuration: Configuration) -> dict[str, str]:
    """What all functions of endpoints are told."""
    told = {
        Settings.CORS_ORIGINS: ",".join(sorted(configuration.cors_origins)),
        Settings.RAPIDAPI_BILLING: configuration.rapidapi_billing if configuration.rapidapi else "",
    }
    return {name: value for name, value in told.items() if value}


def _with_data(table: dynamodb.ITableV2, configuration: Configuration) -> dict[str, str]:
    """What those are told that use the table."""
    told = {Settings.TABLE: table.table_name, Settings.API_KEY_PREFIX: configuration.api_key_prefix}
    return told | ({Settings.PUBLIC_URL: configuration.public_url} if configuration.public_url else {})
