"""Cold start: what a function does before its first answer, beside one that makes a boto3 client and reads one item.

Each measurement is a process of its own, as Lambda would run it (`bench.runtime`), from the package that would be
deployed; boto3 comes from where it is installed. Nothing else is on the path, and all have valid byte code.
"""

import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from adapters.http.endpoints import BY_NAME, ENDPOINTS, Endpoint
from adapters.settings import Settings
from bench import package
from bench.client import Client
from bench.report import Row, Section, progress
from bench.rounds import rounds
from bench.runtime import Function, Start, cold_start
from bench.server import Server
from bench.world import World, admin_key, new_world
from daybook.database import TABLE
from infra.contents import ENVIRONMENT

TITLE = "Cold start"
RATIO, CPU_RATIO = "ratio", "CPU ratio"
AUTHORIZER, WORST = "authorizer", "the slowest endpoint"
OFTEN = ("events.get", "events.list", "events.create", "events.patch", "calendars.list", "keys.create")

_TURNS, _TURNS_OF_ALL, _TURNS_OF_SLOWEST = 11, 3, 7
_SECONDS = 45
_SLOWEST, _BESIDE_ONE_REFERENCE = 3, 6
_REFERENCE = "boto3, reading one item"

Pair = tuple[Start, Start]
"""A function's start, and the reference's in the same turn."""


class _Lab(NamedTuple):
    """Where functions are started: their package, the runtime's client and the reference, and a server to work on."""

    package: Path
    folder: Path
    server: Server
    admin: Client

    def reference(self) -> Start:
        path = f"{self.folder / 'runtime'}:{self.folder / 'sdk'}"
        return cold_start(Function(self.folder / "reference", "reference.handler", path, self._environment()), {})

    def authorizer(self, world: World) -> Start:
        arn = "arn:aws:execute-api:local:000000000000:daybook/local/GET/v1/calendars"
        start = self._start(
            "functions.authorizer.handler",
            {"type": "REQUEST", "methodArn": arn, "multiValueHeaders": {"X-Api-Key": [world.key]}},
        )
        return _checked(start, start.answer["policyDocument"]["Statement"][0]["Effect"] == "Allow")

    def endpoint(self, row: Endpoint, world: World) -> Start:
        start = self._start(f"{row.module}.handler", world.sample(row))
        return _checked(start, start.answer.get("statusCode") == row.status)

    def world(self) -> World:
        return new_world(self.admin, self.server.port)

    def _start(self, handler: str, event: Mapping[str, Any]) -> Start:
        runtime = str(self.folder / "runtime")
        return cold_start(Function(self.package, handler, runtime, self._environment()), event)

    def _environment(self) -> dict[str, str]:
        return {Settings.TABLE: TABLE, Settings.DATABASE_URL: self.server.engine_url, **ENVIRONMENT}


def measure(server: Server) -> Section:
    """Compare each with the reference in the same turn."""
    with _lab(server) as lab:
        progress(f"Cold start: up to {_TURNS} fresh processes for each of the functions that are called most")
        often = _often(lab)
        progress(f"Cold start: up to {_TURNS_OF_ALL} fresh processes for each of {len(ENDPOINTS)} functions")
        every = _all(lab)
        slowest = _slowest_of(every, _SLOWEST)
        worst = _endpoints(lab, [BY_NAME[name] for name in slowest], _TURNS_OF_SLOWEST, beside=1)
    name, started = _slowest_of(worst, 1)[0], len(every[ENDPOINTS[0].name])
    rows = [
        _row(_REFERENCE, [(reference, reference) for _, reference in often[AUTHORIZER]]),
        *(_row(name, pairs) for name, pairs in often.items()),
        {**_row(name, worst[name]), "function": f"{WORST}: {name}"},
    ]
    note = (
        "Milliseconds from the start of a fresh process, run by AWS's runtime interface client, to its wish for an"
        " event and to its answer to the first one; medians. The ratio is that of the latter to the reference's in the"
        f" same turn, in time and in processor time. Of all {len(ENDPOINTS)} endpoints, each started {started}"
        f" times, the {_SLOWEST} that took most processor time were measured again; the slowest is in the last row."
    )
    return Section(TITLE, note, rows)


def _often(lab: _Lab) -> dict[str, list[Pair]]:
    pairs: dict[str, list[Pair]] = {}
    for _ in rounds(_TURNS, _SECONDS):
        reference, world = lab.reference(), lab.world()
        pairs.setdefault(AUTHORIZER, []).append((lab.authorizer(world), reference))
        for name in OFTEN:
            pairs.setdefault(name, []).append((lab.endpoint(BY_NAME[name], world), reference))
    return pairs


def _all(lab: _Lab) -> dict[str, list[Pair]]:
    return _endpoints(lab, ENDPOINTS, _TURNS_OF_ALL, _BESIDE_ONE_REFERENCE)


def _endpoints(lab: _Lab, rows: Sequence[Endpoint], turns: int, beside: int) -> dict[str, list[Pair]]:
    """Start each in turns, on a world of its own; one start of the reference serves so many neighbours."""
    pairs: dict[str, list[Pair]] = {row.name: [] for row in rows}
    for _ in rounds(turns, _SECONDS, least=1):
        for index, row in enumerate(rows):
            if index % beside == 0:
                reference = lab.reference()
            pairs[row.name].append((lab.endpoint(row, lab.world()), reference))
    return pairs


def _slowest_of(pairs: Mapping[str, Iterable[Pair]], count: int) -> list[str]:
    """By processor time, which differs less from turn to turn."""
    return sorted(pairs, key=lambda name: _cpu_ratio(pairs[name]), reverse=True)[:count]


def _ratio(pairs: Iterable[Pair]) -> float:
    return median(ours.seconds / reference.seconds for ours, reference in pairs)


def _cpu_ratio(pairs: Iterable[Pair]) -> float:
    return median(ours.cpu_seconds / reference.cpu_seconds for ours, reference in pairs)


def _row(name: str, pairs: Sequence[Pair]) -> Row:
    ours = [one for one, _ in pairs]
    return {
        "function": name,
        "init, ms": round(median(one.init_seconds for one in ours) * 1000),
        "with first call, ms": round(median(one.seconds for one in ours) * 1000),
        "CPU, ms": round(median(one.cpu_seconds for one in ours) * 1000),
        RATIO: round(_ratio(pairs), 2),
        CPU_RATIO: round(_cpu_ratio(pairs), 2),
    }


def _checked(start: Start, succeeded: object) -> Start:
    if not succeeded:
        raise RuntimeError(f"A function did not do what it was to do: {start.answer}")
    return start


@contextmanager
def _lab(server: Server) -> Iterator[_Lab]:
    with TemporaryDirectory(prefix="daybook-bench-") as name, Client(server.port, admin_key(server)) as admin:
        folder = Path(name)
        package.assemble_runtime(folder / "runtime")
        package.link_sdk(folder / "sdk")
        (folder / "reference").mkdir()
        shutil.copy(Path(__file__).with_name("reference.py"), folder / "reference")
        package.compile_all(folder / "reference")
        yield _Lab(package.assemble(folder / "build"), folder, server, admin)
