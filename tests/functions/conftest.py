"""The workers behind the stream, as tests let them do all that there is to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from daybook.stream_pump import StreamPump
from functions import purge, run_import_jobs
from tests.conftest import TABLE


@pytest.fixture(scope="session")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it is kept how far the stream was read: what one test has gone through, the next one need not."""
    kept = tmp_path_factory.mktemp("stream") / "seen.json"
    kept.write_text("{}")
    return kept


@pytest.fixture
def caught_up(wired: str, seen: Path, tmp_path: Path) -> Path:
    """A position of the test's own, behind all that has happened before it."""
    drain(StreamPump(wired, TABLE, lambda *_: {"batchItemFailures": []}, seen, unparked))
    return Path(shutil.copy(seen, tmp_path / "stream.json"))


@pytest.fixture
def purge_all(wired: str, caught_up: Path) -> Callable[[], None]:
    """Let the worker purge all that was deleted since the test began."""
    return lambda: drain(StreamPump(wired, TABLE, purge.handler, caught_up, unparked))


@pytest.fixture
def import_all(wired: str, caught_up: Path) -> Callable[[], None]:
    """Let the worker go on with all jobs whose turn has come since the test began."""
    kept = Path(shutil.copy(caught_up, caught_up.with_name("imports.json")))
    return lambda: drain(StreamPump(wired, TABLE, run_import_jobs.handler, kept, unparked))


def drain(pump: StreamPump) -> None:
    while pump.pump():
        pass


def unparked(record: object) -> None:
    """Nothing that a test gives to a worker is ever given up."""
    raise AssertionError(record)
