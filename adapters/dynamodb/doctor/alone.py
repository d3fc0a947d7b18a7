"""Items that nothing else follows from: their keys follow from what they say, and what is to expire does so."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from adapters.dynamodb.calendar_items import CALENDAR, calendar_from_item, calendar_to_item
from adapters.dynamodb.deletions import (
    DELETION,
    DROPPED,
    OWNER_DELETION,
    SECOND_PURGE_AFTER,
    dropped_to_item,
    owner_deletion_to_item,
)
from adapters.dynamodb.doctor.findings import (
    ALTERED,
    MISPLACED,
    Fault,
    differences,
    put,
    readable,
    unchanged,
    unreadable,
)
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.items import epoch
from adapters.dynamodb.layout import KIND as LAYOUT
from adapters.dynamodb.locks import LOCK, is_of_deleted
from adapters.dynamodb.table import (
    LAYOUT_KEY,
    TTL_ATTRIBUTE,
    Item,
    Key,
    audit_key,
    claim_key,
    deletion_key,
    key_of,
    lock_key,
    owner_deletion_key,
    owner_in,
)
from domain.ids import CalendarId, EventId, OwnerId
from domain.ports import Dropped

UNFINISHED = "unfinished deletion"

_KEYS: Mapping[str, Callable[[Item], Key]] = {
    "audit_entry": lambda kept: audit_key(UUID(kept["id"])),
    "claim": lambda kept: claim_key(kept["fingerprint"]),
    DELETION: lambda kept: deletion_key(owner_in(key_of(kept)), CalendarId(UUID(kept["deleted_calendar_id"]))),
    OWNER_DELETION: lambda kept: owner_deletion_key(OwnerId(UUID(kept["deleted_owner_id"])), kept["deleted_at"]),
    DROPPED: lambda kept: key_of(_dropped(kept)),
    CALENDAR: lambda kept: key_of(calendar_to_item(calendar_from_item(kept))),
    LAYOUT: lambda _: LAYOUT_KEY,
    LOCK: lambda kept: lock_key(owner_in(key_of(kept))),
}
"""The key that follows from what an item says, by its type."""

_EXPIRING = {"claim", DELETION, OWNER_DELETION, DROPPED}
TYPES = frozenset(_KEYS)


def check_alone(look: Look, key: Key) -> Iterator[Fault]:
    """What is wrong with such an item."""
    kept = look.get(key)
    if kept is None:
        return
    follows = readable(lambda: _KEYS[kept["type"]](kept))
    if follows is None or (kept["type"] in _EXPIRING and TTL_ATTRIBUTE not in kept):
        yield unreadable(kept)
    elif follows != key:
        yield Fault(MISPLACED, key, f"what it says belongs to {follows['pk']} {follows['sk']}")
    elif kept["type"] == CALENDAR:
        yield from _calendar(kept)
    elif is_of_deleted(kept):
        yield from _lock_of_deleted(look, kept)


def check_passing(look: Look, key: Key) -> Iterator[Fault]:
    """What is wrong with an item that has nothing but the time at which it goes."""
    kept = look.get(key)
    if kept is not None and TTL_ATTRIBUTE not in kept:
        yield unreadable(kept)


def _calendar(kept: Item) -> Iterator[Fault]:
    expected = calendar_to_item(calendar_from_item(kept))
    if kept != expected:
        yield Fault(ALTERED, key_of(kept), f"differs in {differences(kept, expected)} from what a calendar is kept as")


def _lock_of_deleted(look: Look, kept: Item) -> Iterator[Fault]:
    """A deleted owner is locked for good until its purge is done: word of it brings the purge about."""
    owner_id, deleted_at = owner_in(key_of(kept)), datetime.fromisoformat(kept["deleted_at"])
    at = owner_deletion_key(owner_id, kept["deleted_at"])
    if look.get(at) is None:
        until = {TTL_ATTRIBUTE: epoch(look.now + SECOND_PURGE_AFTER)}
        word = {**owner_deletion_to_item(owner_id, deleted_at), **until}
        words = f"owner {owner_id} was deleted at {kept['deleted_at']}, but what it had is not removed"
        yield Fault(UNFINISHED, key_of(kept), words, (unchanged(key_of(kept), kept), put(word, None)))


def _dropped(kept: Item) -> Item:
    """The item as it is written; when that was is said by its key only."""
    event_ids = [EventId(UUID(one)) for one in kept["dropped_event_ids"].split(",")]
    dropped = Dropped(CalendarId(UUID(kept["dropped_calendar_id"])), event_ids)
    return dropped_to_item(dropped, datetime.fromisoformat(kept["sk"].partition("#")[0]))
