"""The layout of the table as a whole: which version of it is kept, and the way from an earlier one to ours."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from uuid import UUID

from adapters.dynamodb.client import MUST_BE_NEW, Page, Table, Write, if_version
from adapters.dynamodb.items import item
from adapters.dynamodb.steps import in_steps
from adapters.dynamodb.table import LAYOUT_KEY, Item, day_key, key_of, place_in_calendar
from domain.errors import Conflict
from domain.ids import EventId

LAYOUT, VERSION = "layout", 2
"""Version 1 had a partition for each date of a calendar, and an index over them."""

_MAY_LIE_BY_DATE = "attribute_exists(calendar_id) AND NOT contains(sk, :hash)"
_ROUNDS = 5


class NewerLayout(Exception):
    """The table is of a later Daybook, which keeps things in places unknown here."""


def bring_up_to_date(table: Table, moved: Callable[[int], None]) -> None:
    """Move what lies where an earlier Daybook kept it; `moved` is told how much that is, now and then.

    It may be interrupted and run again, also while another process does the same. Raise NewerLayout.
    """
    kept = table.get(LAYOUT_KEY)
    version = int(kept["version"]) if kept is not None else 1
    if version > VERSION:
        raise NewerLayout
    if version < VERSION:
        _move_all(table, moved)
        table.put(item(LAYOUT_KEY, LAYOUT, version=VERSION))


def _move_all(table: Table, moved: Callable[[int], None]) -> None:
    for _ in range(_ROUNDS):
        with suppress(Conflict):  # somebody moves the same
            count = 0
            for page in table.scan(only=_MAY_LIE_BY_DATE, values={":hash": "#"}, consistent=True):
                for step in in_steps(_moves(page)):
                    if step:
                        table.write_together(step)
                    count += len(step) // 2
                moved(count)
            return
    raise Conflict


def _moves(page: Page) -> Iterator[list[Write]]:
    for kept in page.items:
        if (new := _in_its_place(kept)) is not None:
            yield [Write(new, condition=MUST_BE_NEW), Write(key=key_of(kept), **if_version(kept["version"]))]


def _in_its_place(kept: Item) -> Item | None:
    """What lay in the partition of a date as it lies now; None for everything else."""
    within = place_in_calendar(key_of(kept))
    with suppress(ValueError):
        if within is not None:
            key = day_key(within[0], date.fromisoformat(within[1]), EventId(UUID(kept["sk"])))
            return {**{name: value for name, value in kept.items() if name != "time_position"}, **key}
    return None
