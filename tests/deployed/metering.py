"""What bounds calls: the stage for all of them, usage plans for each usage key."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from tests.deployed.guard import Refused

_MONTH_SECONDS = 30 * 24 * 3600


class Bucket:
    """Tokens that come at a rate, of which at most a burst gathers."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        self._rate, self._burst, self._clock = rate, burst, clock
        self._left, self._seen = float(burst), clock()

    def take(self) -> bool:
        """Take a token, if there is one."""
        now = self._clock()
        self._left = min(self._burst, self._left + (now - self._seen) * self._rate)
        self._seen = now
        if self._left < 1:
            return False
        self._left -= 1
        return True


class UsagePlans:
    """The plans of a stage, and which key is on which; `enrolled` are keys that were made at run time."""

    def __init__(
        self, plans: Mapping[str, Mapping[str, Any]], keys: Mapping[str, str], clock: Callable[[], float]
    ) -> None:
        self.plans, self.keys = plans, keys
        self.enrolled: dict[str, str] = {}
        self._clock = clock
        self._buckets: dict[str, Bucket] = {}
        self._used: Counter[tuple[str, int]] = Counter()

    def count(self, key: str | None) -> None:
        """Count a call for a key; Refused if it is unknown, or has had enough."""
        plan = self.plans.get(self.keys.get(key or "") or self.enrolled.get(key or "", ""))
        if key is None or plan is None:
            raise Refused("INVALID_API_KEY")
        throttle = plan["Throttle"]
        bucket = self._buckets.setdefault(key, Bucket(throttle["RateLimit"], throttle["BurstLimit"], self._clock))
        if not bucket.take():
            raise Refused("THROTTLED")
        self._count_month(key, plan)

    def _count_month(self, key: str, plan: Mapping[str, Any]) -> None:
        if "Quota" not in plan:
            return
        assert plan["Quota"]["Period"] == "MONTH"
        month = (key, int(self._clock() // _MONTH_SECONDS))
        if self._used[month] >= plan["Quota"]["Limit"]:
            raise Refused("QUOTA_EXCEEDED")
        self._used[month] += 1
