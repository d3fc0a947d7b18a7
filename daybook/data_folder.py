"""One engine for each data folder, however many commands want it.

Whoever starts the engine holds a lock on the folder, and the engine inherits it. So the lock says whether an engine
runs, and `engine.json` where and on whose behalf; one that outlived its owner is stopped by whoever comes next.
"""

import fcntl
import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, NamedTuple

from daybook.engine import PATIENCE_SECONDS, PAUSE_SECONDS, Engine, answers, start, stop
from daybook.failure import Failure


class _Facts(NamedTuple):
    """What `engine.json` says: where the engine is, its process, and that of whoever started it."""

    url: str
    engine: int
    owner: int


@contextmanager
def running_engine(data: Path) -> Iterator[Engine]:
    """The engine of a data folder: the one that runs there, or one of our own, stopped at the end."""
    data.mkdir(parents=True, exist_ok=True)
    with (data / "lock").open("a") as lock:
        engine = _own(data, lock) or _others(data) or _after_a_wait(data, lock)
        try:
            yield engine
        finally:
            if engine.process is not None:
                _file(data).unlink(missing_ok=True)
                stop(engine.process)


def _own(data: Path, lock: IO[str]) -> Engine | None:
    """Start an engine, unless somebody else holds the folder."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return None
    engine = start(data.resolve(), inherit=[lock.fileno()])
    if engine.process is not None:
        facts = _Facts(engine.url, engine.process.pid, os.getpid())
        _file(data).write_text(json.dumps(facts._asdict()))
    return engine


def _others(data: Path) -> Engine | None:
    """The engine that another living process runs, if it answers."""
    facts = _facts(data)
    if facts is None or not _alive(facts.owner) or not answers(facts.url):
        return None
    return Engine(facts.url, None)


def _after_a_wait(data: Path, lock: IO[str]) -> Engine:
    """Somebody holds the folder without an engine to share: they are starting, stopping, or dead."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        _stop_orphan(data)
        engine = _own(data, lock) or _others(data)
        if engine is not None:
            return engine
        time.sleep(PAUSE_SECONDS)
    raise Failure(f"The data folder {data} is in use and its engine does not answer. Stop the other daybook process.")


def _stop_orphan(data: Path) -> None:
    """Stop an engine whose owner was killed; that the folder is still locked tells that it lives."""
    facts = _facts(data)
    if facts is not None and not _alive(facts.owner) and answers(facts.url):
        with suppress(ProcessLookupError):
            os.kill(facts.engine, signal.SIGTERM)


def _facts(data: Path) -> _Facts | None:
    try:
        return _Facts(**json.loads(_file(data).read_text()))
    except (OSError, ValueError, TypeError):
        return None


def _file(data: Path) -> Path:
    return data / "engine.json"


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
