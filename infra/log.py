"""The logs: none is kept for ever."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.configuration import BadChoice, Configuration

_DAYS = {
    1: logs.RetentionDays.ONE_DAY,
    3: logs.RetentionDays.THREE_DAYS,
    7: logs.RetentionDays.ONE_WEEK,
    14: logs.RetentionDays.TWO_WEEKS,
    30: logs.RetentionDays.ONE_MONTH,
    60: logs.RetentionDays.TWO_MONTHS,
    90: logs.RetentionDays.THREE_MONTHS,
    180: logs.RetentionDays.SIX_MONTHS,
    365: logs.RetentionDays.ONE_YEAR,
}


def log(scope: Construct, configuration: Configuration, name: str = "Log") -> logs.LogGroup:
    """A log group that forgets after `log_days`; BadChoice for a number that CloudWatch does not have.

    All functions write to one, in which every entry names its endpoint: a group for each would make a third more
    resources, and one place to look is enough.
    """
    days = _DAYS.get(configuration.log_days)
    if days is None:
        raise BadChoice(f"log_days must be one of {', '.join(map(str, _DAYS))}, not {configuration.log_days}.")
    return logs.LogGroup(scope, name, retention=days, removal_policy=cdk.RemovalPolicy.DESTROY)


def writing(log: logs.ILogGroup) -> iam.PolicyStatement:
    """What lets a function write to a log."""
    return iam.PolicyStatement(actions=["logs:CreateLogStream", "logs:PutLogEvents"], resources=[log.log_group_arn])
