"""UIDs that were imported: each leads to the one event that came with it, and each such event is found by its UID."""

from collections.abc import Iterator

from adapters.dynamodb.doctor.findings import (
    MISPLACED,
    Fault,
    differences,
    put,
    readable,
    removal,
    unchanged,
    unreadable,
)
from adapters.dynamodb.doctor.homes import at_version, event_of, is_tombstone
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.imported_items import named_by, uid_item
from adapters.dynamodb.table import Item, Key, home_key, key_of, place_in_calendar, uid_key
from domain.event import Event

NOWHERE, NOT_FOUND, WRONG = "UID that leads nowhere", "missing UID", "wrong UID"


def check_uid(look: Look, key: Key) -> Iterator[Fault]:
    """What is wrong with the item of a UID, apart from what its event tells of it."""
    kept, within = look.get(key), place_in_calendar(key)
    if kept is None or within is None:
        return
    named = readable(lambda: named_by(kept))
    home = readable(lambda: home_key(within[0], named[1])) if named is not None else None
    if named is None or home is None:
        yield unreadable(kept)
    elif uid_key(within[0], named[0]) != key:
        yield Fault(MISPLACED, key, f"it is of the UID {named[0].text}", (removal(kept),))
    elif not _comes_with(look.get(home), key):
        words = f"event {named[1]} is gone, or came with another"
        yield Fault(NOWHERE, key, words, (unchanged(home, look.get(home)), removal(kept)))


def uid_of_event(look: Look, event: Event) -> Iterator[Fault]:
    """What is wrong with the item by which an imported event is found."""
    expected = uid_item(event)
    if expected is None:
        return
    key = key_of(expected)
    kept = look.get(key)
    if kept is None:
        yield Fault(
            NOT_FOUND, key, f"event {event.id} is not found by its UID", (at_version(event), put(expected, None))
        )
    elif kept != expected:
        mend = () if _leads_to_another(look, kept, event) else (at_version(event), put(expected, kept))
        yield Fault(WRONG, key, f"differs from what event {event.id} says in {differences(kept, expected)}", mend)


def _leads_to_another(look: Look, kept: Item, event: Event) -> bool:
    """Whether there are two events of one UID, so that neither may be hidden."""
    named = readable(lambda: named_by(kept))
    if named is None or named[1] == event.id:
        return False
    return _comes_with(look.get(home_key(event.calendar_id, named[1])), key_of(kept))


def _comes_with(home: Item | None, key: Key) -> bool:
    """Whether an event is there, and is found by the item at a key; of one that is unreadable nobody can tell."""
    if home is None or is_tombstone(home):
        return False
    event = event_of(home)
    found = uid_item(event)
    return event is None or (found is not None and key_of(found) == key)
