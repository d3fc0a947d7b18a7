"""A client that costs little: one kept connection, plain JSON."""

import json
import re
from collections.abc import Mapping
from http.client import HTTPConnection
from typing import Any, Self

from bench.server import HOST

Headers = Mapping[str, str]

_NONE: Headers = {}
_TIMEOUT_SECONDS = 30
_NEXT = re.compile(rb'"next":"([^"]+)"')
_END = 1_000


class Client:
    """A connection to a server, with a key unless requests bring something else."""

    def __init__(self, port: int, key: str | None) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_SECONDS)
        self._headers = {"Content-Type": "application/json"} | ({"X-Api-Key": key} if key else {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def call(self, method: str, path: str, body: object = None, headers: Headers = _NONE) -> bytes:
        """The body of the answer; RuntimeError unless it is a success."""
        sent = None if body is None else json.dumps(body)
        self._connection.request(method, path, sent, {**self._headers, **headers})
        response = self._connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} {path} answered {response.status}: {answer[:300]!r}")
        return answer

    def data(self, method: str, path: str, body: object = None, headers: Headers = _NONE) -> Any:
        """What the answer is about."""
        return json.loads(self.call(method, path, body, headers))["data"]

    def all_pages(self, path: str) -> None:
        """Read a list to its end, without looking into it."""
        answer = self.call("GET", path)
        while following := _NEXT.search(answer, len(answer) - _END):
            answer = self.call("GET", f"{path}&cursor={following[1].decode()}")
