"""What spoils a table: each makes one thing wrong and says where that is to be found."""

from collections.abc import Callable
from typing import Any

from adapters.dynamodb.doctor.diagnosis import Outcome
from adapters.dynamodb.table import Item, Key, key_of
from tests.adapters.doctor.ward import Ward

Plant = Callable[[Ward], Key]
Find = Callable[[Ward], Key]


def lost(find: Find) -> Plant:
    """An item is gone."""

    def plant(ward: Ward) -> Key:
        key = find(ward)
        ward.table.delete(key)
        return key

    return plant


def changed(find: Find, **attributes: Any) -> Plant:
    """An item has other attributes; None for none."""

    def plant(ward: Ward) -> Key:
        key = find(ward)
        ward.change(key, **attributes)
        return key

    return plant


def added(make: Callable[[Ward], Item]) -> Plant:
    """An item has come, perhaps in another's place."""

    def plant(ward: Ward) -> Key:
        item = make(ward)
        ward.table.put(item)
        return key_of(item)

    return plant


def is_told_and_undone(ward: Ward, kind: str, plant: Plant) -> None:
    """The doctor finds exactly that, makes the table what it was, and finds nothing more."""
    before = ward.items()
    key = plant(ward)
    found = [(one.fault.kind, one.fault.key, one.outcome) for one in ward.examined(repair=True).findings]
    assert found == [(kind, key, Outcome.REPAIRED)]
    assert ward.items() == before
    assert ward.faults() == []
