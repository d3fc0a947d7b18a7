"""The layout of the table as a whole: which version of it is kept, and the way from an earlier one to ours."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from uuid import UUID

from adapters.dynamodb.client import MUST_BE_NEW, Page, Table, Write, if_version
from adapters.dynamodb.items import item
from adapters.dynamodb.steps import in_steps
from adapters.dynamodb.table import LAYOUT_KEY, Item, day_key, key_of, place_in_calendar
from adapters.version import LAYOUT
from domain.errors import Conflict
from domain.ids import EventId

KIND = "layout"

_MAY_LIE_BY_DATE = "attribute_exists(calendar_id) AND NOT contains(sk, :hash)"
_ROUNDS = 5


class NewerLayout(Exception):
    """The table is of a later Daybook, which keeps things in places unknown here."""


def bring_up_to_date(table: Table, moved: Callable[[int], None]) -> None:
    """Move what lies where an earlier Daybook kept it; `moved` is told how much that is, now and then.

    It may be interrupted and run again, also while another process does the same. Raise NewerLayout.
    """
    if _said(table) != LAYOUT:
        _move_all(table, moved)
        _say_so(table)


def is_current(table: Table) -> bool:
    """Whether a table is kept as this Daybook keeps it, as far as can be seen at a glance. Raise NewerLayout."""
    said = _said(table)
    return _seems_current(table) if said is None else said == LAYOUT


def _said(table: Table) -> int | None:
    """By which layout a table says that it is kept; the first one did not say so."""
    kept = table.get(LAYOUT_KEY)
    if kept is not None and kept["version"] > LAYOUT:
        raise NewerLayout
    return int(kept["version"]) if kept is not None else None


def _seems_current(table: Table) -> bool:
    """Whether none of the first things in a table that does not say by what it is kept lies where the first layout had
    it. A deployed one does not say so itself; if those are all things that there are, it does from then on."""
    page = next(table.scan())
    if any(_moves(page)):
        return False
    if page.next is None:
        _say_so(table)
    return True


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
