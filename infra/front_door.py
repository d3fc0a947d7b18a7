"""A front door: a REST API with the routes of its rows, guarded by what its callers prove themselves with."""

from collections.abc import Collection, Mapping
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from adapters.http import cors
from adapters.http.doors import DIRECT, STAGE_VARIABLE, Door
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.gateway import WORTH_COMPRESSING
from adapters.http.markers import BINARY
from infra.configuration import Configuration
from infra.gateway_responses import add_gateway_responses

STAGE = "live"
_WORTH_COMPRESSING = cdk.Size.bytes(WORTH_COMPRESSING)


class FrontDoor(cdk.NestedStack):
    """The API of one door. `url` is where it is, with its stage.

    It is a stack in the stack because CloudFormation takes 500 resources in one, and a door has three for each row.
    """

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        door: Door,
        functions: Mapping[str, lambda_.IFunction],
        authorizer: lambda_.IFunction,
        invoker: iam.IRole,
        configuration: Configuration,
    ) -> None:
        super().__init__(scope, name)
        cast(cdk.CfnResource, self.nested_stack_resource).override_logical_id(f"{name.capitalize()}Door")
        self._api = _api(self, door, configuration)
        self._invoker = invoker
        guard = _guard(self, door, authorizer, invoker, configuration)
        for endpoint in filter(door.leads_to, ENDPOINTS):
            self._add_route(endpoint, functions[endpoint.name], guard)
        origins = configuration.cors_origins if door is DIRECT else ()  # RapidAPI's proxy speaks for itself
        add_gateway_responses(self._api, origins)
        if origins:
            self._let_pages_ask(origins)
        self.url = self._api.url

    def _add_route(self, endpoint: Endpoint, function: lambda_.IFunction, guard: apigateway.RequestAuthorizer) -> None:
        public = endpoint.access.public
        self._api.root.resource_for_path(endpoint.path).add_method(
            endpoint.method,
            apigateway.AwsIntegration(
                service="lambda",
                proxy=True,
                path=f"2015-03-31/functions/{function.function_arn}/invocations",
                options=apigateway.IntegrationOptions(credentials_role=self._invoker),
            ),
            operation_name=endpoint.name,
            authorization_type=apigateway.AuthorizationType.NONE if public else apigateway.AuthorizationType.CUSTOM,
            authorizer=None if public else guard,
        )

    def _let_pages_ask(self, origins: Collection[str]) -> None:
        """Answer browsers that ask before they call, at every path."""
        for path in sorted({endpoint.path for endpoint in ENDPOINTS}):
            self._api.root.resource_for_path(path).add_cors_preflight(
                allow_origins=sorted(origins),
                allow_methods=list(cors.METHODS),
                allow_headers=list(cors.SENT),
                max_age=cdk.Duration.seconds(cors.BELIEVED_SECONDS),
            )


def invoker(scope: Construct) -> iam.Role:
    """The role in which the doors call the functions, all of this stack.

    One role takes the place of a permission for each function and door: those would be a fourth of the stack.
    """
    functions = cdk.Stack.of(scope).format_arn(
        service="lambda",
        resource="function",
        resource_name=f"{cdk.Stack.of(scope).stack_name}-*",
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )
    return iam.Role(
        scope,
        "Invoker",
        assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
        inline_policies={
            "invoke": iam.PolicyDocument(
                statements=[iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[functions])]
            )
        },
    )


def _api(scope: Construct, door: Door, configuration: Configuration) -> apigateway.RestApi:
    api = apigateway.RestApi(
        scope,
        "Api",
        rest_api_name=f"{configuration.stack} {door.name}",
        description=f"Daybook's {door.name} door",
        endpoint_types=[apigateway.EndpointType.REGIONAL],
        binary_media_types=[BINARY],
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
    scope: Construct, door: Door, authorizer: lambda_.IFunction, invoker: iam.IRole, configuration: Configuration
) -> apigateway.RequestAuthorizer:
    return apigateway.RequestAuthorizer(
        scope,
        "Authorizer",
        handler=authorizer,
        assume_role=invoker,
        identity_sources=[apigateway.IdentitySource.header(name) for name in door.headers],
        results_cache_ttl=cdk.Duration.seconds(configuration.authorizer_cache_seconds),
    )
