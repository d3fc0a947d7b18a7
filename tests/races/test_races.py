"""Several clients at once, request by request, while the engine fails in all the ways that it can.

Whatever is let through and whatever befalls it: no acknowledged write is lost, none is made twice, an idempotency key
makes one event, and no copy is stale.
"""

import itertools
import os
import secrets
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from adapters import jitter
from adapters.dynamodb.doctor.examination import Examination
from adapters.settings import Settings
from daybook import management
from daybook.control_plane import client, ensure_table
from domain.use_cases.keys import KeyWording
from functions import wiring
from tests.conftest import gateway
from tests.races.clients import Client, tagged
from tests.races.model import Model
from tests.races.turnstile import AtOnce, Fault, SteppedCore, Turnstile

NAMES = ("ada", "bob", "eve")
_numbers = itertools.count()
MARCH = {"from": "2026-03-01", "to": "2026-04-01"}

EXAMPLES = int(os.environ.get("FUZZ_CASES", "0")) // 10 or 12

names, days = st.sampled_from(NAMES), st.integers(0, 1)
choices = st.integers(0, 5)
faults = st.just(Fault.NONE) | st.just(Fault.NONE) | st.sampled_from(list(Fault))


class Races(RuleBasedStateMachine):
    """Clients that begin something, one at a time each, and are let through request by request."""

    url: str

    @initialize()
    def begin(self) -> None:
        self.turnstile, self.model = Turnstile(), Model()
        self.patch = pytest.MonkeyPatch()
        self.patch.setattr(jitter, "wait", lambda *_, **__: None)
        self.patch.setattr(jitter, "pause", lambda *_, **__: float("inf") if self.turnstile.late.get() else 0.0)
        self.table = f"races-{secrets.token_hex(6)}"
        ensure_table(self.url, self.table)
        self.patch.setenv(Settings.TABLE, self.table)
        self.patch.setenv(Settings.CREDENTIAL_CACHE_SECONDS, "300")
        wiring.reset()
        key = management.create_key("ada", KeyWording()).secret
        self.http = httpx.Client(
            transport=httpx.WSGITransport(_in_this_thread(gateway())),
            base_url="http://test",
            headers={"X-Api-Key": key},
        )
        self.events = f"{self.http.post('/v1/calendars', json={'title': 'Work'}).headers['Location']}/events"
        table: Any = wiring.table()
        table.begin(lambda: None).result()
        table._client, table._threads = SteppedCore(table._client, self.turnstile), AtOnce()
        self.clients = {name: Client(name, self.http, self.events, self.model, self.turnstile) for name in NAMES}
        self.sent: dict[str, tuple[str, int]] = {}

    def teardown(self) -> None:
        try:
            self._drain()
            self._check()
        finally:
            self.patch.undo()
            client("dynamodb", self.url).delete_table(TableName=self.table)
            wiring.reset()

    @rule(name=names, days=days, keyed=st.booleans())
    def create(self, name: str, days: int, keyed: bool) -> None:
        if self._is_idle(name):
            tag = f"tag-{next(_numbers)}"
            if keyed:
                self.sent[tag] = (f"key-{tag}", days)
            self.clients[name].create(tag, days, f"key-{tag}" if keyed else None)

    @precondition(lambda self: self.sent)
    @rule(name=names, which=choices)
    def repeat(self, name: str, which: int) -> None:
        """Send a request with its key again, by whoever it may be, while the first one may still be under way."""
        if self._is_idle(name):
            tag = _one_of(self.sent, which)
            key, days = self.sent[tag]
            self.clients[name].create(tag, days, key)

    @precondition(lambda self: self.model.created)
    @rule(name=names, which=choices, days=st.none() | days, condition=st.booleans())
    def change(self, name: str, which: int, days: int | None, condition: bool) -> None:
        if self._is_idle(name):
            tag, title = _one_of(self.model.created, which), f"title-{next(_numbers)}"
            self.clients[name].change(tag, title, days, condition=condition)

    @precondition(lambda self: self.model.created)
    @rule(name=names, which=choices, condition=st.booleans())
    def delete(self, name: str, which: int, condition: bool) -> None:
        if self._is_idle(name):
            self.clients[name].delete(_one_of(self.model.created, which), condition=condition)

    @precondition(lambda self: self.model.created)
    @rule(name=names, which=choices)
    def look(self, name: str, which: int) -> None:
        if self._is_idle(name):
            self.clients[name].look(_one_of(self.model.created, which))

    @rule(chance=st.randoms(use_true_random=False), troubled=st.floats(0, 0.4))
    def storm(self, chance: Random, troubled: float) -> None:
        """A lot of all that at once."""
        for _ in range(60):
            name = chance.choice(NAMES)
            if not self._is_idle(name):
                fault = chance.choice(list(Fault)) if chance.random() < troubled else Fault.NONE
                self.turnstile.step(name, fault)
            elif chance.random() < 0.3 or not self.model.created:
                self._create_or_repeat(name, chance)
            else:
                self._use(name, chance)

    def _create_or_repeat(self, name: str, chance: Random) -> None:
        if self.sent and chance.random() < 0.5:
            self.repeat(name, -1 - chance.randrange(2))
        else:
            self.create(name, chance.randrange(2), chance.random() < 0.7)

    def _use(self, name: str, chance: Random) -> None:
        which, condition = -1 - chance.randrange(3), chance.random() < 0.5
        match chance.randrange(8):
            case 0:
                self.delete(name, which, condition)
            case 1 | 2:
                self.look(name, which)
            case _:
                self.change(name, which, chance.choice([None, 0, 1]), condition)

    @rule(name=names, fault=faults)
    def step(self, name: str, fault: Fault) -> None:
        if not self._is_idle(name):
            self.turnstile.step(name, fault)

    @rule(name=names, plan=st.lists(faults, max_size=8))
    def go_on(self, name: str, plan: list[Fault]) -> None:
        """Let all its requests through, the first ones to fates of their own."""
        self._let_through(name, plan)

    def _let_through(self, name: str, plan: Sequence[Fault] = ()) -> None:
        for fault in itertools.chain(plan, itertools.repeat(Fault.NONE)):
            if self._is_idle(name):
                return
            self.turnstile.step(name, fault)

    def _is_idle(self, name: str) -> bool:
        return not self.turnstile.is_running(name)

    def _drain(self) -> None:
        for name in NAMES:
            self._let_through(name)

    def _check(self) -> None:
        listed = self.http.get(self.events, params=MARCH).json()["data"]
        versions = {}
        for event in listed:
            shown = self.http.get(f"{self.events}/{event['id']}")
            assert shown.json()["data"] == event, "a copy is stale"
            versions[event["id"]] = int(shown.headers["ETag"].strip('"'))
        self.model.check(tagged(listed), versions)
        found = Examination(wiring.table(), wiring.now, lambda _: None)(repair=False)
        assert found.healthy, [finding.fault for finding in found.findings]


def _one_of(tags: Mapping[str, object], which: int) -> str:
    """A tag by its number, from the oldest or, if it is negative, from the newest on."""
    known = list(tags)
    return known[which % len(known)]


def _in_this_thread(application: Any) -> Any:
    """The gateway for httpx, which leaves out what waitress adds to the environment."""

    def call(environ: Any, start_response: Any) -> Any:
        query = f"?{environ['QUERY_STRING']}" if environ["QUERY_STRING"] else ""
        return application({**environ, "REQUEST_URI": f"{environ['PATH_INFO']}{query}"}, start_response)

    return call


def test_no_write_is_lost_or_made_twice_whatever_fails(wired: str) -> None:
    machine: Any = type("RacesHere", (Races,), {"url": wired})
    run(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
