"""Word that a calendar, an owner or overrides are gone, from which the background work of removing them starts.

The table's stream shows it twice: when it is written, and when TTL takes it away a day later. A calendar's second purge
catches an event whose write was under way when its calendar vanished.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from adapters.dynamodb.items import epoch, instant_text, item
from adapters.dynamodb.table import TTL_ATTRIBUTE, Item, deletion_key, dropped_key, owner_deletion_key
from domain.calendar import Calendar
from domain.ids import CalendarId, EventId, OwnerId
from domain.ports import Dropped

DELETION, OWNER_DELETION, DROPPED = "deletion", "owner_deletion", "dropped_overrides"
SECOND_PURGE_AFTER = timedelta(days=1)


class DeletedCalendar(NamedTuple):
    """A calendar whose events are to go, and which is to go from its owner's feeds; of earlier ones, that had none, it
    is not said whose they were."""

    id: CalendarId
    owner_id: OwnerId | None = None


class DeletedOwner(NamedTuple):
    """An owner of whom all is to go that is older than the deletion."""

    id: OwnerId
    deleted_at: datetime


Deleted = DeletedCalendar | DeletedOwner | Dropped


def deletion_to_item(calendar: Calendar, now: datetime) -> Item:
    facts = {"deleted_calendar_id": str(calendar.id), "deleted_calendar_owner_id": str(calendar.owner_id)}
    return item(deletion_key(calendar.owner_id, calendar.id), DELETION, **facts, **_second_purge(now))


def owner_deletion_to_item(owner_id: OwnerId, now: datetime) -> Item:
    facts = {"deleted_owner_id": str(owner_id), "deleted_at": instant_text(now)}
    return item(owner_deletion_key(owner_id, instant_text(now)), OWNER_DELETION, **facts, **_second_purge(now))


def dropped_to_item(dropped: Dropped, now: datetime) -> Item:
    return item(
        dropped_key(dropped.calendar_id, instant_text(now), dropped.event_ids[0]),
        DROPPED,
        dropped_calendar_id=str(dropped.calendar_id),
        dropped_event_ids=",".join(map(str, dropped.event_ids)),
        **_second_purge(now),
    )


def deletions(records: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, Deleted]]:
    """The sequence number of each stream record that tells of a deletion, and what was deleted."""
    for record in records:
        change = record["dynamodb"]
        image = change.get("NewImage") or change.get("OldImage") or {}
        kind = _text(image, "type")
        if kind == DELETION:
            yield change["SequenceNumber"], _deleted_calendar(image)
        elif kind == OWNER_DELETION:
            deleted_at = datetime.fromisoformat(_text(image, "deleted_at"))
            yield change["SequenceNumber"], DeletedOwner(OwnerId(UUID(_text(image, "deleted_owner_id"))), deleted_at)
        elif kind == DROPPED:
            yield change["SequenceNumber"], _dropped(image)


def _deleted_calendar(image: Mapping[str, Any]) -> DeletedCalendar:
    owner_id = _text(image, "deleted_calendar_owner_id")
    return DeletedCalendar(
        CalendarId(UUID(_text(image, "deleted_calendar_id"))), OwnerId(UUID(owner_id)) if owner_id else None
    )


def _dropped(image: Mapping[str, Any]) -> Dropped:
    event_ids = [EventId(UUID(one)) for one in _text(image, "dropped_event_ids").split(",")]
    return Dropped(CalendarId(UUID(_text(image, "dropped_calendar_id"))), event_ids)


def _text(image: Mapping[str, Any], name: str) -> str:
    """A text attribute of a stream record's image."""
    return str(image.get(name, {}).get("S", ""))


def _second_purge(now: datetime) -> dict[str, object]:
    return {TTL_ATTRIBUTE: epoch(now + SECOND_PURGE_AFTER)}
