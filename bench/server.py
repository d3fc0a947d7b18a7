"""`daybook serve` as a process of its own, on a data folder that goes away with it."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.dynamodb.client import Table
from adapters.settings import LOCAL_CREDENTIALS
from daybook.database import TABLE

HOST = "127.0.0.1"
RAPIDAPI_SECRET = "of the bench"
DAYBOOK = Path(sys.executable).with_name("daybook")
_READY_SECONDS, _STOP_SECONDS, _PAUSE_SECONDS = 30.0, 15.0, 0.05


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, the key to it, and the processes that it is made of."""

    port: int
    key: str
    data: Path
    pid: int
    engine_pid: int
    engine_url: str

    def table(self) -> Table:
        """The table behind the server."""
        return Table(TABLE, endpoint_url=self.engine_url, region="local", credentials=LOCAL_CREDENTIALS)


@contextmanager
def running_server(prepare: Callable[[Path], object]) -> Iterator[Server]:
    """Start a server on a free port and a folder that has been prepared; leave nothing behind."""
    with TemporaryDirectory(prefix="daybook-bench-") as folder:
        data, port = Path(folder), free_port()
        prepare(data)
        log = data / "serve.log"
        with log.open("wb") as out:
            process = subprocess.Popen(
                [DAYBOOK, "serve", "--host", HOST, "--port", str(port), "--data", data],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=clean_environment(RAPIDAPI_PROXY_SECRETS=RAPIDAPI_SECRET),
            )
        try:
            said = _await_greeting(process, log)
            engine = json.loads((data / "engine.json").read_text())
            key = re.search(r"Your API key +(\S+)", said)[1]  # type: ignore[index]
            yield Server(port, key, data, process.pid, engine["engine"], engine["url"])
        finally:
            stop(process)


def clean_environment(**more: str) -> dict[str, str]:
    """Our environment without settings of Python, AWS and Daybook, but for a chosen engine."""
    prefixes = ("AWS_", "DAYBOOK_", "POWERTOOLS_", "PYTHON", "RAPIDAPI_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    kept |= {name: value for name, value in os.environ.items() if name == "DAYBOOK_ENGINE"}
    return kept | more


def _await_greeting(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + _READY_SECONDS
    while "Stop with" not in (said := log.read_text()):
        if process.poll() is not None or time.monotonic() > deadline:
            raise SystemExit(f"The server did not start:\n{said}")
        time.sleep(_PAUSE_SECONDS)
    return said


def stop(process: subprocess.Popen[bytes]) -> None:
    """End a process, gently if it lets us."""
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
