"""A front door: a REST API with the routes of its rows, guarded by what its callers prove themselves with."""

from collections.abc import Mapping

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from adapters.http.doors import STAGE_VARIABLE, Door
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.gateway import WORTH_COMPRESSING
from infra.configuration import Configuration
from infra.gateway_responses import add_gateway_responses

STAGE = "live"
_WORTH_COMPRESSING = cdk.Size.bytes(WORTH_COMPRESSING)


class FrontDoor(Construct):
    """The API of one door, and its URL as an output of the stack."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        door: Door,
        functions: Mapping[str, lambda_.IFunction],
        authorizer: lambda_.IFunction,
        configuration: Configuration,
    ) -> None:
        super().__init__(scope, name)
        self._api = _api(self, door, configuration)
        guard = _guard(self, door, authorizer, configuration)
        for endpoint in filter(door.leads_to, ENDPOINTS):
            self._add_route(endpoint, functions[endpoint.name], guard)
        add_gateway_responses(self._api)
        cdk.CfnOutput(scope, f"{door.name.capitalize()}Url", value=self._api.url)

    def _add_route(self, endpoint: Endpoint, function: lambda_.IFunction, guard: apigateway.RequestAuthorizer) -> None:
        public = endpoint.access.public
        self._api.root.resource_for_path(endpoint.path).add_method(
            endpoint.method,
            # The console's test button would cost a permission for every method.
            apigateway.LambdaIntegration(function, allow_test_invoke=False),
            operation_name=endpoint.name,
            authorization_type=apigateway.AuthorizationType.NONE if public else apigateway.AuthorizationType.CUSTOM,
            authorizer=None if public else guard,
        )


def _api(scope: Construct, door: Door, configuration: Configuration) -> apigateway.RestApi:
    api = apigateway.RestApi(
        scope,
        "Api",
        rest_api_name=f"{configuration.stack} {door.name}",
        description=f"Daybook's {door.name} door",
        endpoint_types=[apigateway.EndpointType.REGIONAL],
        min_compression_size=_WORTH_COMPRESSING,
        cloud_watch_role=False,  # a setting of the whole account, which is not ours to change
        deploy_options=apigateway.StageOptions(
            stage_name=STAGE,
            variables={STAGE_VARIABLE: door.name},
            throttling_rate_limit=configuration.requests_per_second,
            throttling_burst_limit=configuration.burst,
        ),
    )
    api.node.try_remove_child("Endpoint")  # CDK's own output, under a name that nobody would guess
    return api


def _guard(
    scope: Construct, door: Door, authorizer: lambda_.IFunction, configuration: Configuration
) -> apigateway.RequestAuthorizer:
    return apigateway.RequestAuthorizer(
        scope,
        "Authorizer",
        handler=authorizer,
        identity_sources=[apigateway.IdentitySource.header(name) for name in door.headers],
        results_cache_ttl=cdk.Duration.seconds(configuration.authorizer_cache_seconds),
    )
