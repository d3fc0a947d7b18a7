"""Copies of events: they are what follows from the home copy, all of it, and nothing else."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from adapters.dynamodb.doctor.findings import (
    ALTERED,
    MISPLACED,
    Fault,
    differences,
    put,
    readable,
    removal,
    unchanged,
    unreadable,
)
from adapters.dynamodb.doctor.homes import at_version, copies_of, event_of, is_tombstone, place
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.doctor.overrides import missing_overrides, unlisted_override
from adapters.dynamodb.doctor.uids import uid_of_event
from adapters.dynamodb.event_items import TOMBSTONE_LIFETIME, tombstone_of
from adapters.dynamodb.table import Item, Key, event_in, home_key, key_of, place_in_calendar
from domain.errors import EventNotFound
from domain.event import Event
from domain.ids import CalendarId, EventId

ORPHAN, MISSING, STALE, STRAY, LOST = "orphan copy", "missing copy", "stale copy", "stray copy", "lost home copy"
TOMBSTONE = "wrong tombstone"


def check_copy(look: Look, key: Key) -> Iterator[Fault]:
    """What is wrong with whatever lies in a partition of events. Only a home copy answers for all copies."""
    kept, within = look.get(key), place_in_calendar(key)
    if kept is None or within is None:
        return
    try:
        event_id = event_in(key)
        home = home_key(within[0], event_id)
    except (ValueError, EventNotFound):
        yield Fault(MISPLACED, key, "no event can be at this key")
        return
    if key == home:
        yield from _home_copy(look, kept, within[0], event_id)
    else:
        yield from _further_copy(look, kept, home)


def _home_copy(look: Look, kept: Item, calendar_id: CalendarId, event_id: EventId) -> Iterator[Fault]:
    if is_tombstone(kept):
        yield from _tombstone(kept, calendar_id, event_id)
        return
    event = event_of(kept)
    items = copies_of(event)
    if event is None or not items:
        yield unreadable(kept)
    elif (event.calendar_id, event.id) != (calendar_id, event_id):
        yield Fault(MISPLACED, key_of(kept), f"it says to be event {event.id} of calendar {event.calendar_id}")
    else:
        yield from _altered(kept, items[0])
        yield from _copies(look, event, items)
        yield from uid_of_event(look, event)
        yield from unlisted_override(look, event)
        yield from missing_overrides(look, event)


def _tombstone(kept: Item, calendar_id: CalendarId, event_id: EventId) -> Iterator[Fault]:
    expected = readable(
        lambda: tombstone_of(calendar_id, event_id, kept["version"], datetime.fromisoformat(kept["updated_at"]))
    )
    if expected is None:
        yield unreadable(kept)
    elif kept != expected:
        yield Fault(TOMBSTONE, key_of(kept), f"differs in {differences(kept, expected)}", (put(expected, kept),))


def _altered(kept: Item, expected: Item) -> Iterator[Fault]:
    """A home copy that is not as it would be written. What this version of Daybook does not know is never dropped."""
    if kept == expected:
        return
    is_safe = kept.keys() <= expected.keys() and kept.get("type") != "tombstone"
    mend = (put(expected, kept),) if is_safe else ()
    yield Fault(ALTERED, key_of(kept), f"home copy: differs in {differences(kept, expected)}", mend)


def _copies(look: Look, event: Event, expected: list[Item]) -> Iterator[Fault]:
    home, *others = expected
    for item, there in zip(others, look.get_many([key_of(one) for one in others]), strict=True):
        if there is None:
            words = f"copy of {place(home)}"
            yield Fault(MISSING, key_of(item), words, (at_version(event), put(item, None)))
        elif there != item:
            words = f"differs from its home copy at {place(home)} in {differences(there, item)}"
            yield Fault(STALE, key_of(item), words, (at_version(event), put(item, there)))


def _further_copy(look: Look, kept: Item, home: Key) -> Iterator[Fault]:
    truth = look.get(home)
    if truth is None:
        yield from _without_home(look, kept, home)
    elif is_tombstone(truth):
        yield _orphan(kept, home, truth, "its event was deleted")
    else:
        event = event_of(truth)
        items = copies_of(event)
        if event is not None and items and key_of(kept) not in map(key_of, items):
            words = f"its event, at {place(truth)}, does not take place here"
            yield Fault(STRAY, key_of(kept), words, (at_version(event), removal(kept)))


def _without_home(look: Look, kept: Item, home: Key) -> Iterator[Fault]:
    """A copy whose home copy is not even a tombstone: as long as there would be one, it was not deleted but lost."""
    event = event_of(kept)
    items = copies_of(event)
    if event is None or not items or not _may_be_lost(look, event, kept, items, home):
        yield _orphan(kept, home, None, "there is no event of this id")
        return
    others = [one for one in look.get_many([key_of(one) for one in items[1:]]) if one is not None]
    if all(one.get("version", 0) <= event.version for one in others):
        words = f"it is lost; a copy is at {place(kept)}"
        yield Fault(LOST, home, words, (put(items[0], None), unchanged(key_of(kept), kept)))


def _may_be_lost(look: Look, event: Event, kept: Item, items: list[Item], home: Key) -> bool:
    young = event.updated_at > look.now - TOMBSTONE_LIFETIME + timedelta(days=1)
    return young and key_of(items[0]) == home and key_of(kept) in map(key_of, items)


def _orphan(kept: Item, home: Key, truth: Item | None, words: str) -> Fault:
    return Fault(ORPHAN, key_of(kept), words, (unchanged(home, truth), removal(kept)))
