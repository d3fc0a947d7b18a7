"""Several clients at once, request by request, while the engine fails in all the ways that it can.

Whatever is let through and whatever befalls it: no acknowledged write is lost, none is made twice, an idempotency key
makes one event, and no copy is stale.
"""

import itertools
import os
import secrets
from collections.abc import Sequence
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

EXAMPLES = int(os.environ.get("FUZZ_CASES", "0")) // 10 or 25

names, days = st.sampled_from(NAMES), st.integers(0, 1)
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

    @rule(pair=st.permutations(NAMES), days=days)
    def create_side_by_side(self, pair: list[str], days: int) -> None:
        """Send one request with a key twice at once."""
        if all(map(self._is_idle, pair[:2])):
            tag = f"tag-{next(_numbers)}"
            self.sent[tag] = (f"key-{tag}", days)
            for name in pair[:2]:
                self.clients[name].create(tag, days, f"key-{tag}")

    @precondition(lambda self: self.sent)
    @rule(name=names, data=st.data())
    def repeat(self, name: str, data: st.DataObject) -> None:
        """Send a request with its key again, by whoever it may be, while the first one may still be under way."""
        if self._is_idle(name):
            tag = data.draw(st.sampled_from(sorted(self.sent)))
            key, days = self.sent[tag]
            self.clients[name].create(tag, days, key)

    @precondition(lambda self: self.model.created)
    @rule(name=names, data=st.data(), days=st.none() | days, condition=st.booleans())
    def change(self, name: str, data: st.DataObject, days: int | None, condition: bool) -> None:
        if self._is_idle(name):
            self.clients[name].change(self._some(data), f"title-{next(_numbers)}", days, condition=condition)

    @precondition(lambda self: self.model.created)
    @rule(name=names, data=st.data(), condition=st.booleans())
    def delete(self, name: str, data: st.DataObject, condition: bool) -> None:
        if self._is_idle(name):
            self.clients[name].delete(self._some(data), condition=condition)

    @precondition(lambda self: self.model.created)
    @rule(name=names, data=st.data())
    def look(self, name: str, data: st.DataObject) -> None:
        if self._is_idle(name):
            self.clients[name].look(self._some(data))

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

    def _some(self, data: st.DataObject) -> str:
        return data.draw(st.sampled_from(sorted(self.model.created)))

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
            stateful_step_count=50,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
