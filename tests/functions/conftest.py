"""HTTP to the functions, through both gateways; and the workers, as tests let them do all that there is to do."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from daybook.stream_pump import StreamPump
from functions import purge, run_import_jobs
from tests.conftest import TABLE, gateway, serving
from tests.deployed.address import OneAddress, an_hour_each_time
from tests.deployed.transport import Deployed
from tests.support.stream import drain, unparked
from tests.support.template import Template

locally = pytest.mark.parametrize("client", ["local"], indirect=True)
"""For what is set while the functions run, which deployed gateways do not see, and what needs a socket; and for what
API Gateway does with a request before it knows whose that is."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What workers do behind the stream is the same behind either gateway; and that grows longer with each test."""
    items[:] = [one for one in items if not (_is_through_the_template(one) and "caught_up" in _fixtures(one))]


def _is_through_the_template(item: pytest.Item) -> bool:
    chosen = getattr(item, "callspec", None)
    return chosen is not None and chosen.params.get("client") == "deployed"


def _fixtures(item: pytest.Item) -> list[str]:
    return list(getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session", params=["local", "deployed"])
def client(wired: str, request: pytest.FixtureRequest) -> Iterator[httpx.Client]:
    """HTTP to the local gateway, and to the one that the synthesised templates describe."""
    if request.param == "local":
        with serving(gateway()) as url, httpx.Client(base_url=url, timeout=30) as made:
            yield made
        return
    template: Template = request.getfixturevalue("bare")
    deployed = Deployed(OneAddress(template, an_hour_each_time()).answer)
    with httpx.Client(base_url="https://calendar.example.org", transport=deployed) as made:
        yield made


@pytest.fixture
def purge_all(wired: str, caught_up: Path) -> Callable[[], None]:
    """Let the worker purge all that was deleted since the test began."""
    return lambda: drain(StreamPump(wired, TABLE, purge.handler, caught_up, unparked))


@pytest.fixture
def import_all(wired: str, caught_up: Path) -> Callable[[], None]:
    """Let the worker go on with all jobs whose turn has come since the test began."""
    kept = Path(shutil.copy(caught_up, caught_up.with_name("imports.json")))
    return lambda: drain(StreamPump(wired, TABLE, run_import_jobs.handler, kept, unparked))
