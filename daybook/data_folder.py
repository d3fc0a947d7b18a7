"""One engine for each data folder, and one server; commands may share its engine while it runs.

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
    """What `engine.json` says: where the engine is, its process, that of its owner, and whether that is a server."""

    url: str
    engine: int
    owner: int
    serves: bool


@contextmanager
def running_engine(data: Path, *, serves: bool) -> Iterator[Engine]:
    """The engine of a data folder, stopped at the end if it is ours.

    A server gets one of its own; Failure if another server has the folder. A short command gets the one that a server
    runs, or else one of its own.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = (data / "lock").open("a")
    except OSError as error:
        raise Failure(f"The data folder {data} cannot be used: {error.strerror}.") from None
    with lock:
        engine = _found(data, lock, serves=serves)
        try:
            yield engine
        finally:
            if engine.process is not None:
                _file(data).unlink(missing_ok=True)
                stop(engine.process)


def _found(data: Path, lock: IO[str], *, serves: bool) -> Engine:
    """The engine to use, as soon as whoever has the folder without an engine to share has started, stopped or died."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        engine = _own(data, lock, serves=serves) or _others(data, serves=serves)
        if engine is not None:
            return engine
        _stop_orphan(data)
        time.sleep(PAUSE_SECONDS)
    raise Failure(f"The data folder {data} is in use and its engine does not answer. Stop the other daybook process.")


def _own(data: Path, lock: IO[str], *, serves: bool) -> Engine | None:
    """Start an engine, unless somebody else holds the folder."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return None
    _file(data).unlink(missing_ok=True)
    engine = start(data.resolve(), inherit=[lock.fileno()])
    if engine.process is not None:
        facts = _Facts(engine.url, engine.process.pid, os.getpid(), serves)
        _file(data).write_text(json.dumps(facts._asdict()))
    return engine


def _others(data: Path, *, serves: bool) -> Engine | None:
    """The engine that a living server runs, if it answers; a second server is refused."""
    facts = _facts(data)
    if facts is None or not facts.serves or not _alive(facts.owner) or not answers(facts.url):
        return None
    if serves:
        raise Failure(
            f"A server (process {facts.owner}) runs on {data}. Stop it, or choose another folder with --data."
        )
    return Engine(facts.url, None)


def _stop_orphan(data: Path) -> None:
    """Stop an engine whose owner was killed; that the folder is still locked, and named it, tells that it lives."""
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
