"""The worker that removes what was deleted or dropped, behind the table's stream."""

from collections.abc import Mapping
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from adapters.dynamodb.deletions import DELETION, DROPPED, OWNER_DELETION
from adapters.settings import Settings
from infra import access
from infra.function import Function

_TIMEOUT = cdk.Duration.minutes(15)
_AT_ONCE, _RETRIES = 10, 10  # what a run got done stays done, so that even a huge calendar is purged in a few


class PurgeWorker(Construct):
    """The function, what wakes it, and the queue that keeps word of what it could not do."""

    def __init__(
        self, scope: Construct, name: str, *, table: dynamodb.TableV2, code: lambda_.Code, log: logs.ILogGroup
    ) -> None:
        super().__init__(scope, name)
        function = Function(
            self,
            "Worker",
            handler="functions.purge.handler",
            code=code,
            log=log,
            description="Removes what deleted calendars and owners leave behind, and dropped overrides",
            statements=access.purge(table),
            environment={Settings.TABLE: table.table_name},
            timeout=_TIMEOUT,
        ).function
        failed = sqs.Queue(self, "Failed", enforce_ssl=True, retention_period=cdk.Duration.days(14))
        function.add_event_source_mapping(
            "Stream",
            event_source_arn=table.table_stream_arn,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            filters=[_deletion("INSERT", "NewImage"), _deletion("REMOVE", "OldImage")],
            batch_size=_AT_ONCE,
            report_batch_item_failures=True,
            bisect_batch_on_error=True,
            retry_attempts=_RETRIES,
            on_failure=event_sources.SqsDlq(failed),
        )


def _deletion(event: str, image: str) -> Mapping[str, Any]:
    """Records of an event whose image is a deletion: only these wake the worker, and cost anything."""
    return lambda_.FilterCriteria.filter(
        {"eventName": [event], "dynamodb": {image: {"type": {"S": [DELETION, OWNER_DELETION, DROPPED]}}}},
    )
