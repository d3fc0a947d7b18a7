"""The worker behind the table's stream: removes what is left of deleted calendars and owners, and dropped overrides.

It may be given a record any number of times, also while another run is at work on the same one.
"""

from collections.abc import Mapping
from typing import Any

from adapters.dynamodb.deletions import Deleted, DeletedCalendar, DeletedOwner, deletions
from adapters.log import log
from domain.ports import Dropped
from functions.stream_records import in_order
from functions.wiring import purges

logger = log()


def handler(event: Mapping[str, Any], _context: object) -> dict[str, Any]:
    """Purge all that a record tells of; name the first record that failed, to be retried from there."""
    return in_order(deletions(event["Records"]), _purge, "purge failed", _about)


def _purge(deleted: Deleted) -> None:
    gone = _removed(deleted)
    logger.info("purged", extra={**_about(deleted), "count": gone})


def _about(deleted: Deleted) -> dict[str, str]:
    return {"deleted": str(deleted.calendar_id if isinstance(deleted, Dropped) else deleted.id)}


def _removed(deleted: Deleted) -> int:
    """Return how many items of a calendar and of feeds, calendars of an owner, or overrides went."""
    match deleted:
        case DeletedCalendar(calendar_id, owner_id):
            changed = purges.purge_feeds()(owner_id, calendar_id) if owner_id else 0
            return changed + purges.purge_calendar()(calendar_id)
        case DeletedOwner(owner_id, deleted_at):
            return purges.purge_owner()(owner_id, deleted_at)
        case Dropped():
            return purges.clear_dropped()(deleted)
