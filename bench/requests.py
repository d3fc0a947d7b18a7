"""Requests of one client: what each operation takes, and how much more in a large calendar than in a small one."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from statistics import median
from time import perf_counter
from typing import Any

from bench.calendars import WINDOWS, Measured, draft
from bench.client import Client
from bench.report import Row, Section, progress
from bench.rounds import rounds

TITLE = "Requests"
RATIO = "ratio"

_ROUNDS, _WARM_UP, _SECONDS = 150, 10, 70
_RARELY, _EVERY = "list a year", 5
_LEAST = _WARM_UP + 3 * _EVERY


class _Side:
    """One of the calendars, and what its operations took so far."""

    def __init__(self, measured: Measured, client: Client) -> None:
        self.path, self.client = measured.path, client
        self.event = ""
        self.milliseconds: dict[str, list[float]] = {name: [] for name in _OPERATIONS}

    def take(self, name: str, number: int) -> None:
        started = perf_counter()
        _OPERATIONS[name](self, number)
        took = (perf_counter() - started) * 1000
        if number >= _WARM_UP:
            self.milliseconds[name].append(took)

    def create(self, number: int) -> None:
        self.event = f"{self.path}/{self.client.data('POST', self.path, draft(number))['id']}"


def _list(window: str) -> Callable[[_Side, int], Any]:
    return lambda side, _: side.client.all_pages(f"{side.path}?{window}&page_size=1000")


# In this order: each round makes an event, and in the end it is gone.
_OPERATIONS: dict[str, Callable[[_Side, int], Any]] = {
    **{name: _list(window) for name, window in WINDOWS.items()},
    "list the next 20": lambda side, _: side.client.call("GET", f"{side.path}?from=2026-03-10&page_size=20"),
    "create": _Side.create,
    "get": lambda side, _: side.client.call("GET", side.event),
    "update": lambda side, number: side.client.call("PATCH", side.event, {"title": f"Planning {number}"}),
    "delete": lambda side, _: side.client.call("DELETE", side.event),
}


def measure(calendars: Sequence[Measured]) -> Section:
    """Take turns between the calendars, so that whatever else the machine does meets all alike."""
    progress(f"Requests: up to {_ROUNDS} rounds of every operation, in turns")
    with ExitStack() as stack:
        sides = [_Side(one, stack.enter_context(Client(one.server.port, one.server.key))) for one in calendars]
        for number in rounds(_WARM_UP + _ROUNDS, _SECONDS, least=_LEAST):
            for name in _OPERATIONS:
                if name != _RARELY or number % _EVERY == 0:
                    for side in sides if number % 2 else reversed(sides):
                        side.take(name, number)
    counts = [one.count for one in calendars]
    note = (
        "Median milliseconds of one client over HTTP, by events in the calendar. The windows hold the same in each: the"
        " day 14 events, the week 51, the month 248, and the year 2,175, which are three pages, all of which are read."
        f" The ratio is that of the largest to the smallest, the median of {len(sides[0].milliseconds['get'])} pairs of"
        f" neighbours ({len(sides[0].milliseconds[_RARELY])} for the year): 1 is flat."
    )
    return Section(TITLE, note, [_row(name, counts, sides) for name in _OPERATIONS])


def column(count: int) -> str:
    """What the times are under for a calendar of so many events."""
    return f"{count:,}"


def _row(name: str, counts: Sequence[int], sides: Sequence[_Side]) -> Row:
    times = [side.milliseconds[name] for side in sides]
    ratios = [large / small for small, large in zip(times[0], times[-1], strict=True)]
    medians = {column(count): round(median(taken), 2) for count, taken in zip(counts, times, strict=True)}
    return {"operation": name, **medians, RATIO: round(median(ratios), 2)}
