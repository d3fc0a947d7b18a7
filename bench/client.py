"""A client that costs little: one kept connection, plain JSON."""

import json
from http.client import HTTPConnection
from typing import Any, Self

from bench.server import HOST

_TIMEOUT_SECONDS = 30


class Client:
    """A connection to a server, with a key."""

    def __init__(self, port: int, key: str) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_SECONDS)
        self._headers = {"X-Api-Key": key, "Content-Type": "application/json"}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def call(self, method: str, path: str, body: object = None) -> bytes:
        """The body of the answer; RuntimeError unless it is a success."""
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, path, sent, self._headers)
        response = self._connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path} answered {response.status}: {answer[:300]!r}")
        return answer

    def data(self, method: str, path: str, body: object = None) -> Any:
        """What the answer is about."""
        return json.loads(self.call(method, path, body))["data"]
