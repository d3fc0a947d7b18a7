"""A worker behind the table's stream: a function, what wakes it, and a queue for word of what it could not do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from adapters.settings import Settings
from infra.function import SMALL_MB, Function, Shared

_TIMEOUT = cdk.Duration.minutes(15)
_RETRIES = 10  # what a run got done stays done, so that even a huge calendar is purged, or filled, in a few

Filter = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a worker does, what that takes, and which records of the stream wake it: only these cost anything."""

    name: str
    description: str
    filters: Sequence[Filter]
    statements: Sequence[iam.PolicyStatement]
    environment: Mapping[str, str] = field(default_factory=dict)
    batch_size: int = 10
    at_once: int = 1
    """How many batches of a shard at a time; what is in one partition stays in order."""
    memory_mb: int = SMALL_MB

    @property
    def handler(self) -> str:
        return f"functions.{self.name}.handler"


def record(event: str, image: str, **attributes: Sequence[str]) -> Filter:
    """Records of an event whose image has one of some values in each of those attributes."""
    wanted = {name: {"S": list(values)} for name, values in attributes.items()}
    return lambda_.FilterCriteria.filter({"eventName": [event], "dynamodb": {image: wanted}})


class Worker(Construct):
    """`function`, which does its duty, and the queue of what `failed`; at most so many at a time as are `reserved`."""

    def __init__(self, scope: Construct, duty: Duty, *, shared: Shared, reserved: int) -> None:
        super().__init__(scope, duty.name)
        self.name = duty.name
        self.function = Function(
            self,
            duty.name,
            shared=shared,
            handler=duty.handler,
            description=duty.description,
            statements=duty.statements,
            environment={Settings.TABLE: shared.table.table_name, **duty.environment},
            timeout=_TIMEOUT,
            memory_mb=duty.memory_mb,
            reserved=reserved or None,
        ).function
        self.failed = sqs.Queue(self, "Failed", enforce_ssl=True, retention_period=cdk.Duration.days(14))
        self.function.add_event_source_mapping(
            "Stream",
            event_source_arn=shared.table.table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            filters=list(duty.filters),
            batch_size=duty.batch_size,
            parallelization_factor=duty.at_once,
            report_batch_item_failures=True,
            bisect_batch_on_error=True,
            retry_attempts=_RETRIES,
            on_failure=event_sources.SqsDlq(self.failed),
        )
