"""The layout of the table as a whole: which version of it is kept, and the way from an earlier one to ours."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from uuid import UUID

from adapters.dynamodb.client import MUST_BE_NEW, Page, Table, Write, if_version
from adapters.dynamodb.items import item
from adapters.dynamodb.steps import in_steps
from adapters.dynamodb.table import LAYOUT_KEY, Item, day_key, key_of, place_in_calendar
from adapters.version import LAYOUT
from domain.errors import Conflict
from domain.ids import EventId

KIND = "layout"
_FIRST = 1  # which did not say so

_MAY_LIE_BY_DATE = "attribute_exists(calendar_id) AND NOT contains(sk, :hash)"
_ROUNDS = 5


class NewerLayout(Exception):
    """The table is of a later Daybook, which keeps things in places unknown here."""


def bring_up_to_date(table: Table, moved: Callable[[int], None]) -> None:
    """Move what lies where an earlier Daybook kept it; `moved` is told how much that is, now and then.

    It may be interrupted and run again, also while another process does the same. Raise NewerLayout.
    """
    if not is_current(table):
        _move_all(table, moved)
        _say_so(table)


def is_current(table: Table) -> bool:
    """Whether a table is kept as this Daybook keeps it, which it is from then on if it is empty. Raise NewerLayout."""
    kept = table.get(LAYOUT_KEY)
    if kept is None and not any(page.items for page in islice(table.scan(), 1)):
        _say_so(table)
        return True
    version = int(kept["version"]) if kept is not None else _FIRST
    if version > LAYOUT:
        raise NewerLayout
    return version == LAYOUT


def _say_so(table: Table) -> None:
    table.put(item(LAYOUT_KEY, KIND, version=LAYOUT))


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
