"""Daybook and its rivals side by side, in one run, on the same content."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from bench import requests
from bench.report import Row, Section, progress
from bench.rivals.caldav import CalDav
from bench.rivals.content import files
from bench.rivals.servers import RIVALS, Files, Rival, install, running
from bench.rounds import rounds

TITLE = "Beside CalDAV servers"

_ROUNDS, _SECONDS = 20, 8
_UNTIL_INDEXED = 8
"""Radicale parses everything when it is first asked; Xandikos makes an index once it has been asked six times."""

_DAY, _MONTH = ("20260311T000000Z", "20260312T000000Z"), ("20260301T000000Z", "20260401T000000Z")
_LISTS = {
    "list a day": (_DAY, False),
    "list a month": (_MONTH, False),
    "list a month, expanded": (_MONTH, True),
}
_OF_OURS = {"list a month, expanded": "list a month"}

Times = Mapping[str, float]
"""The median milliseconds of each operation."""


def measure(own: Section, count: int) -> list[Section]:
    """What each rival takes that can be installed here, beside what Daybook took; no table if none can be."""
    progress(f"Rivals: writing {count:,} events as files")
    content = list(files(count))
    with TemporaryDirectory(prefix="daybook-bench-") as folder:
        found = {rival.name: _measured(rival, Path(folder, rival.name), content) for rival in RIVALS}
    times = {name: taken for name, taken in found.items() if taken}
    ours = {str(row["operation"]): float(row[requests.column(count)]) for row in own.rows}
    return [_section(count, ours, times)] if times else []


def _measured(rival: Rival, folder: Path, content: Files) -> Times:
    try:
        progress(f"Rivals: installing {rival.requirement}")
        programs = install(rival, folder)
        progress(f"Rivals: starting {rival.name} and asking it for the first times")
        with running(rival, programs, content) as port, CalDav(port, rival.path) as calendar:
            for _ in range(_UNTIL_INDEXED):
                calendar.list(*_DAY)
            progress(f"Rivals: measuring {rival.name}")
            return dict(_times(calendar, content))
    except (SystemExit, OSError, RuntimeError) as error:
        progress(f"Rivals: {rival.name} is left out, because {error}")
        return {}


def _times(calendar: CalDav, content: Files) -> Iterator[tuple[str, float]]:
    for name, (window, expand) in _LISTS.items():
        asked = partial(calendar.list, *window, expand=expand)
        yield name, median(_milliseconds(asked) for _ in rounds(_ROUNDS, _SECONDS, least=1))
    taken: dict[str, list[float]] = {"get": [], "create": [], "update": [], "delete": []}
    example = content[0][1]
    for number in rounds(_ROUNDS, _SECONDS, least=2):
        name, text = f"new-{number}.ics", example.replace("UID:", f"UID:new-{number}-")
        taken["create"].append(_milliseconds(calendar.create, name, text))
        taken["get"].append(_milliseconds(calendar.get, name))
        taken["update"].append(_milliseconds(calendar.update, name, text.replace("Planning", "Planning again")))
        taken["delete"].append(_milliseconds(calendar.delete, name))
    yield from ((name, median(times)) for name, times in taken.items())


def _milliseconds(ask: Callable[..., object], *arguments: str) -> float:
    started = perf_counter()
    ask(*arguments)
    return (perf_counter() - started) * 1000


def _section(count: int, ours: Times, rivals: Mapping[str, Times]) -> Section:
    operations: Sequence[str] = list(next(iter(rivals.values())))
    rows: list[Row] = []
    for name in operations:
        own = ours[_OF_OURS.get(name, name)]
        row: dict[str, str | float] = {"operation": name, "Daybook, ms": own}
        for rival, times in rivals.items():
            row |= {f"{rival}, ms": round(times[name], 1), f"{rival}, ratio": round(times[name] / own, 1)}
        rows.append(row)
    versions = " and ".join(rival.requirement.replace("==", " ") for rival in RIVALS if rival.name in rivals)
    note = (
        f"Median milliseconds of one client, of {versions} on this machine's Python, with the same {count:,} events and"
        " series in one calendar, and the ratio to Daybook. Lists are a CalDAV calendar-query with a time range; series"
        " come as they are, for the client to expand, unless it says expanded. Daybook always expands them. Create and"
        " update put a whole event. Nobody has to log in there, while Daybook checks a key. The rivals were asked"
        f" {_UNTIL_INDEXED} times before, until their caches and indexes are made."
    )
    return Section(TITLE, note, rows)
