"""What a unit of work has written so far: to be found within it, and sent as one transaction at its end."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any

from adapters.dynamodb.client import Write
from adapters.dynamodb.steps import MOST_BYTES, size_of
from adapters.dynamodb.table import INDEXES, Item, Key, Position, position
from domain.errors import DaybookError, NotInOneStep

MOST_WRITES = 100

_TWICE = "Two of these writes are about the same thing, or both about the same list, so that they cannot be one step."
_READ_AFTER = "One of these operations lists what another one writes, so that they cannot be one step."
_TOO_MANY = "This comes to {count} writes, and one step has at most {most}. Each day that an event touches counts."
_TOO_LARGE = "This is more than one step can hold, which is 3 MB with all copies of events."


class Stage:
    """Writes by the keys of their items. If it is `careful`, each is tried by itself before it is taken."""

    def __init__(self, *, careful: bool) -> None:
        self.careful = careful
        self._writes: dict[Position, Write] = {}
        self._undos: list[Callable[[], None]] = []
        self._reads: dict[Position, Item | None] = {}

    def read(self, key: Key, read: Callable[[Key], Item | None]) -> Item | None:
        """An item as this work first saw it."""
        at = position(key)
        if at not in self._reads:
            self._reads[at] = read(key)
        return self._reads[at]

    def look_again(self) -> None:
        """Forget what was read: something has changed since."""
        self._reads.clear()

    @property
    def writes(self) -> list[Write]:
        """All of them, in their order; NotInOneStep if they are too many or too large."""
        writes = list(self._writes.values())
        if len(writes) > MOST_WRITES:
            raise NotInOneStep(_TOO_MANY.format(count=len(writes), most=MOST_WRITES), limit=MOST_WRITES)
        if size_of(writes) > MOST_BYTES:
            raise NotInOneStep(_TOO_LARGE, limit_bytes=MOST_BYTES)
        return writes

    def add(self, writes: Iterable[Write]) -> None:
        """Take writes; NotInOneStep if one is about an item that another one is about, unless both merely check it."""
        for write in writes:
            at = position(write.at)
            earlier = self._writes.get(at)
            if earlier is None:
                self._writes[at] = write
            elif not (write.checks and earlier.checks and _condition(write) == _condition(earlier)):
                raise NotInOneStep(_TWICE)

    def find(self, key: Key) -> Write | None:
        """What is written there: perhaps a deletion, but not a mere check."""
        write = self._writes.get(position(key))
        return write if write is not None and not write.checks else None

    def require_unwritten(self, values: Mapping[str, Any]) -> None:
        """Raise NotInOneStep if a Query with these values might find what is written here."""
        partitions = set(values.values())
        for (partition, sort), write in self._writes.items():
            indexed = {(write.item or {}).get(hash_key) for hash_key, _ in INDEXES.values()} - {None}
            in_bounds = values.get(":first", "") <= sort <= values.get(":last", sort)
            if not write.checks and ((partition in partitions and in_bounds) or indexed & partitions):
                raise NotInOneStep(_READ_AFTER)

    def on_failure(self, undo: Callable[[], None]) -> None:
        """Have something undone that was done at once, if the rest is not."""
        self._undos.append(undo)

    def undo(self) -> None:
        for undo in reversed(self._undos):
            with suppress(DaybookError):  # what it is about ends by itself, only later
                undo()


def _condition(write: Write) -> tuple[str | None, dict[str, Any]]:
    """What a write depends on; when it was asked makes no difference."""
    return write.condition, {name: value for name, value in (write.values or {}).items() if name != ":now"}
