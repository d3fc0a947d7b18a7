"""The authorizer: what a call costs that it lets through, when it remembers the caller and when it has to look.

Called in this process, without HTTP, as Lambda's runtime would call it; the database is that of a running server.
"""

import os
from collections.abc import Callable
from statistics import median
from time import perf_counter
from typing import Any

from adapters.settings import Settings
from bench.report import Row, Section, progress
from bench.server import Server
from bench.wired import wired
from domain.api_key import new_key
from functions import authorizer, wiring

_ROUNDS = 2_000


def measure(server: Server) -> Section:
    """Each kind of call by itself."""
    progress(f"Authorizer: {_ROUNDS} calls of each kind")
    with wired(server.engine_url, **{Settings.CREDENTIAL_CACHE_SECONDS: "300"}):
        remembered = _row("remembered", server.key)
        malformed = _row("malformed: refused without a look", f"{server.key[:-1]}_")
    with wired(server.engine_url, **{Settings.CREDENTIAL_CACHE_SECONDS: "0"}):
        rows = [remembered, _row("looked up", server.key), malformed, _row("unknown", new_key("dbk_", os.urandom))]
    note = "Median microseconds of the authorizer's handler, and how many reads of the table one call makes."
    return Section("Authorizer", note, rows)


def _row(name: str, key: str) -> Row:
    event = {
        "type": "REQUEST",
        "methodArn": "arn:aws:execute-api:local:000000000000:daybook/local/GET/v1/calendars",
        "multiValueHeaders": {"X-Api-Key": [key]},
    }
    reads = _counting_reads()
    times = []
    for _ in range(_ROUNDS):
        started = perf_counter()
        authorizer.handler(event, None)
        times.append((perf_counter() - started) * 1_000_000)
    return {"call": name, "median µs": round(median(times), 1), "reads": round(reads() / _ROUNDS, 2)}


def _counting_reads() -> Callable[[], int]:
    """Counts the reads of the table from now on."""
    table: Any = wiring.table()
    get, count = type(table).get, [0]

    def counted(*args: Any) -> Any:
        count[0] += 1
        return get(table, *args)

    table.get = counted
    return lambda: count[0]
