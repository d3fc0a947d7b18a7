"""The worker behind the table's stream that goes on with the import jobs whose turn it is.

It may be given a record any number of times, also while another run is at work on the same job.
"""

from collections.abc import Mapping
from typing import Any

from adapters.dynamodb.import_job_items import waiting_jobs
from adapters.log import log
from functions import wiring
from functions.wiring import run_import_jobs

_A_TURN_SECONDS = 120
"""Then it is the turn of others whose jobs wait behind this one. Lambda's end is far beyond, for the last batch."""

logger = log()


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Go on with each job that a record tells of; name the first record that failed, to be retried from there."""
    is_its_turn = wiring.time_for(_A_TURN_SECONDS)

    def has_time() -> bool:
        return is_its_turn() and int(context.get_remaining_time_in_millis()) > 0

    for sequence_number, job in waiting_jobs(event["Records"]):
        try:
            run_import_jobs.run_import_job()(*job, has_time)
        except Exception:
            logger.exception("import failed", extra={"import_job": str(job.job_id)})
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
        logger.info("imported", extra={"import_job": str(job.job_id)})
    return {"batchItemFailures": []}
