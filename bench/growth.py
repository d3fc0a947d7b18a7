"""Growth: what each operation takes in a small calendar and in a large one."""

from collections.abc import Callable
from contextlib import ExitStack
from statistics import median
from time import perf_counter
from typing import Any

from bench.calendars import Measured, draft
from bench.client import Client
from bench.report import Section, progress

_ROUNDS, _WARM_UP = 200, 20
_LISTS = {
    "list a day": "?from=2026-03-11&to=2026-03-12",
    "list a month": "?from=2026-03-01&to=2026-04-01",
    "list a year": "?from=2026-01-01&to=2027-01-01",
    "list the next 20": "?from=2026-03-10&page_size=20",
}


class _Side:
    """One of the two calendars, and what its operations took so far."""

    def __init__(self, measured: Measured, client: Client) -> None:
        self.path, self.client = measured.path, client
        self.event = ""
        self.milliseconds: dict[str, list[float]] = {name: [] for name in _OPERATIONS}

    def take(self, name: str, number: int) -> None:
        started = perf_counter()
        _OPERATIONS[name](self, number)
        self.milliseconds[name].append((perf_counter() - started) * 1000)

    def create(self, number: int) -> None:
        self.event = f"{self.path}/{self.client.data('POST', self.path, draft(number))['id']}"


def _list(parameters: str) -> Callable[[_Side, int], Any]:
    return lambda side, _: side.client.call("GET", side.path + parameters)


# In this order: each round makes an event, and in the end it is gone.
_OPERATIONS: dict[str, Callable[[_Side, int], Any]] = {
    **{name: _list(parameters) for name, parameters in _LISTS.items()},
    "create": _Side.create,
    "get": lambda side, _: side.client.call("GET", side.event),
    "patch": lambda side, number: side.client.call("PATCH", side.event, {"title": f"Planning {number}"}),
    "delete": lambda side, _: side.client.call("DELETE", side.event),
}


def measure(small: Measured, large: Measured) -> Section:
    """Take turns between the two, so that whatever else the machine does meets both alike."""
    progress(f"Growth: {_ROUNDS} rounds of every operation, in turns")
    with ExitStack() as stack:
        sides = [_Side(one, stack.enter_context(Client(one.server.port, one.server.key))) for one in (small, large)]
        for number in range(_WARM_UP + _ROUNDS):
            for name in _OPERATIONS:
                for side in sides if number % 2 else reversed(sides):
                    side.take(name, number)
        rows = [_row(name, *(side.milliseconds[name][_WARM_UP:] for side in sides)) for name in _OPERATIONS]
    note = (
        f"Median milliseconds over HTTP, with {small.count:,} events in the small calendar and {large.count:,} in the"
        " large one. The ratio is the median over pairs of neighbours: 1 is flat."
    )
    return Section("Growth", note, rows)


def _row(name: str, small: list[float], large: list[float]) -> dict[str, str | float]:
    return {
        "operation": name,
        "small, ms": round(median(small), 2),
        "large, ms": round(median(large), 2),
        "ratio": round(median(b / a for a, b in zip(small, large, strict=True)), 2),
    }
