"""A client: somebody with a key, who knows what is theirs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.kills.asking import Answer, Asking
from tests.kills.chance import Chance
from tests.kills.knowledge import Knowledge, KnownCalendar, Made

_REMEMBERED = 8


class OneStep(NamedTuple):
    """Titles that go, and titles that come, all at the same moment."""

    going: frozenset[str]
    coming: frozenset[str]


@dataclass
class Client:
    """What it is just about to do `in_one_step` may have been done or not, as a whole."""

    ask: Asking
    known: Knowledge
    chance: Chance
    in_one_step: list[OneStep] = field(default_factory=list)

    def a_calendar(self) -> KnownCalendar:
        return self.chance.choice(self.known.calendars)

    def create(self, path: str, body: Any, kind: str = "create", status: int = 201) -> Answer:
        """Something new, made under an idempotency key that is remembered for a while."""
        answer, key = self.ask.create(path, body, kind)
        answer.require(status)
        self.known.made = [*self.known.made[-_REMEMBERED:], Made(path, body, key, answer.response.text)]
        return answer

    def at_once(self, step: OneStep, *operations: dict[str, Any]) -> list[Any]:
        """Run an atomic batch; what each of its operations answered."""
        self.in_one_step = [step]
        answered = self._batch(operations, atomic=True)
        self.in_one_step = []
        return answered

    def one_by_one(self, *operations: dict[str, Any]) -> list[Any]:
        """Run a batch that may stop between any two of its operations, and goes on when it is repeated."""
        return self._batch(operations, atomic=False)

    def _batch(self, operations: Sequence[dict[str, Any]], *, atomic: bool) -> list[Any]:
        answer = self.create("/v1/batch", {"atomic": atomic, "operations": list(operations)}, "batch", 200)
        return [one["body"] for one in answer.data]


def an_operation(name: str, body: Any = None, query: Any = None, **path: str) -> dict[str, Any]:
    """A call of a batch."""
    parts = {"path": path, "query": query, "body": body}
    return {"operation": name, **{part: value for part, value in parts.items() if value}}
