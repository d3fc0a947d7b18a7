"""Reads of single items that wait for one another, so that one request answers them all."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from weakref import WeakSet

from adapters.dynamodb.table import Item, Key, position

T = TypeVar("T")

MOST_AT_ONCE = 100
"""How many items a request of BatchGetItem asks for, at most."""


def parts(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """The keys, or whatever stands for them, as many at a time as one such request asks for."""
    return (keys[start : start + MOST_AT_ONCE] for start in range(0, len(keys), MOST_AT_ONCE))


class Soon:
    """An item that is read along with the next one that its thread asks for, or when it is asked for itself."""

    def __init__(self, key: Key, read: Callable[[Key], Item | None]) -> None:
        self.key = key
        self._read = read
        self._found: Item | None = None
        self._is_read = False

    def result(self) -> Item | None:
        """The item, or None if there is none."""
        if not self._is_read:
            self.take(self._read(self.key))
        return self._found

    def take(self, found: Item | None) -> None:
        """This is what was read."""
        self._found, self._is_read = found, True


class Waiting(threading.local):
    """The reads of one thread that wait. Whose result nobody can ask for any more, because its request has failed, is
    not among them."""

    def __init__(self) -> None:
        self._reads: WeakSet[Soon] = WeakSet()

    def __bool__(self) -> bool:
        return bool(self._reads)

    def add(self, read: Soon) -> None:
        self._reads.add(read)

    def answered(self, key: Key, read: Callable[[list[Key]], list[Item]]) -> Item | None:
        """Read an item, and as many of those that wait as one request has room for."""
        along = list(self._reads)[: MOST_AT_ONCE - 1]
        keys = {position(one): one for one in (key, *(read.key for read in along))}
        found = {position(item): item for item in read(list(keys.values()))}
        for one in along:
            one.take(found.get(position(one.key)))
            self._reads.discard(one)
        return found.get(position(key))
