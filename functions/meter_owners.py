"""The worker behind the table's stream that has the gateway count the calls of each owner by itself.

It may be given a record any number of times, and finds out by itself how things are now.
"""

from collections.abc import Mapping
from typing import Any

from adapters.dynamodb.owner_items import changed_owners
from adapters.log import log
from domain.ids import OwnerId
from functions.stream_records import in_order
from functions.wiring import meters

logger = log()


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Meter each owner that a record tells of; name the first record that failed, to be retried from there."""
    return in_order(changed_owners(event["Records"]), _meter, "metering failed", _about)


def _meter(owner_id: OwnerId) -> None:
    plan = meters.meter_owner()(owner_id)
    logger.info("metered", extra={**_about(owner_id), "plan": plan})


def _about(owner_id: OwnerId) -> dict[str, str]:
    return {"owner": str(owner_id)}
