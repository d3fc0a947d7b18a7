"""A client that does not give up: it asks until there is an answer, however often the server is killed meanwhile."""

import time
from collections import Counter
from dataclasses import dataclass, field
from threading import Event
from typing import Any, NamedTuple
from uuid import UUID

import httpx

from tests.kills.chance import Chance

_PAUSE, _GIVE_UP = 0.02, 120.0
_PASSING = 503


class Answer(NamedTuple):
    """An answer, and whether it was asked for more than once: then it may be the echo of an earlier act."""

    response: httpx.Response
    repeated: bool

    @property
    def data(self) -> Any:
        return self.response.json()["data"]

    def require(self, *statuses: int, again: tuple[int, ...] = ()) -> "Answer":
        """Hold it to its statuses; those `again` are right only for what may have been done before."""
        right = {*statuses, *(again if self.repeated else ())}
        request = self.response.request
        told = f"{request.method} {request.url}: {self.response.status_code} {self.response.text[:500]}"
        assert self.response.status_code in right, told
        return self


@dataclass
class Asking:
    """One credential at one address. `serving` is set while it is worth asking; `answered` counts what was, by kind."""

    url: str
    key: str
    chance: Chance
    serving: Event
    answered: Counter[str] = field(default_factory=Counter)
    repeated: int = 0

    def __post_init__(self) -> None:
        self._client = httpx.Client(base_url=self.url, headers={"X-Api-Key": self.key}, timeout=60)

    def close(self) -> None:
        self._client.close()

    def __call__(self, method: str, path: str, kind: str = "other", **options: Any) -> Answer:
        """Ask until there is an answer that means something."""
        deadline, repeated = time.monotonic() + _GIVE_UP, False
        while time.monotonic() < deadline:
            if not self.serving.wait(_PAUSE):
                continue
            response = self._once(method, path, options)
            if response is not None and response.status_code != _PASSING:
                self.answered[kind] += 1
                return Answer(response, repeated)
            self.repeated += not repeated
            repeated = True
            time.sleep(_PAUSE)
        raise AssertionError(f"{method} {path} had no answer")

    def _once(self, method: str, path: str, options: dict[str, Any]) -> httpx.Response | None:
        try:
            return self._client.request(method, path, **options)
        except httpx.TransportError:
            return None

    def create(self, path: str, body: Any, kind: str = "create") -> tuple[Answer, str]:
        """Ask for something new under a key of its own; the answer, and the key."""
        key = str(UUID(int=self.chance.getrandbits(128)))
        return self("POST", path, kind, json=body, headers={"Idempotency-Key": key}), key

    def tag(self, path: str) -> dict[str, str]:
        """If-Match for what stands there."""
        answer = self("GET", path, "read").require(200)
        return {"If-Match": answer.response.headers["ETag"]}
