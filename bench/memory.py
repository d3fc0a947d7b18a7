"""Memory: what the server and its engine occupy, before and after."""

from collections.abc import Mapping

from bench.processes import resident_mb
from bench.report import Row, Section
from bench.server import Server

Sizes = Mapping[str, float]


def sizes(servers: Mapping[str, Server]) -> Sizes:
    """Resident MB of each process."""
    return {
        f"{process}, {name}": resident_mb(pid)
        for name, server in servers.items()
        for process, pid in (("server", server.pid), ("engine", server.engine_pid))
    }


def section(started: Sizes, filled: Sizes, measured: Sizes) -> Section:
    rows: list[Row] = [
        {"process": name, "started": started[name], "filled": filled[name], "after all requests": measured[name]}
        for name in started
    ]
    return Section("Memory", "Resident MB of each process. Only the large calendar's server got the load.", rows)
