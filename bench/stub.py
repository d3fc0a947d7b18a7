"""A DynamoDB that is far away: it answers as the engine did, but each request after the same time.

It is a process of its own. The first time that it is asked something, it passes that on and remembers the answer; from
then on, it costs next to nothing, and any number of requests wait side by side.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import NamedTuple

from bench.server import HOST

_BLANK = b"\r\n\r\n"
_PATIENCE_SECONDS = 30
_OF_THE_CONNECTION = {"host", "content-length", "connection"}


class Request(NamedTuple):
    """What a client sent; header names are in lower case."""

    headers: dict[str, str]
    body: bytes

    @property
    def question(self) -> tuple[str, bytes]:
        """What makes two requests the same: not when they were signed."""
        return self.headers["x-amz-target"], self.body


@contextmanager
def far_away(engine_url: str, seconds: float) -> Iterator[str]:
    """The URL of such a database in front of an engine."""
    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_serve, args=(theirs, engine_url, seconds), daemon=True)
    process.start()
    try:
        if not ours.poll(_PATIENCE_SECONDS):
            raise RuntimeError("The stub did not start.")
        yield f"http://{HOST}:{ours.recv()}"
    finally:
        process.terminate()
        process.join()


def take_request(received: bytearray) -> Request | None:
    """Take the first request out of what was received; None, and nothing is taken, if it is not all there."""
    end = received.find(_BLANK)
    if end < 0:
        return None
    headers = {}
    for line in received[:end].decode("latin-1").split("\r\n")[1:]:
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = end + len(_BLANK)
    behind = body + int(headers.get("content-length", 0))
    if len(received) < behind:
        return None
    request = Request(headers, bytes(received[body:behind]))
    del received[:behind]
    return request


class Replay:
    """The engine's answers, kept as they are to be sent from the first time on that something is asked."""

    def __init__(self, engine_url: str) -> None:
        self._engine = engine_url.removeprefix("http://")
        self._known: dict[tuple[str, bytes], bytes] = {}

    def to(self, request: Request) -> bytes:
        """The answer, remembered or asked for."""
        if request.question not in self._known:
            self._known[request.question] = self.answer(request)
        return self._known[request.question]

    def answer(self, request: Request) -> bytes:
        """What the engine answers now."""
        headers = {name: value for name, value in request.headers.items() if name not in _OF_THE_CONNECTION}
        connection = HTTPConnection(self._engine, timeout=_PATIENCE_SECONDS)
        try:
            connection.request("POST", "/", request.body, headers)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        head = f"HTTP/1.1 {response.status} {response.reason}\r\nContent-Type: application/x-amz-json-1.0\r\n"
        return f"{head}Content-Length: {len(content)}\r\n\r\n".encode() + content


class Connected(asyncio.Protocol):
    """A client's connection, which asks one thing after the other."""

    def __init__(self, replay: Replay, seconds: float) -> None:
        self._replay, self._seconds = replay, seconds
        self._received = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while request := take_request(self._received):
            answer = self._replay.to(request)
            asyncio.get_running_loop().call_later(self._seconds, self._transport.write, answer)


def _serve(told: Connection, engine_url: str, seconds: float) -> None:
    asyncio.run(_listen(told, Replay(engine_url), seconds))


async def _listen(told: Connection, replay: Replay, seconds: float) -> None:
    server = await asyncio.get_running_loop().create_server(lambda: Connected(replay, seconds), HOST, 0)
    told.send(server.sockets[0].getsockname()[1])
    await server.serve_forever()
