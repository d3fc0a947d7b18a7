"""The workers behind the stream, as tests let them do all that there is to do."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from daybook.stream_pump import StreamPump
from functions import purge, run_import_jobs
from tests.conftest import TABLE
from tests.support.stream import drain, unparked


@pytest.fixture
def purge_all(wired: str, caught_up: Path) -> Callable[[], None]:
    """Let the worker purge all that was deleted since the test began."""
    return lambda: drain(StreamPump(wired, TABLE, purge.handler, caught_up, unparked))


@pytest.fixture
def import_all(wired: str, caught_up: Path) -> Callable[[], None]:
    """Let the worker go on with all jobs whose turn has come since the test began."""
    kept = Path(shutil.copy(caught_up, caught_up.with_name("imports.json")))
    return lambda: drain(StreamPump(wired, TABLE, run_import_jobs.handler, kept, unparked))
