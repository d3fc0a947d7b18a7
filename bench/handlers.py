"""Handlers, warm: what they spend beside the database, and how long a month takes if the database is far away.

Called as Lambda's runtime calls them, in a process that does nothing else. What the database takes is measured by
making the very same calls of its client once more, bare.
"""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from multiprocessing import get_context
from statistics import median
from time import perf_counter, process_time
from typing import Any

from adapters.dynamodb.table import Key
from adapters.http.endpoints import BY_NAME
from adapters.http.gateway import Context
from bench.client import Client
from bench.recorded import Recorded
from bench.report import Row, Section, progress
from bench.rounds import rounds
from bench.server import Server
from bench.stub import far_away
from bench.wired import wired
from bench.world import World, admin_key, new_world
from functions import wiring

CPU, LATENCY = "Handlers", "Far away"
BESIDE, RATIO = "beside the database, ms", "in requests"
MONTH = "list a month of 100 events"

_ROUNDS, _WARM_UP, _SECONDS = 200, 40, 15
_DISTANCE_SECONDS = 0.004
_OPERATIONS = {"get": "events.get", "create": "events.create", MONTH: "events.list"}
_WINDOW = {"from": "2026-03-01", "to": "2026-04-01"}

Call = Callable[[], object]


def measure(server: Server) -> list[Section]:
    """Both tables."""
    progress(f"Handlers: up to {_ROUNDS} calls of each")
    with Client(server.port, admin_key(server)) as admin:
        world = new_world(admin, server.port)
    events = {name: world.sample(BY_NAME[row]) for name, row in _OPERATIONS.items()}
    events[MONTH] |= _asking(world)
    with get_context("spawn").Pool(1, _silently) as pool, far_away(server.engine_url, _DISTANCE_SECONDS) as stub:
        return [pool.apply(_cpu, (server.engine_url, events)), pool.apply(_latency, (stub, events[MONTH]))]


def _cpu(database_url: str, events: Mapping[str, Any]) -> Section:
    with wired(database_url):
        rows = [_spent(name, _calling(name, event)) for name, event in events.items()]
    note = (
        "Milliseconds of processor time of one call, all threads of the process counted, medians. Beside the database"
        " is what a handler takes more than the calls of the database's client by themselves, right after it, one by"
        " one."
    )
    return Section(CPU, note, rows)


def _spent(name: str, call: Call) -> Row:
    with Recorded(wiring.table()) as recorded:
        pairs = [(_milliseconds(call), _milliseconds(recorded.once_more())) for _ in _rounds()]
        requests = recorded.count
    wholes, bares = zip(*pairs[_WARM_UP:], strict=True)
    return {
        "operation": name,
        "requests": requests,
        "all, ms": round(median(wholes), 2),
        "the database's client, ms": round(median(bares), 2),
        BESIDE: round(median(whole - bare for whole, bare in zip(wholes, bares, strict=True)), 2),
    }


def _latency(database_url: str, event: Mapping[str, Any]) -> Section:
    with wired(database_url):
        listing, table = _calling(MONTH, event), wiring.table()
        one = partial(table.get, Key(pk="none", sk="none"))
        pairs = [(_seconds(listing), _seconds(one)) for _ in _rounds()][_WARM_UP:]
    row: Row = {
        "operation": MONTH,
        "ms": round(median(whole for whole, _ in pairs) * 1000, 2),
        "one request, ms": round(median(single for _, single in pairs) * 1000, 2),
        RATIO: round(median(whole / single for whole, single in pairs), 2),
    }
    note = (
        f"How long a handler takes, warm, if the database answers each request after {_DISTANCE_SECONDS * 1000:g} ms,"
        " beside reading one item with the same client: medians, and the median ratio of neighbours."
    )
    return Section(LATENCY, note, [row])


def _calling(name: str, event: Mapping[str, Any]) -> Call:
    """What calls a handler; the first time, it is seen that this is a success."""
    row = BY_NAME[_OPERATIONS[name]]
    handler = import_module(row.module).handler
    answer = handler(event, Context("request-1"))
    assert answer["statusCode"] == row.status, answer
    return lambda: handler(event, Context("request-1"))


def _asking(world: World) -> Mapping[str, Any]:
    """The window's parameters, and 100 events in it on a calendar of their own."""
    with Client(world.port, world.key) as client:
        calendar = client.data("POST", "/v1/calendars", {"title": "A hundred"})["id"]
        for number in range(100):
            day, hour = number % 31 + 1, 8 + number // 31
            times = {"starts_at": f"2026-03-{day:02}T{hour:02}:00Z", "ends_at": f"2026-03-{day:02}T{hour:02}:30Z"}
            client.call("POST", f"/v1/calendars/{calendar}/events", {"title": f"Planning {number}", **times})
    several = {name: [value] for name, value in _WINDOW.items()}
    parameters = {"queryStringParameters": _WINDOW, "multiValueQueryStringParameters": several}
    return {**parameters, "pathParameters": {"calendar_id": calendar}}


def _rounds() -> Iterator[int]:
    return rounds(_WARM_UP + _ROUNDS, _SECONDS, least=2 * _WARM_UP)


def _milliseconds(call: Call) -> float:
    started = process_time()
    call()
    return (process_time() - started) * 1000


def _seconds(call: Call) -> float:
    started = perf_counter()
    call()
    return perf_counter() - started


def _silently() -> None:
    """Functions log to stdout, where a table is to be."""
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 until the process ends
