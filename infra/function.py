"""A Lambda function as all of ours are, with a role of its own."""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.contents import ENVIRONMENT
from infra.names import call, logical_id

MEMORY_MB = 1024
"""Enough of a core that a list, read by requests side by side, takes little longer than the slowest of them."""


class Function(Construct):
    """`function`, which may do what `statements` say and write to the log."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        handler: str,
        code: lambda_.Code,
        log: logs.ILogGroup,
        description: str,
        statements: Sequence[iam.PolicyStatement],
        environment: Mapping[str, str],
        timeout: cdk.Duration,
        memory_mb: int = MEMORY_MB,
    ) -> None:
        super().__init__(scope, name)
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            memory_size=memory_mb,
            handler=handler,
            code=code,
            description=description,
            role=self._role([*statements, _writing(log)]),
            log_group=log,
            environment={**ENVIRONMENT, **environment},
            timeout=timeout,
        )
        call(self.function, logical_id(name))

    def _role(self, statements: Sequence[iam.PolicyStatement]) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"access": iam.PolicyDocument(statements=statements)},
        )
        call(role, f"{logical_id(self.node.id)}Role")
        return role


def _writing(log: logs.ILogGroup) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log.log_group_arn])
