"""HTTP as a patient client speaks it: one connection that is kept, and what the API says may be sent again is."""

import json
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException, HTTPMessage, HTTPSConnection
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from daybook.failure import Failure

_TIMEOUT_SECONDS = 35  # longer than API Gateway waits for a function
_PAUSES_SECONDS = (1.0, 2.0, 4.0, 8.0)
_LONGEST_PAUSE_SECONDS = 10.0
_AGAIN = {"temporarily_unavailable", "throttled"}
_SHOWN = 200

Wait = Callable[[float], object]


class Answer(NamedTuple):
    """What came of a call."""

    call: str
    status: int
    headers: HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        """None if it is none."""
        try:
            return json.loads(self.body)
        except ValueError:
            return None

    @property
    def data(self) -> Any:
        """What a success is about; None if there is nothing such."""
        found = self.json
        return found.get("data") if isinstance(found, dict) else None

    @property
    def problem(self) -> Mapping[str, Any]:
        """What a failure says, empty if it does not say it in our shape."""
        try:
            problem: Mapping[str, Any] = self.json["errors"][0]
            return {"code": problem["code"], "title": problem["title"], "field": problem["meta"].get("field")}
        except (AttributeError, KeyError, IndexError, TypeError):
            return {}

    def __str__(self) -> str:
        if self.problem:
            said = f"{self.problem['code']}: {self.problem['title']}"
        else:
            said = " ".join(self.body[:_SHOWN].decode(errors="replace").split()) or "without a body"
        request = self.headers.get("X-Request-Id")
        return f"{self.status} {said.rstrip('.')}{f' (request {request})' if request else ''}"


class Api:
    """Calls an API at a URL, with headers that prove who calls. `asked_again` counts what was sent another time, after
    a `wait` of some seconds."""

    def __init__(self, url: str, headers: Mapping[str, str], wait: Wait = time.sleep) -> None:
        self._at = _parsed(url)
        self.url = self._at.geturl()
        self.asked_again = 0
        self.wait = wait
        self._headers = headers
        self._connection: HTTPConnection | None = None

    def __call__(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        *,
        proof: Mapping[str, str] | None = None,
    ) -> Answer:
        """Call, with another `proof` if there is one. Raise Failure if there is no answer at all.

        What is sent here may be sent twice, so that it is where that helps.
        """
        sent = {**(self._headers if proof is None else proof), **(headers or {})}
        answer = self._answer(method, path, body, sent)
        for pause in _PAUSES_SECONDS:
            if answer.problem.get("code") not in _AGAIN:
                break
            self.asked_again += 1
            self.wait(_pause(answer, pause))
            answer = self._answer(method, path, body, sent)
        return answer

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _answer(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
        kept = self._connection is not None
        try:
            return self._exchange(method, path, body, headers)
        except ConnectionError as error:  # which a connection ends with that was idle for too long
            if not kept:
                raise self._unanswered(method, path, error) from None
        except (OSError, HTTPException) as error:
            raise self._unanswered(method, path, error) from None
        return self._answer(method, path, body, headers)

    def _exchange(self, method: str, path: str, body: Any, headers: Mapping[str, str]) -> Answer:
        content = None if body is None else json.dumps(body).encode()
        sent = {**headers, **({"Content-Type": "application/json"} if content else {})}
        if self._connection is None:
            self._connection = self._connect()
        try:
            self._connection.request(method, f"{self._at.path}{path}", content, sent)
            response = self._connection.getresponse()
            return Answer(f"{method} {path}", response.status, response.headers, response.read())
        except BaseException:  # Ctrl-C as well: what comes next on that connection answers another call
            self.close()
            raise

    def _connect(self) -> HTTPConnection:
        kind = HTTPSConnection if self._at.scheme == "https" else HTTPConnection
        return kind(self._at.hostname or "", self._at.port, timeout=_TIMEOUT_SECONDS)

    def _unanswered(self, method: str, path: str, error: Exception) -> Failure:
        return Failure(f"{method} {path}: no answer from {self.url}: {error or type(error).__name__}.")


def _pause(answer: Answer, least: float) -> float:
    told = answer.headers.get("Retry-After", "")
    return min(max(float(told) if told.isdecimal() else 0, least), _LONGEST_PAUSE_SECONDS)


def _parsed(url: str) -> SplitResult:
    """What was typed or pasted, without `/v1` and slashes at its end."""
    try:
        at = urlsplit(url.strip())
        whole = at.scheme in {"http", "https"} and at.hostname and (at.port is None or at.port) and "@" not in at.netloc
    except ValueError:
        whole = False
    if not whole or at.query or at.fragment:
        raise Failure(f"{url} is no URL of an API, such as http://localhost:8080 or https://….amazonaws.com/live.")
    return at._replace(path=at.path.rstrip("/").removesuffix("/v1").rstrip("/"))
