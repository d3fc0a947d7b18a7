"""The workers behind the stream, as tests let them do all that there is to do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from daybook.stream_pump import StreamPump
from functions import purge, run_import_jobs
from tests.conftest import TABLE


@pytest.fixture(scope="session")
def positions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is kept how far each worker is: what one test has seen, the next one need not go through again."""
    return tmp_path_factory.mktemp("positions")


@pytest.fixture
def purge_all(wired: str, positions: Path) -> Callable[[], None]:
    """Let the worker purge all that was deleted."""
    return lambda: drain(StreamPump(wired, TABLE, purge.handler, positions / "stream.json", unparked))


@pytest.fixture
def import_all(wired: str, positions: Path) -> Callable[[], None]:
    """Let the worker go on with all jobs whose turn it is."""
    return lambda: drain(StreamPump(wired, TABLE, run_import_jobs.handler, positions / "imports.json", unparked))


def drain(pump: StreamPump) -> None:
    while pump.pump():
        pass


def unparked(record: object) -> None:
    """Nothing that a test gives to a worker is ever given up."""
    raise AssertionError(record)
