"""Rounds of kills: clients live, the server dies once or more often, they get their answers, and all is checked."""

import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from threading import Event
from typing import NamedTuple

from tests.kills import checking
from tests.kills.asking import Asking
from tests.kills.chance import Chance
from tests.kills.client import Client
from tests.kills.killing import ENVIRONMENT, Killer
from tests.kills.knowledge import Knowledge
from tests.kills.life import live
from tests.support.server import Server, wait_until

_CLIENTS = 5
_MOMENTS = ("any", "any", "purge", "batch", "import", "upload", "poll", "key")
"""What has just been answered when the server dies. A poll is for an import job, so one is under way."""

_LOOKED_AT_DEAD = 0.15
"""How often the doctor comes before the server is started again."""


class Progress(NamedTuple):
    """How often it was killed, by the way; how many requests were answered, how many of them only when repeated; how
    many events there were at the last check."""

    ways: Counter[str]
    answered: int
    repeated: int
    events: int

    def line(self) -> str:
        ways = ", ".join(f"{way} {count}" for way, count in self.ways.most_common() if count)
        told = f"{self.answered:,} requests answered, {self.repeated:,} of them when repeated"
        return f"{self.ways.total():5} kills ({ways}): {told}; {self.events:,} events"


class Campaign:
    """A server, its clients and its killer, all of them by one seed."""

    def __init__(self, server: Server, seed: str) -> None:
        self._chance = Chance(seed)
        self._killer = Killer(server, self._chance)
        self._server = server
        self._serving = Event()
        server.start(**ENVIRONMENT)
        self._key = server.printed_key()
        self._clients = [self._a_client(f"{seed}-{number}") for number in range(_CLIENTS)]
        self._api = server.api(self._key)
        self.ways = Counter[str]()
        self._events = 0

    def _a_client(self, seed: str) -> Client:
        chance = Chance(seed)
        return Client(Asking(self._server.url, self._key, chance, self._serving), Knowledge(), chance)

    def close(self) -> None:
        for client in self._clients:
            client.ask.close()

    def run(self, kills: int) -> Iterator[Progress]:
        """Kill so often, or a few times more."""
        with closing(self), ThreadPoolExecutor(_CLIENTS) as threads:
            while self.ways.total() < kills:
                yield from self._round(threads)

    def _round(self, threads: ThreadPoolExecutor) -> Iterator[Progress]:
        ending = Event()
        self._serving.set()
        lives = [threads.submit(live, client, ending) for client in self._clients]
        try:
            for number in range(self._chance.choice((1, 1, 2, 3))):
                self._await_moment(lives, soon=number > 0)
                self._die_and_rise()
                yield self._progress()
        finally:
            ending.set()
            self._serving.set()
        for one in lives:
            one.result()
        self._check()

    def _await_moment(self, lives: list[Future[None]], *, soon: bool) -> None:
        """Until something of a kind has been answered, or a number of anything; and a moment more."""
        kind, before = self._chance.choice(_MOMENTS), self._answered()
        some = self._chance.randint(1, 10 if soon else 150)

        def has_come() -> bool:
            now = self._answered()
            return (now - before).total() >= some or now[kind] > before[kind] or any(one.done() for one in lives)

        wait_until(has_come, checking.PATIENCE)
        for one in lives:
            if one.done():
                one.result()
        time.sleep(self._chance.uniform(0, 0.05))

    def _die_and_rise(self) -> None:
        self.ways[self._killer.kill()] += 1
        self._serving.clear()
        if self._chance.random() < _LOOKED_AT_DEAD:
            checking.the_table_is_healthy(self._server)
        self.ways["starting server"] += self._killer.start()
        checking.nothing_is_half_done(self._api, self._clients)
        self._serving.set()

    def _check(self) -> None:
        self._events = checking.all_is_as_known(self._api, self._clients)
        checking.all_is_done(self._server, self._api, self._clients)
        checking.the_table_is_healthy(self._server)

    def _answered(self) -> Counter[str]:
        return sum((client.ask.answered for client in self._clients), Counter[str]())

    def _progress(self) -> Progress:
        repeated = sum(client.ask.repeated for client in self._clients)
        return Progress(self.ways.copy(), self._answered().total(), repeated, self._events)
