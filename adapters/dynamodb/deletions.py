"""Word that a calendar is gone, from which the background work of removing its events starts.

The table's stream shows it twice: when it is written, and when TTL takes it away a day later. The second purge catches
an event whose write was under way when its calendar vanished.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from adapters.dynamodb.items import item
from adapters.dynamodb.table import TTL_ATTRIBUTE, Item, deletion_key
from domain.calendar import Calendar
from domain.ids import CalendarId

DELETION = "deletion"
SECOND_PURGE_AFTER = timedelta(days=1)


def deletion_to_item(calendar: Calendar, now: datetime) -> Item:
    return item(
        deletion_key(calendar.owner_id, calendar.id),
        DELETION,
        deleted_calendar_id=str(calendar.id),
        **{TTL_ATTRIBUTE: int((now + SECOND_PURGE_AFTER).timestamp())},
    )


def deleted_calendars(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, CalendarId]]:
    """The sequence number and the calendar of each stream record that tells of a deletion."""
    for record in records:
        change = record["dynamodb"]
        image = change.get("NewImage") or change.get("OldImage") or {}
        if image.get("type", {}).get("S") == DELETION:
            yield change["SequenceNumber"], CalendarId(UUID(image["deleted_calendar_id"]["S"]))
