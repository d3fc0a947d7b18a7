"""Every adapter of a port, to be held to the same contract."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.credentials import DynamoCredentials
from adapters.dynamodb.events import DynamoEvents
from adapters.memory.calendars import MemoryCalendars
from adapters.memory.credentials import MemoryCredentials
from adapters.memory.events import MemoryEvents
from domain.ports import Calendars, Credentials, Events
from tests.builders import a_clock


def _made(request: pytest.FixtureRequest, memory: Callable[[], Any], dynamodb: Callable[[Any], Any]) -> Any:
    return memory() if request.param == "memory" else dynamodb(request.getfixturevalue("table"))


@pytest.fixture(params=["memory", "dynamodb"])
def calendars(request: pytest.FixtureRequest) -> Calendars:
    return _made(request, MemoryCalendars, lambda table: DynamoCalendars(table, a_clock))


@pytest.fixture(params=["memory", "dynamodb"])
def events(request: pytest.FixtureRequest) -> Events:
    return _made(request, MemoryEvents, DynamoEvents)


@pytest.fixture(params=["memory", "dynamodb"])
def credentials(request: pytest.FixtureRequest) -> Credentials:
    return _made(request, MemoryCredentials, DynamoCredentials)
