"""What is wrong with an item, and which conditional writes mend it."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from adapters.dynamodb.client import MUST_BE_NEW, Write
from adapters.dynamodb.table import Item, Key, key_of

T = TypeVar("T")

UNKNOWN, UNREADABLE, MISPLACED, ALTERED = "unknown item", "unreadable item", "misplaced item", "altered item"
"""Kinds of faults that any item may have: its type is none of ours, it lacks what makes it readable, its key does not
follow from what it says, or it says something as we never write it."""


class Fault(NamedTuple):
    """A broken invariant: its kind, the item that is concerned, what is wrong with it, and the one transaction that
    mends it; none if only a person can tell what is right."""

    kind: str
    key: Key
    words: str
    mend: tuple[Write, ...] = ()


def readable(read: Callable[[], T]) -> T | None:
    """What comes of reading items; None if they lack what makes them readable, whatever that is."""
    try:
        return read()
    except Exception:
        return None


def unreadable(kept: Item) -> Fault:
    return Fault(
        UNREADABLE, key_of(kept), f"of type {kept.get('type')}; it, or what belongs to it, lacks what makes it readable"
    )


def differences(kept: Item, expected: Item) -> str:
    """In which attributes two items differ, for people."""
    names = sorted({*kept, *expected})
    return ", ".join(name for name in names if kept.get(name) != expected.get(name))


def as_read(kept: Item, new: Item | None = None) -> dict[str, Any]:
    """The condition of a write that only an item may meet that is as it was read, and has nothing else of a new one's.

    What is compressed is left out of it: that is never changed in its place, and too much for a condition.
    """
    same = [name for name, value in kept.items() if not isinstance(value, bytes)]
    missing = [name for name in new or {} if name not in kept]
    places = range(len(same) + len(missing))
    tests = [f"#{at} = :{at}" if at < len(same) else f"attribute_not_exists(#{at})" for at in places]
    return {
        "condition": " AND ".join(tests),
        "names": {f"#{at}": name for at, name in enumerate([*same, *missing])},
        "values": {f":{at}": kept[name] for at, name in enumerate(same)},
    }


def put(item: Item, kept: Item | None) -> Write:
    """Keep an item in the place of what was read there, which may be nothing."""
    return Write(item, **({"condition": MUST_BE_NEW} if kept is None else as_read(kept, item)))


def removal(kept: Item) -> Write:
    """Take away an item as it was read."""
    return Write(key=key_of(kept), **as_read(kept))


def unchanged(key: Key, kept: Item | None) -> Write:
    """The condition that there is still at a key what was read there, which may be nothing."""
    return Write(key=key, checks=True, **({"condition": MUST_BE_NEW} if kept is None else as_read(kept)))
