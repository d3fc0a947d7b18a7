"""The logs: none is kept for ever."""

from typing import cast

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.configuration import Configuration


def log(scope: Construct, configuration: Configuration, name: str = "Log") -> logs.LogGroup:
    """A log group that forgets after `log_days`.

    All functions write to one, in which every entry names its endpoint: a group for each would make a third more
    resources, and one place to look is enough.
    """
    made = logs.LogGroup(scope, name, removal_policy=cdk.RemovalPolicy.DESTROY)
    cast(logs.CfnLogGroup, made.node.default_child).retention_in_days = configuration.log_days
    return made


def writing(log: logs.ILogGroup) -> iam.PolicyStatement:
    """What lets a function write to a log."""
    return iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log.log_group_arn])
