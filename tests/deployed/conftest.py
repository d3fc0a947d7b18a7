"""The doors of the stack that has everything, under a clock that tests move."""

import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import pytest

from adapters.http.doors import DIRECT, RAPIDAPI
from adapters.http.proxy_events import HttpRequest
from adapters.settings import Settings
from domain.use_cases.keys import KeyWording
from functions import wiring
from tests.conftest import PROXY_SECRETS
from tests.deployed.gateway import DeployedGateway
from tests.support.template import Template

STACK = "Both"


class Clock:
    """Seconds, that pass when a test says so."""

    def __init__(self) -> None:
        self.seconds = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds

    def pass_by(self, seconds: float) -> None:
        self.seconds += seconds


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    body: Any

    @property
    def code(self) -> str:
        return str(self.body["errors"][0]["code"])


class Visitor(NamedTuple):
    """Someone at a door, with what they always show."""

    door: DeployedGateway
    shows: Mapping[str, str]

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        shown = {
            "Host": "calendar.example.org",
            **self.shows,
            **{name.replace("_", "-"): value for name, value in headers.items()},
        }
        content = b"" if body is None else json.dumps(body).encode()
        path, _, query = path.partition("?")
        answer = self.door.answer(HttpRequest(method, path, query, shown, content, "192.0.2.1", secrets.token_hex(8)))
        single = {name: ", ".join(values) for name, values in answer["multiValueHeaders"].items()}
        text = answer.get("body") or ""
        is_json = single.get("Content-Type", "").startswith("application/json")
        return Answer(answer["statusCode"], single, json.loads(text) if is_json and text else text)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counting(wired: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The authorizer, as the stack tells it whose keys calls count for."""
    monkeypatch.setenv(Settings.USAGE_KEY_PREFIX, STACK)
    wiring.reset()
    yield
    wiring.reset()


@pytest.fixture
def direct_door(counting: None, both: Template, clock: Clock) -> DeployedGateway:
    return DeployedGateway(both, DIRECT.name, clock)


@pytest.fixture
def rapidapi_door(counting: None, both: Template, clock: Clock) -> DeployedGateway:
    return DeployedGateway(both, RAPIDAPI.name, clock)


@pytest.fixture
def with_key(direct_door: DeployedGateway) -> Callable[..., Visitor]:
    """Makes visitors at the direct door, each with a key of a new owner, or of the one named."""
    from daybook import management

    def make(owner: str | None = None) -> Visitor:
        made = management.create_key(owner or secrets.token_hex(8), KeyWording(scopes=frozenset({"*"})))
        return Visitor(direct_door, {"X-Api-Key": made.secret})

    return make


@pytest.fixture
def subscriber(rapidapi_door: DeployedGateway) -> Callable[..., Visitor]:
    """Makes visitors whom RapidAPI's proxy brings."""

    def make(user: str | None = None, secret: str = PROXY_SECRETS[0]) -> Visitor:
        shows = {"X-RapidAPI-Proxy-Secret": secret, "X-RapidAPI-User": user or secrets.token_hex(8)}
        return Visitor(rapidapi_door, shows)

    return make
