"""The log of all functions: one place to look, in which every entry names its endpoint."""

import aws_cdk as cdk
from aws_cdk import aws_logs as logs
from constructs import Construct


def log(scope: Construct) -> logs.LogGroup:
    """The log group. It forgets after a month. One for each function would be a tenth of all resources of the stack."""
    return logs.LogGroup(scope, "Log", retention=logs.RetentionDays.ONE_MONTH, removal_policy=cdk.RemovalPolicy.DESTROY)
