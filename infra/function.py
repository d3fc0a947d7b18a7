"""A Lambda function as all of ours are, with a role of its own.

X-Ray is off: its SDK would import botocore in each cold start, and a function here makes one or two calls, whose time
the access log shows. SnapStart is off: it takes published versions and pays for their snapshots by the hour, while
these functions start in the time that it takes to restore one.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.contents import ENVIRONMENT
from infra.log import writing
from infra.names import call, logical_id
from infra.review import acknowledge_wildcard

SMALL_MB = 512
"""For what does not use the database in a hurry: a third of a core."""

USUAL_MB = 1024
"""More than half a core: with less, making the first connection, all processor time, would be what a caller waits for.
Warm calls are paid by the millisecond, and most of theirs are spent waiting."""

CORE_MB = 1769
"""A whole core, for what reads or writes files or a hundred calls at once and does that in one thread."""


class Shared(NamedTuple):
    """What all functions of the stack have in common."""

    table: dynamodb.ITableV2
    code: lambda_.Code
    log: logs.ILogGroup


class Function(Construct):
    """`function`, which may do what `statements` say and write to the log."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        shared: Shared,
        handler: str,
        description: str,
        statements: Sequence[iam.PolicyStatement],
        environment: Mapping[str, str],
        timeout: cdk.Duration,
        memory_mb: int = USUAL_MB,
        reserved: int | None = None,
    ) -> None:
        super().__init__(scope, name)
        self.function = lambda_.Function(
            self,
            "Function",
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            memory_size=memory_mb,
            handler=handler,
            code=shared.code,
            description=description,
            role=self._role([*statements, writing(shared.log)]),
            log_group=shared.log,
            environment={**ENVIRONMENT, **environment},
            timeout=timeout,
            reserved_concurrent_executions=reserved,
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
        for resource in sorted({one for statement in statements for one in statement.resources if one.endswith("*")}):
            acknowledge_wildcard(role, resource, "What is behind the star has no names before it is there.")
        return role
