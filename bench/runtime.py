"""A function as Lambda runs it: AWS's own runtime interface client, in a fresh process, against a fake Runtime API.

The client asks for an invocation, which ends its initialisation, gets one event, and sends the answer; then it is over.
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
from typing import Any, NamedTuple

from bench.server import HOST, clean_environment

AVAILABLE = sys.platform == "linux"
"""Where the client has wheels."""

_VERSION = "/2018-06-01/runtime"
_PATIENCE_SECONDS = 30.0
_DEADLINE_SECONDS = 28


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


def cold_start(function: Function, event: Mapping[str, Any]) -> Start:
    """Start the function and let it answer one event; RuntimeError, with what it says, if it cannot."""
    with socket.create_server((HOST, 0)) as listener:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-S", "-m", "awslambdaric", function.handler],
            cwd=function.folder,
            env=_environment(function, listener.getsockname()[1]),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        with process, _killed(process), _Runtime(listener) as runtime:
            runtime.expect(f"GET {_VERSION}/invocation/next")
            wanted = time.perf_counter()
            runtime.give(json.dumps(event).encode())
            answer = runtime.expect(f"POST {_VERSION}/invocation/request-1/response")
            answered = time.perf_counter()
            return Start(wanted - begun, answered - begun, _cpu_seconds(process), json.loads(answer))


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

    def expect(self, wanted: str) -> bytes:
        """The body of the next request, which must be that one."""
        line, body = next(self._requests())
        if not line.startswith(wanted):
            raise RuntimeError(f"{line}: {body[:300]!r}")
        return body

    def give(self, event: bytes) -> None:
        """Answer with an invocation."""
        deadline = round((time.time() + _DEADLINE_SECONDS) * 1000)
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nLambda-Runtime-Aws-Request-Id: request-1\r\n"
            "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:local:000000000000:function:bench\r\n"
            f"Lambda-Runtime-Deadline-Ms: {deadline}\r\nContent-Length: {len(event)}\r\n\r\n"
        )
        self._last.sendall(head.encode() + event)

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


@contextmanager
def _killed(process: subprocess.Popen[bytes]) -> Iterator[None]:
    """Kill the process in the end; if something went wrong, say what it had to say."""
    try:
        yield
    except RuntimeError as error:
        process.kill()
        said = process.stdout.read().decode() if process.stdout else ""
        raise RuntimeError(f"{error}\n{said[-2000:]}") from None
    finally:
        process.kill()


def _cpu_seconds(process: subprocess.Popen[bytes]) -> float:
    """The processor time of all its threads, exactly, which the system tells of what has ended."""
    process.kill()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return used.ru_utime + used.ru_stime


def _environment(function: Function, port: int) -> dict[str, str]:
    return clean_environment(
        AWS_LAMBDA_RUNTIME_API=f"{HOST}:{port}",
        AWS_LAMBDA_FUNCTION_NAME="bench",
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE="1024",
        AWS_REGION="local",
        AWS_DEFAULT_REGION="local",
        AWS_ACCESS_KEY_ID="local",
        AWS_SECRET_ACCESS_KEY="local",
        LAMBDA_TASK_ROOT=str(function.folder),
        PYTHONPATH=function.path,
        PYTHONDONTWRITEBYTECODE="1",
        **function.environment,
    )
