"""What a check reads of the table, so that what it saw can be compared with what another look sees."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from adapters.dynamodb.client import Table
from adapters.dynamodb.doctor.roster import Roster
from adapters.dynamodb.soon import parts
from adapters.dynamodb.table import Item, Key, Position, position


class Look:
    """One look at some items, strongly consistent but for those that are `known`. Each is read once."""

    def __init__(self, table: Table, roster: Roster, now: datetime, known: Iterable[Item] = ()) -> None:
        self._table = table
        self.roster = roster
        self.now = now
        self.seen: dict[Position, Item | None] = {position(one): one for one in known}
        self.found: dict[str, list[Item]] = {}

    def get(self, key: Key) -> Item | None:
        """An item, if there is one."""
        at = position(key)
        if at not in self.seen:
            self.seen[at] = self._table.get(key)
        return self.seen[at]

    def get_many(self, keys: Sequence[Key]) -> list[Item | None]:
        """Items in the order of their keys."""
        missing = list({position(key): key for key in keys if position(key) not in self.seen}.items())
        for part in parts(missing):
            read = {position(one): one for one in self._table.get_many([key for _, key in part])}
            self.seen |= {at: read.get(at) for at, _ in part}
        return [self.seen[position(key)] for key in keys]

    def partition(self, condition: str, values: Mapping[str, Any]) -> list[Item]:
        """The items of a partition that a key condition is for."""
        question = f"{condition} {sorted(values.items())}"
        if question not in self.found:
            self.found[question] = list(self._table.items(condition, values))
        return self.found[question]

    def saw_the_same_as(self, other: "Look") -> bool:
        """Whether two looks, one after the other, saw the same: then all of it was there at one moment between."""
        return self.seen == other.seen and self.found == other.found


def between(partition: str, bounds: tuple[str, str]) -> tuple[str, dict[str, Any]]:
    """The key condition for a part of a partition, and its values."""
    return "pk = :pk AND sk BETWEEN :first AND :last", {":pk": partition, ":first": bounds[0], ":last": bounds[1]}
