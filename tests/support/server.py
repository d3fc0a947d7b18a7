"""`daybook serve` as a process of its own, as people run it."""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from boto3.dynamodb.types import TypeDeserializer

from daybook.control_plane import client
from daybook.database import TABLE
from tests.support.api import Api

DAYBOOK = str(Path(sys.executable).with_name("daybook"))


@dataclass
class Server:
    """A server on a data folder. Start, stop and kill it as often as you like."""

    data: Path
    port: int
    said: str = ""
    process: subprocess.Popen[str] | None = None
    clients: list[httpx.Client] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def engine_url(self) -> str:
        return str(json.loads((self.data / "engine.json").read_text())["url"])

    def start(self, **environment: str) -> "Server":
        """Launch it, and wait until it serves."""
        self.launch(**environment)
        return self.greeted()

    def launch(self, **environment: str) -> subprocess.Popen[str]:
        """Begin to start it; its process."""
        command = [DAYBOOK, "serve", "--port", str(self.port), "--data", str(self.data)]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_environment(environment)
        )
        return self.process

    def greeted(self) -> "Server":
        """Wait until it serves."""
        assert self.process is not None
        assert self.process.stdout is not None
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if line.startswith("Stop with"):
                break
        self.said = "".join(lines)
        assert "Stop with" in self.said, self.said
        return self

    def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, str]:
        """Stop or kill it; its exit code and last words."""
        assert self.process is not None
        self.process.send_signal(how)
        words, _ = self.process.communicate(timeout=15)
        code = self.process.returncode
        self.process = None
        return code, words

    def close(self) -> None:
        for made in self.clients:
            made.close()
        if self.process is not None:
            self.end(signal.SIGKILL)

    def command(self, *words: str, timeout: float = 30) -> "subprocess.CompletedProcess[str]":
        """Run a command on the same data."""
        whole = [DAYBOOK, *words, "--data", str(self.data)]
        return subprocess.run(whole, capture_output=True, text=True, timeout=timeout, check=False)

    def daybook(self, *command: str) -> str:
        """What a command prints that works on the same data."""
        done = self.command(*command)
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
        return done.stdout

    def key(self, owner: str = "me") -> str:
        """A key, made by the command line."""
        return self.daybook("keys", "create", "--owner", owner)

    def api(self, key: str | None = None) -> Api:
        made = httpx.Client(base_url=self.url, timeout=10)
        self.clients.append(made)
        return Api(made, key or self.printed_key())

    def printed_key(self) -> str:
        found = re.search(r"dbk_\w+", self.said)
        assert found, self.said
        return found.group()


def items_of(url: str, table: str = TABLE) -> list[dict[str, Any]]:
    """Every item of a table, by default of the one behind a server, as plain values."""
    read = TypeDeserializer().deserialize
    pages = client("dynamodb", url).get_paginator("scan").paginate(TableName=table)
    return [{name: read(value) for name, value in item.items()} for page in pages for item in page["Items"]]


def wait_until(what: Any, seconds: float = 15) -> None:
    """Look again and again until something holds."""
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


def free_port() -> int:
    """A port that nothing has, from below those that the system gives to outgoing connections at any moment."""
    while True:
        port = 20_000 + secrets.randbelow(10_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _environment(more: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DAYBOOK_", "RAPIDAPI_", "AWS_"))}
    return {**kept, **more}
