"""What the clients of a soak saw: how many answers of which status, how long they took, and what went wrong."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from threading import Lock

_MOST_FAILURES = 20


@dataclass
class Tally:
    """Counts for all clients together."""

    statuses: Counter[int] = field(default_factory=Counter)
    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    @property
    def requests(self) -> int:
        return self.statuses.total()

    def answered(self, status: int, action: str, seconds: float) -> None:
        with self._lock:
            self.statuses[status] += 1
            self.seconds[action].append(seconds)

    def failed(self, why: str) -> None:
        """Keep what went wrong; of many failures the first ones tell enough."""
        with self._lock:
            if len(self.failures) < _MOST_FAILURES:
                self.failures.append(why)

    def latencies(self) -> str:
        """How long the calls of each action took, a line each, in milliseconds."""
        rows = [f"{'action':24}{'calls':>8}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}"]
        for action, seconds in sorted(self.seconds.items()):
            ordered = sorted(seconds)
            shown = [1000 * ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.95, 0.99, 1)]
            rows.append(f"{action:24}{len(ordered):8}" + "".join(f"{one:8.1f}" for one in shown))
        return "\n".join(rows)
