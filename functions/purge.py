"""The worker behind the table's stream: removes what deleted calendars leave behind.

It may be given a record any number of times, also while another run is at work on the same calendar.
"""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger

from adapters.dynamodb.deletions import deleted_calendars
from functions import wiring

logger = Logger(service="daybook", use_rfc3339=True)


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Purge each calendar that a record tells of; name the first record that failed, to be retried from there."""
    for sequence_number, calendar_id in deleted_calendars(event["Records"]):
        try:
            gone = wiring.purge_calendar()(calendar_id)
        except Exception:
            logger.exception("purge failed", extra={"calendar_id": str(calendar_id)})
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
        logger.info("purged", extra={"calendar_id": str(calendar_id), "items": gone})
    return {"batchItemFailures": []}
