"""The worker behind the table's stream that has the gateway count the calls of each owner by itself.

It may be given a record any number of times, and finds out by itself how things are now.
"""

from collections.abc import Mapping
from typing import Any

from adapters.dynamodb.owner_items import changed_owners
from adapters.log import log
from functions.wiring import meters

logger = log()


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Meter each owner that a record tells of; name the first record that failed, to be retried from there."""
    for sequence_number, owner_id in changed_owners(event["Records"]):
        try:
            plan = meters.meter_owner()(owner_id)
        except Exception:
            logger.exception("metering failed", extra={"owner": str(owner_id)})
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
        logger.info("metered", extra={"owner": str(owner_id), "plan": plan})
    return {"batchItemFailures": []}
