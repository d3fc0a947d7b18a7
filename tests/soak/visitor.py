"""A client of a soak: one owner's program, which calls the server again and again and expects certain answers."""

import random
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import httpx

from tests.builders import NOON
from tests.soak.tally import Tally

DAYS = 60
_CALLS_OF_A_CONNECTION = 200


@dataclass
class Visitor:
    """Calls with one key. Its connections last for some calls only, so that the server sees them come and go."""

    url: str
    key: str
    tally: Tally
    chance: random.Random
    calendar: str = ""
    events: list[str] = field(default_factory=list)
    series: str = ""
    feed: str = ""
    feed_tag: str = ""
    _client: httpx.Client | None = None
    _calls: int = 0

    def call(self, action: str, method: str, path: str, *expected: int, **options: Any) -> httpx.Response:
        """Make a call; an answer that is none of those expected is a failure."""
        headers = {"X-Api-Key": self.key, **options.pop("headers", {})}
        began = time.perf_counter()
        answer = self._connected().request(method, path, headers=headers, **options)
        self.tally.answered(answer.status_code, action, time.perf_counter() - began)
        if answer.status_code not in expected:
            self.tally.failed(f"{action}: {method} {path}: {answer.status_code} {answer.text[:300]}")
        return answer

    def made(self, action: str, path: str, body: Any, **options: Any) -> dict[str, Any]:
        """Make a thing; what came back."""
        made: dict[str, Any] = self.call(action, "POST", path, 201, json=body, **options).json()["data"]
        return made

    def times(self) -> dict[str, str]:
        """When a timed event may be."""
        start = NOON + timedelta(minutes=self.chance.randrange(60 * 24 * DAYS))
        end = start + timedelta(minutes=self.chance.choice([0, 30, 60, 60 * 24 * 2]))
        return {"starts_at": start.isoformat(), "ends_at": end.isoformat()}

    def day(self) -> datetime:
        return NOON + timedelta(days=self.chance.randrange(DAYS))

    def close(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client = None

    def _connected(self) -> httpx.Client:
        self._calls += 1
        if self._calls % _CALLS_OF_A_CONNECTION == 0:
            self.close()
        if self._client is None:
            self._client = httpx.Client(base_url=self.url, timeout=30)
        return self._client
