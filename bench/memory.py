"""Memory: what the server and its engine occupy, before and after."""

from collections.abc import Sequence

from bench.calendars import Measured
from bench.processes import resident_mb
from bench.report import Row, Section

TITLE, AFTER = "Memory", "together after all requests"

Sizes = Sequence[tuple[float, float]]


def sizes(calendars: Sequence[Measured]) -> Sizes:
    """Resident MB of each server and of its engine."""
    return [(resident_mb(one.server.pid), resident_mb(one.server.engine_pid)) for one in calendars]


def section(calendars: Sequence[Measured], started: Sizes, after: Sizes) -> Section:
    rows: list[Row] = [
        {
            "calendar": name(one.count),
            "server, started": before[0],
            "engine, started": before[1],
            "server after": now[0],
            "engine after": now[1],
            AFTER: round(sum(now), 1),
        }
        for one, before, now in zip(calendars, started, after, strict=True)
    ]
    return Section(TITLE, "Resident MB of the processes. Only the server in the middle got the load.", rows)


def name(count: int) -> str:
    """What the server of the calendar with so many events is called."""
    return f"{count:,} events"
