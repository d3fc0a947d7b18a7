"""The workers behind the table's stream: a function, what wakes it, and a queue for word of what it could not do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from adapters.dynamodb.deletions import DELETION, DROPPED, OWNER_DELETION
from adapters.dynamodb.import_job_items import IMPORT_JOB, WAITING
from adapters.settings import Settings
from infra.function import MEMORY_MB, Function

_TIMEOUT = cdk.Duration.minutes(15)
_RETRIES = 10  # what a run got done stays done, so that even a huge calendar is purged, or filled, in a few

Filter = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Duty:
    """What a worker does, and which records of the stream wake it: only these cost anything."""

    handler: str
    description: str
    filters: Sequence[Filter]
    batch_size: int
    at_once: int = 1
    """How many batches of a shard at a time; what is in one partition stays in order."""
    memory_mb: int = MEMORY_MB


def _record(event: str, image: str, **attributes: Sequence[str]) -> Filter:
    """Records of an event whose image has one of some values in each of those attributes."""
    wanted = {name: {"S": list(values)} for name, values in attributes.items()}
    return lambda_.FilterCriteria.filter({"eventName": [event], "dynamodb": {image: wanted}})


PURGE = Duty(
    "functions.purge.handler",
    "Removes what deleted calendars and owners leave behind, and dropped overrides",
    [
        _record("INSERT", "NewImage", type=[DELETION, OWNER_DELETION, DROPPED]),
        _record("REMOVE", "OldImage", type=[DELETION, OWNER_DELETION, DROPPED]),
    ],
    batch_size=10,
)

RUN_IMPORT_JOBS = Duty(
    "functions.run_import_jobs.handler",
    "Imports files in the background",
    [_record("MODIFY", "NewImage", type=[IMPORT_JOB], status=[WAITING])],
    batch_size=1,
    at_once=2,  # of each shard: they must not take from the endpoints what an account may run at a time
    memory_mb=1769,  # a whole core, and room for the largest file
)


class Worker(Construct):
    """Does its duty, with what `statements` allow."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        duty: Duty,
        statements: Sequence[iam.PolicyStatement],
        table: dynamodb.TableV2,
        code: lambda_.Code,
        log: logs.ILogGroup,
    ) -> None:
        super().__init__(scope, name)
        function = Function(
            self,
            name,
            handler=duty.handler,
            code=code,
            log=log,
            description=duty.description,
            statements=statements,
            environment={Settings.TABLE: table.table_name},
            timeout=_TIMEOUT,
            memory_mb=duty.memory_mb,
        ).function
        self.failed = failed = sqs.Queue(self, "Failed", enforce_ssl=True, retention_period=cdk.Duration.days(14))
        function.add_event_source_mapping(
            "Stream",
            event_source_arn=table.table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            filters=list(duty.filters),
            batch_size=duty.batch_size,
            parallelization_factor=duty.at_once,
            report_batch_item_failures=True,
            bisect_batch_on_error=True,
            retry_attempts=_RETRIES,
            on_failure=event_sources.SqsDlq(failed),
        )
