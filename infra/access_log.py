"""A line of JSON for each call: who called what, how it went, and how long it took.

Nothing in it is a secret: of the path it has what the route says, with parameters by name, since the address of a feed
is one; it has no query, no header and no body.
"""

import json

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.review import acknowledge_wildcard

FORMAT = {
    "at": "$context.requestTimeEpoch",
    "request_id": "$context.requestId",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "bytes": "$context.responseLength",
    "milliseconds": "$context.responseLatency",
    "function_milliseconds": "$context.integration.latency",
    "authorizer_milliseconds": "$context.authorizer.latency",
    "owner_id": "$context.authorizer.owner_id",
    "address": "$context.identity.sourceIp",
    "gateway_response": "$context.error.responseType",
}
"""Values are all text, since the gateway writes a hyphen where there is none; none of them can have quotes in it."""


def access_log_format() -> apigateway.AccessLogFormat:
    return apigateway.AccessLogFormat.custom(json.dumps(FORMAT))


class GatewayLogging(Construct):
    """The role in which API Gateway writes logs, which is a setting of the whole account in a region.

    It stays when the stack goes, since other APIs may have come to rely on it. Its wording is that of AWS's own policy
    for this: the gateway takes no role that may do less.
    """

    def __init__(self, scope: Construct, name: str) -> None:
        super().__init__(scope, name)
        writes = iam.PolicyStatement(
            actions=[
                "logs:CreateLogGroup",
                "logs:CreateLogStream",
                "logs:DescribeLogGroups",
                "logs:DescribeLogStreams",
                "logs:PutLogEvents",
                "logs:GetLogEvents",
                "logs:FilterLogEvents",
            ],
            resources=["*"],
        )
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"),
            inline_policies={"logs": iam.PolicyDocument(statements=[writes])},
        )
        role.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
        acknowledge_wildcard(role, "*", "As in AWS's own policy: the gateway makes log groups of any name.")
        account = apigateway.CfnAccount(self, "Account", cloud_watch_role_arn=role.role_arn)
        account.apply_removal_policy(cdk.RemovalPolicy.RETAIN)
