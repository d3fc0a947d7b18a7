"""The embedded DynamoDB-compatible engine as a process: finding it, starting it, stopping it."""

import ctypes
import os
import platform
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import NamedTuple

from daybook.failure import Failure

PATIENCE_SECONDS, PAUSE_SECONDS = 10.0, 0.02
_MACHINES = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG


class Engine(NamedTuple):
    """A running engine; `process` only if it is ours to stop."""

    url: str
    process: subprocess.Popen[bytes] | None


def start(folder: Path, inherit: Sequence[int] = ()) -> Engine:
    """Start an engine that keeps its data in a folder; it gets the file descriptors to `inherit`.

    Raise Failure if there is no engine for this machine or it does not come up.
    """
    port = _free_port()
    database, log = folder / "daybook.db", folder / "engine.log"
    with log.open("ab") as out:
        process = subprocess.Popen(
            [str(binary()), "serve", "--host", "127.0.0.1", "--port", str(port), "--db-path", str(database)],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            pass_fds=inherit,
            start_new_session=True,  # Ctrl-C is for us: requests under way still need the engine
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 no thread runs yet
        )
    engine = Engine(f"http://127.0.0.1:{port}", process)
    _await_answer(engine, process, log)
    _index_stream(database)
    return engine


def stop(process: subprocess.Popen[bytes]) -> None:
    """End an engine; it closes its database on SIGTERM."""
    process.terminate()
    try:
        process.wait(timeout=5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def answers(url: str) -> bool:
    """Whether something listens there."""
    host, _, port = url.removeprefix("http://").partition(":")
    try:
        with socket.create_connection((host, int(port)), timeout=1):
            return True
    except OSError:
        return False


def binary() -> Path:
    """The engine's executable; Failure, saying what to do, where there is none."""
    named = os.environ.get("DAYBOOK_ENGINE") or shutil.which("dynoxide")
    if named:
        return Path(named)
    system, machine = platform.system().lower(), _MACHINES.get(platform.machine().lower(), platform.machine())
    packaged = Path(__file__).parents[1] / f"node_modules/@dynoxide/{system}-{machine}/dynoxide"
    if packaged.is_file():
        return packaged
    raise Failure(
        f"The embedded engine is not installed (@dynoxide/{system}-{machine} from npm: run `make setup`)."
        " If npm has none for this platform, start any other DynamoDB-compatible engine, such as Amazon's DynamoDB"
        " Local, and use `daybook serve --database http://localhost:8000`; or put a dynoxide binary on the PATH."
    )


def _await_answer(engine: Engine, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not answers(engine.url):
        if process.poll() is not None:
            raise Failure(f"The engine ended at once; its last words are in {log}.")
        if time.monotonic() > deadline:
            stop(process)
            raise Failure(f"The engine does not answer; see {log}.")
        time.sleep(PAUSE_SECONDS)


def _index_stream(database: Path) -> None:
    """Let the engine find the last record of a stream at once.

    It looks for it at every write, and without an index among all records there are: at 16,000 events a write took
    7 ms, with the index 0.8 ms, however many there are. Another version of the engine may have no such table.
    """
    with suppress(sqlite3.OperationalError), closing(sqlite3.connect(database, timeout=5)) as connection:
        connection.execute(
            "CREATE INDEX IF NOT EXISTS daybook_stream_order"
            " ON _stream_records (table_name, CAST(sequence_number AS INTEGER))"
        )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGTERM)
