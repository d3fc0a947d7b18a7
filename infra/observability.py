"""What somebody is told of, and where to look then.

Each alarm means that callers, or what they wait for, have had trouble for a while; a lone failure at night is none.
"""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.front_door import FrontDoor
from infra.worker import Worker

_PERIOD = cdk.Duration.minutes(5)
_FAILED_PART = 0.01
_SLOW_MILLISECONDS = 3_000  # a cold start of authorizer and function is a second
_THROTTLED_TABLE = 10  # in a period; those that were tried again in vain are failures
_BEHIND_MINUTES = 15


class Observability(Construct):
    """Alarms, all to one topic, and a dashboard."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        doors: Sequence[FrontDoor],
        authorizer: lambda_.IFunction,
        table: dynamodb.ITableV2,
        workers: Sequence[Worker],
        topic: sns.ITopic,
    ) -> None:
        super().__init__(scope, name)
        self._tell = actions.SnsAction(topic)
        self._dashboard = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=cdk.Stack.of(self).stack_name)
        for opened in doors:
            self._watch_door(opened)
        self._watch_capacity(authorizer, table)
        self._watch_workers(workers)

    def _watch_door(self, opened: FrontDoor) -> None:
        name = opened.door.name.capitalize()
        calls, refused, failed = (opened.metric(one, "Sum") for one in ("Count", "4XXError", "5XXError"))
        self._show(f"{name} door: calls", [calls, refused, failed])
        self._show(f"{name} door: milliseconds", [opened.metric("Latency", one) for one in ("p50", "p90", "p99")])
        self._alarm(
            f"{name}Failures",
            opened.metric("5XXError", "Average"),
            _FAILED_PART,
            f"at the {opened.door.name} door, more than 1 in 100 calls failed for no fault of the caller",
        )
        self._alarm(
            f"{name}Slowness",
            opened.metric("Latency", "p99"),
            _SLOW_MILLISECONDS,
            f"at the {opened.door.name} door, 1 in 100 calls took longer than 3 seconds",
            of=3,
            evaluate_low_sample_count_percentile="ignore",
        )

    def _watch_capacity(self, authorizer: lambda_.IFunction, table: dynamodb.ITableV2) -> None:
        throttled = authorizer.metric_throttles(period=_PERIOD)
        self._alarm("LambdaThrottles", throttled, 0, "the account's limit of functions at a time was reached")
        reads, writes = (_of_table(table, f"{one}ThrottleEvents") for one in ("Read", "Write"))
        throttles = cloudwatch.MathExpression(
            expression="reads + writes", using_metrics={"reads": reads, "writes": writes}, period=_PERIOD
        )
        self._alarm("TableThrottles", throttles, _THROTTLED_TABLE, "the table, or a partition of it, was overrun")
        self._show("Table: units", [_of_table(table, f"Consumed{one}CapacityUnits") for one in ("Read", "Write")])
        self._show("Throttled", [throttled, reads, writes])

    def _watch_workers(self, workers: Sequence[Worker]) -> None:
        ages = {one: one.function.metric("IteratorAge", statistic="Maximum", period=_PERIOD) for one in workers}
        queued = {one: one.failed.metric_approximate_number_of_messages_visible(period=_PERIOD) for one in workers}
        for worker, age in ages.items():
            behind = f"{worker.name} was more than {_BEHIND_MINUTES} minutes behind"
            self._alarm(f"{worker.name}-behind", age, cdk.Duration.minutes(_BEHIND_MINUTES).to_milliseconds(), behind)
        for worker, depth in queued.items():
            failed = f"{worker.name} gave something up: look at the log, then `daybook dlq replay`"
            self._alarm(f"{worker.name}-dead-letters", depth, 0, failed, of=1)
        self._show("Workers: milliseconds behind", list(ages.values()))
        self._show("Workers: dead letters", list(queued.values()))

    def _alarm(
        self,
        name: str,
        metric: cloudwatch.IMetric,
        above: float,
        means: str,
        *,
        of: int = 2,
        evaluate_low_sample_count_percentile: str | None = None,
    ) -> None:
        """Once the metric is above something in `of` periods of three, or in the one; no data is good news."""
        alarm = cloudwatch.Alarm(
            self,
            name,
            metric=metric,
            threshold=above,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_THRESHOLD,
            evaluation_periods=1 if of == 1 else 3,
            datapoints_to_alarm=of,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"Daybook: {means}.",
            evaluate_low_sample_count_percentile=evaluate_low_sample_count_percentile,
        )
        alarm.add_alarm_action(self._tell)
        alarm.add_ok_action(self._tell)

    def _show(self, title: str, metrics: Sequence[cloudwatch.IMetric]) -> None:
        self._dashboard.add_widgets(cloudwatch.GraphWidget(title=title, left=list(metrics), width=12))


def _of_table(table: dynamodb.ITableV2, name: str) -> cloudwatch.Metric:
    return table.metric(name, statistic="Sum", period=_PERIOD)
