"""A soak: clients that load a server for a while, and what the server and its engine hold meanwhile."""

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median
from threading import Event, Thread

from tests.soak import errands, projects
from tests.soak.processes import MEBIBYTE, Holding, connections, holding
from tests.soak.tally import Tally
from tests.soak.visitor import Visitor
from tests.support.server import Server

_SAMPLE_SECONDS, _SAYS_EACH = 0.5, 20
_ERRANDS = errands.OFTEN * 4 + errands.SOMETIMES * 2 + projects.NOW_AND_THEN


@dataclass(frozen=True, slots=True)
class Sample:
    """What the two processes held, so many seconds after the beginning."""

    at: float
    server: Holding
    engine: Holding


@dataclass
class Soak:
    """Loads a server that runs."""

    server: Server
    keys: Sequence[str]
    tally: Tally = field(default_factory=Tally)
    samples: list[Sample] = field(default_factory=list)
    _over: Event = field(default_factory=Event)

    def __post_init__(self) -> None:
        assert self.server.process is not None
        self._process = self.server.process.pid
        self._engine = int(json.loads((self.server.data / "engine.json").read_text())["engine"])

    def run(self, seconds: float) -> None:
        """Let all clients go about their errands, and look at the server from time to time."""
        threads = [Thread(target=self._visit, args=(key, seed)) for seed, key in enumerate(self.keys)]
        for thread in threads:
            thread.start()
        began = time.monotonic()
        try:
            while (at := time.monotonic() - began) < seconds:
                self._look(at)
                time.sleep(_SAMPLE_SECONDS)
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def connections(self) -> int:
        """How many of the clients' connections the server still holds."""
        return connections(self._process, self.server.port)

    def part(self, first: float, last: float) -> list[Sample]:
        """The samples of a part of the time, such as from 0.25 to 0.5."""
        count = len(self.samples)
        return self.samples[int(count * first) : int(count * last)]

    def _visit(self, key: str, seed: int) -> None:
        who = Visitor(self.server.url, key, self.tally, random.Random(seed))
        try:
            errands.settle(who)
            while not self._over.is_set():
                who.chance.choice(_ERRANDS)(who)
        except Exception as error:
            self.tally.failed(f"client {seed} gave up: {error!r}")
        finally:
            who.close()

    def _look(self, at: float) -> None:
        self.samples.append(Sample(at, holding(self._process), holding(self._engine)))
        if len(self.samples) % _SAYS_EACH == 0:
            print(self._progress(), flush=True)

    def _progress(self) -> str:
        now = self.samples[-1]
        return (
            f"{now.at:5.0f} s {self.tally.requests:7} requests {len(self.tally.failures):2} failures"
            f" | server {_shown(now.server)} | engine {_shown(now.engine)}"
        )


def typical_memory(holdings: Sequence[Holding]) -> float:
    """The median of what was held: single peaks, such as that of a large answer, say nothing."""
    return median(one.memory for one in holdings)


def _shown(one: Holding) -> str:
    return f"{one.memory / MEBIBYTE:6.1f} MiB {one.descriptors:3} fds {one.sockets:3} sockets {one.threads:2} threads"
