"""The worker behind the table's stream that goes on with the import jobs whose turn it is.

It may be given a record any number of times, also while another run is at work on the same job.
"""

from collections.abc import Mapping
from typing import Any

from adapters.dynamodb.import_job_items import WaitingJob, waiting_jobs
from adapters.log import log
from functions import wiring
from functions.stream_records import in_order
from functions.wiring import run_import_jobs

_A_TURN_SECONDS = 120
"""Then it is the turn of others whose jobs wait behind this one. Lambda's end is far beyond, for the last batch."""

logger = log()


def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
    """Go on with each job that a record tells of; name the first record that failed, to be retried from there."""
    is_its_turn = wiring.time_for(_A_TURN_SECONDS)

    def has_time() -> bool:
        return is_its_turn() and int(context.get_remaining_time_in_millis()) > 0

    def go_on(job: WaitingJob) -> None:
        run_import_jobs.run_import_job()(*job, has_time)
        logger.info("imported", extra=_about(job))

    return in_order(waiting_jobs(event["Records"]), go_on, "import failed", _about)


def _about(job: WaitingJob) -> dict[str, str]:
    return {"import_job": str(job.job_id)}
