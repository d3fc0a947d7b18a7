"""Throughput: requests per second from one client and from several.

Clients are processes of their own, so that none waits for another's interpreter; but they share the machine's
processors with the server and its engine.
"""

from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.synchronize import Barrier
from secrets import randbelow
from statistics import median
from time import perf_counter

from bench.calendars import WINDOWS, Measured, draft
from bench.client import Client
from bench.processes import cpu_seconds
from bench.report import Row, Section, progress

TITLE, RATE = "Throughput", "per second"

_CLIENTS = (1, 8)
_SECONDS, _START_SECONDS = 4.0, 60.0
_start: Barrier

_OPERATIONS: dict[str, Callable[[Client, Measured], object]] = {
    "create": lambda client, at: client.call("POST", at.path, draft(randbelow(240))),
    "get": lambda client, at: client.call("GET", f"{at.path}/{at.month[randbelow(len(at.month))]}"),
    "list a month": lambda client, at: client.call("GET", f"{at.path}?{WINDOWS['list a month']}&page_size=1000"),
}


def measure(at: Measured) -> Section:
    """Every operation, from every number of clients."""
    rows = [_row(at, name, clients) for name in _OPERATIONS for clients in _CLIENTS]
    note = (
        f"In the calendar of {at.count:,} events. Each client is a process with one kept connection, on the same"
        " processors as the server and its engine. CPU is what those two spend on one request."
    )
    return Section(TITLE, note, rows)


def _row(at: Measured, name: str, clients: int) -> Row:
    progress(f"Throughput: {name}, {clients} clients")
    times, server, engine = _load(at, name, clients)
    return {
        "operation": f"{name}, {clients} client{'s' * (clients > 1)}",
        RATE: round(len(times) / _SECONDS),
        "median ms": round(median(times) * 1000, 2),
        "server CPU ms": round(server / len(times) * 1000, 2),
        "engine CPU ms": round(engine / len(times) * 1000, 2),
    }


def _load(at: Measured, name: str, clients: int) -> tuple[list[float], float, float]:
    """How long each request took, and the CPU seconds of the server and of the engine for all of them."""
    spawning = get_context("spawn")
    start = spawning.Barrier(clients + 1, timeout=_START_SECONDS)
    with spawning.Pool(clients, _join, (start,)) as pool:
        under_way = pool.starmap_async(_requests, [(at, name)] * clients, chunksize=1)
        start.wait()
        before = _cpu(at)
        times = [one for load in under_way.get() for one in load]
        server, engine = (now - then for now, then in zip(_cpu(at), before, strict=True))
    return times, server, engine


def _cpu(at: Measured) -> tuple[float, float]:
    return cpu_seconds(at.server.pid), cpu_seconds(at.server.engine_pid)


def _join(start: Barrier) -> None:
    """A process inherits its barrier; it cannot be sent with a task."""
    global _start  # noqa: PLW0603 the only way in
    _start = start


def _requests(at: Measured, name: str) -> list[float]:
    """One client, in its own process: one request after the other until the time is up."""
    request, times = _OPERATIONS[name], []
    with Client(at.server.port, at.server.key) as client:
        _start.wait()
        now = perf_counter()
        end = now + _SECONDS
        while now < end:
            request(client, at)
            started, now = now, perf_counter()
            times.append(now - started)
    return times
