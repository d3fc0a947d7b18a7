"""A function as Lambda runs it: AWS's own runtime interface client, in a fresh process, against a fake Runtime API.

The client asks for an invocation, which ends its initialisation, gets an event, sends the answer, and asks again.
"""

import json
import os
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, NamedTuple

from bench.server import HOST

AVAILABLE = sys.platform == "linux"
"""Where the client has wheels."""

_VERSION = "/2018-06-01/runtime"
_PATIENCE_SECONDS = 30.0
_DEADLINE_SECONDS = 28
_OF_THE_SYSTEM = ("PATH", "LD_LIBRARY_PATH")


class Function(NamedTuple):
    """Code in a folder, its handler, and what it finds beside itself: on the path and in the environment."""

    folder: Path
    handler: str
    path: str
    environment: Mapping[str, str]


class Start(NamedTuple):
    """How long it took from the process's start to its wish for an event, to the answer, and the processor time."""

    init_seconds: float
    seconds: float
    cpu_seconds: float
    answer: Any


class FunctionError(RuntimeError):
    """What a function raised instead of answering: the words that whoever invoked it gets to see."""


def cold_start(function: Function, event: Mapping[str, Any]) -> Start:
    """Start the function and let it answer one event; RuntimeError, with what it says, if it cannot."""
    begun = time.perf_counter()
    with running(function) as started:
        wanted = time.perf_counter()
        answer = started.invoke(event)
        answered = time.perf_counter()
        return Start(wanted - begun, answered - begun, started.end(), answer)


@contextmanager
def running(function: Function) -> Iterator["Running"]:
    """Start the function and wait until it wants an event; RuntimeError, with what it says, if that is never."""
    with socket.create_server((HOST, 0)) as listener, TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-S", "-m", "awslambdaric", function.handler],
            cwd=function.folder,
            env=_environment(function, listener.getsockname()[1]),
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
        )
        with process, _killed(process, said), _Runtime(listener) as runtime:
            yield Running(process, runtime)


class Running:
    """A function that answers one event after the other."""

    def __init__(self, process: subprocess.Popen[bytes], runtime: "_Runtime") -> None:
        self._process, self._runtime = process, runtime
        self._given = 0
        self._wants_one()

    def invoke(self, event: Mapping[str, Any]) -> Any:
        """Its answer; FunctionError if it raised something, RuntimeError if it is no more."""
        if self._given:
            self._wants_one()
        self._given += 1
        request = f"request-{self._given}"
        self._runtime.give(request, json.dumps(event).encode())
        line, body = self._runtime.next()
        self._runtime.take()
        if line.startswith(f"POST {_VERSION}/invocation/{request}/error"):
            raise FunctionError(json.loads(body)["errorMessage"])
        _expect(line, f"POST {_VERSION}/invocation/{request}/response", body)
        return json.loads(body)

    def end(self) -> float:
        """End it; the processor seconds of all its threads, exactly, which the system tells of what has ended."""
        self._process.kill()
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = os.waitstatus_to_exitcode(status)
        return used.ru_utime + used.ru_stime

    def _wants_one(self) -> None:
        line, body = self._runtime.next()
        _expect(line, f"GET {_VERSION}/invocation/next", body)


class _Runtime:
    """The requests of one client, one after the other, over as many connections as it likes."""

    def __init__(self, listener: socket.socket) -> None:
        self._selector = selectors.DefaultSelector()
        self._selector.register(listener, selectors.EVENT_READ)
        self._listener = listener
        self._last = listener

    def __enter__(self) -> "_Runtime":
        return self

    def __exit__(self, *_: object) -> None:
        for key in list(self._selector.get_map().values()):
            if key.fileobj is not self._listener:
                key.fileobj.close()  # type: ignore[union-attr]
        self._selector.close()

    def next(self) -> tuple[str, bytes]:
        """The first line and the body of the next request."""
        return next(self._requests())

    def give(self, request: str, event: bytes) -> None:
        """Answer with an invocation."""
        deadline = round((time.time() + _DEADLINE_SECONDS) * 1000)
        self._answer(
            "200 OK",
            f"Content-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: {request}\r\n"
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:local:000000000000:function:bench\r\n"
            f"Lambda-Runtime-Deadline-Ms: {deadline}\r\n",
            event,
        )

    def take(self) -> None:
        """Answer that what was sent has arrived."""
        self._answer("202 Accepted")

    def _answer(self, status: str, headers: str = "", body: bytes = b"") -> None:
        head = f"HTTP/1.1 {status}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        self._last.sendall(head.encode() + body)

    def _requests(self) -> Iterator[tuple[str, bytes]]:
        while ready := self._selector.select(_PATIENCE_SECONDS):
            for key, _ in ready:
                if key.fileobj is self._listener:
                    self._selector.register(self._listener.accept()[0], selectors.EVENT_READ)
                elif request := _read(key.fileobj):  # type: ignore[arg-type]
                    self._last = key.fileobj  # type: ignore[assignment]
                    yield request
                else:
                    self._selector.unregister(key.fileobj)
        raise RuntimeError("The function asked for nothing.")


def _read(connection: socket.socket) -> tuple[str, bytes] | None:
    """The first line of a request and its body; None at the end of the connection."""
    with connection.makefile("rb") as file:
        line = file.readline().decode()
        headers = {}
        while (header := file.readline().strip()) and line:
            name, _, value = header.decode().partition(":")
            headers[name.lower()] = value.strip()
        return (line.strip(), file.read(int(headers.get("content-length", 0)))) if line else None


def _expect(line: str, wanted: str, body: bytes) -> None:
    if not line.startswith(wanted):
        raise RuntimeError(f"{line}: {body[:300]!r}")


@contextmanager
def _killed(process: subprocess.Popen[bytes], said: IO[bytes]) -> Iterator[None]:
    """Kill the process in the end; if something went wrong, say what it had to say."""
    try:
        yield
    except RuntimeError as error:
        said.seek(0)
        words = said.read().decode()
        error.add_note(words[-2000:])
        raise
    finally:
        process.kill()


def _environment(function: Function, port: int) -> dict[str, str]:
    """What Lambda sets, and nothing of ours but where the system's programs and libraries are."""
    kept = {name: os.environ[name] for name in _OF_THE_SYSTEM if name in os.environ}
    return {
        **kept,
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "AWS_LAMBDA_RUNTIME_API": f"{HOST}:{port}",
        "AWS_LAMBDA_FUNCTION_NAME": "bench",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "AWS_REGION": "local",
        "AWS_DEFAULT_REGION": "local",
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "LAMBDA_TASK_ROOT": str(function.folder),
        "PYTHONPATH": function.path,
        "PYTHONDONTWRITEBYTECODE": "1",
        **function.environment,
    }
