"""A front door: a REST API with the routes of its rows, guarded by what its callers prove themselves with."""

from collections.abc import Collection, Mapping
from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from adapters.http import cors
from adapters.http.billing import headers_of_refusals, prices_of
from adapters.http.doors import DIRECT, STAGE_VARIABLE, Door
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.http.markers import BINARY
from adapters.http.wsgi import WORTH_COMPRESSING
from adapters.settings import Settings
from infra.access_log import access_log_format
from infra.configuration import Configuration
from infra.gateway_responses import add_gateway_responses
from infra.log import log
from infra.names import call
from infra.review import acknowledge, acknowledge_wildcard

STAGE = "live"
_WORTH_COMPRESSING = cdk.Size.bytes(WORTH_COMPRESSING)


class FrontDoor(cdk.NestedStack):
    """The API of one `door`, at `url`, and its `stage`. Where calls are counted, guarded routes want a usage key.

    It is a stack in the stack because CloudFormation takes 500 resources in one, and a door has three for each row.
    """

    def __init__(
        self,
        scope: Construct,
        door: Door,
        *,
        functions: Mapping[str, lambda_.IFunction],
        authorizer: lambda_.IFunction,
        configuration: Configuration,
    ) -> None:
        super().__init__(scope, door.name)
        cast(cdk.CfnResource, self.nested_stack_resource).override_logical_id(f"{door.name.capitalize()}Door")
        self.door = door
        self._api = self._make_api(configuration)
        self.stage = self._api.deployment_stage
        if not configuration.access_log:
            acknowledge(self.stage, "APIG1", "The deployer wants none.")
        self.url = self._api.url
        self._invoker = _invoker(self, cdk.Stack.of(scope).stack_name)
        self._guard = self._make_guard(authorizer, configuration)
        for endpoint in filter(door.leads_to, ENDPOINTS):
            self._add_route(endpoint, functions[endpoint.name])
        origins = configuration.cors_origins if door is DIRECT else ()  # RapidAPI's proxy speaks for itself
        prices = prices_of({Settings.RAPIDAPI_BILLING: configuration.rapidapi_billing})
        add_gateway_responses(self._api, origins, headers_of_refusals(door, prices))
        if origins:
            self._let_pages_ask(origins)

    def metric(self, name: str, statistic: str) -> cloudwatch.Metric:
        """One of the gateway's own, of all routes together, in five minutes."""
        return cloudwatch.Metric(
            namespace="AWS/ApiGateway",
            metric_name=name,
            dimensions_map={"ApiName": self._api.rest_api_name, "Stage": STAGE},
            statistic=statistic,
        )

    def _make_api(self, configuration: Configuration) -> apigateway.RestApi:
        api = apigateway.RestApi(
            self,
            "Api",
            rest_api_name=f"{configuration.stack} {self.door.name}",
            description=f"Daybook's {self.door.name} door",
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            api_key_source_type=apigateway.ApiKeySourceType.AUTHORIZER,
            binary_media_types=[BINARY],
            min_compression_size=_WORTH_COMPRESSING,
            cloud_watch_role=False,  # GatewayLogging's business
            deploy_options=self._stage_options(configuration),
        )
        call(api, "Api")
        api.node.try_remove_child("Endpoint")  # CDK's own output, under a name that nobody would guess
        return api

    def _stage_options(self, configuration: Configuration) -> apigateway.StageOptions:
        logs_to = log(self, configuration, "AccessLog") if configuration.access_log else None
        return apigateway.StageOptions(
            stage_name=STAGE,
            variables={STAGE_VARIABLE: self.door.name},
            throttling_rate_limit=configuration.requests_per_second,
            throttling_burst_limit=configuration.burst,
            access_log_destination=apigateway.LogGroupLogDestination(logs_to) if logs_to else None,
            access_log_format=access_log_format() if logs_to else None,
        )

    def _make_guard(self, authorizer: lambda_.IFunction, configuration: Configuration) -> apigateway.RequestAuthorizer:
        return apigateway.RequestAuthorizer(
            self,
            "Authorizer",
            handler=authorizer,
            assume_role=self._invoker.without_policy_updates(),
            identity_sources=[apigateway.IdentitySource.header(name) for name in self.door.headers],
            results_cache_ttl=cdk.Duration.seconds(configuration.authorizer_cache_seconds),
        )

    def _add_route(self, endpoint: Endpoint, function: lambda_.IFunction) -> None:
        public = endpoint.access.public
        method = self._api.root.resource_for_path(endpoint.path).add_method(
            endpoint.method,
            apigateway.AwsIntegration(
                service="lambda",
                proxy=True,
                path=f"2015-03-31/functions/{function.function_arn}/invocations",
                options=apigateway.IntegrationOptions(credentials_role=self._invoker),
            ),
            operation_name=endpoint.name,
            authorization_type=apigateway.AuthorizationType.NONE if public else apigateway.AuthorizationType.CUSTOM,
            authorizer=None if public else self._guard,
            api_key_required=self.door.counts_calls and not public,
        )
        if public:
            acknowledge(method, "APIG4", f"{endpoint.name} is for everybody.")

    def _let_pages_ask(self, origins: Collection[str]) -> None:
        """Answer browsers that ask before they call, at every path."""
        for path in sorted({endpoint.path for endpoint in ENDPOINTS}):
            self._api.root.resource_for_path(path).add_cors_preflight(
                allow_origins=sorted(origins),
                allow_methods=list(cors.METHODS),
                allow_headers=list(cors.SENT),
                max_age=cdk.Duration.seconds(cors.BELIEVED_SECONDS),
            )


def _invoker(scope: Construct, stack: str) -> iam.Role:
    """The role in which a door calls the functions, all of its stack.

    One role takes the place of a permission for each function: those would be a fourth of the stack.
    """
    functions = cdk.Stack.of(scope).format_arn(
        service="lambda",
        resource="function",
        resource_name=f"{stack}-*",
        arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME,
    )
    calls = iam.PolicyStatement(actions=["lambda:InvokeFunction"], resources=[functions])
    role = iam.Role(
        scope,
        "Invoker",
        assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
        inline_policies={"invoke": iam.PolicyDocument(statements=[calls])},
    )
    acknowledge_wildcard(role, functions, "All that is named so are the functions of this stack.")
    return role
