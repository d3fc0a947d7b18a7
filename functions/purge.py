"""The worker behind the table's stream: removes what deleted calendars and owners leave behind.

It may be given a record any number of times, also while another run is at work on the same one.
"""

from collections.abc import Mapping
from typing import Any

from aws_lambda_powertools import Logger

from adapters.dynamodb.deletions import DeletedCalendar, DeletedOwner, deletions
from functions.wiring import purges

logger = Logger(service="daybook", use_rfc3339=True)


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Purge all that a record tells of; name the first record that failed, to be retried from there."""
    for sequence_number, deleted in deletions(event["Records"]):
        try:
            gone = _purge(deleted)
        except Exception:
            logger.exception("purge failed", extra={"deleted": str(deleted.id)})
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
        logger.info("purged", extra={"deleted": str(deleted.id), "count": gone})
    return {"batchItemFailures": []}


def _purge(deleted: DeletedCalendar | DeletedOwner) -> int:
    """Return how many items of a calendar, or calendars of an owner, went."""
    match deleted:
        case DeletedCalendar(calendar_id):
            return purges.purge_calendar()(calendar_id)
        case DeletedOwner(owner_id, deleted_at):
            return purges.purge_owner()(owner_id, deleted_at)
