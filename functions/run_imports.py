"""The worker behind the table's stream that goes on with the import jobs whose turn it is.

It may be given a record any number of times, also while another run is at work on the same job.
"""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger

from adapters.dynamodb.import_job_items import waiting_jobs
from functions.wiring import import_runs

_A_BATCH_MILLISECONDS = 60_000
"""What is left to a batch, and what comes before and behind it, at its worst."""

logger = Logger(service="daybook", use_rfc3339=True)


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Go on with each job that a record tells of; name the first record that failed, to be retried from there."""

    def has_time() -> bool:
        return int(context.get_remaining_time_in_millis()) > _A_BATCH_MILLISECONDS

    for sequence_number, job in waiting_jobs(event["Records"]):
        try:
            import_runs.run_import_job()(*job, has_time)
        except Exception:
            logger.exception("import failed", extra={"import_job": str(job.job_id)})
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
        logger.info("imported", extra={"import_job": str(job.job_id)})
    return {"batchItemFailures": []}
