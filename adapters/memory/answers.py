"""`Answers` in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.answers import Answer
from domain.clock import Clock
from domain.errors import Conflict
from domain.ids import OwnerId


@dataclass(slots=True)
class MemoryAnswers:
    """See `domain.answers.Answers`."""

    clock: Clock
    kept: dict[tuple[OwnerId, str], Answer] = field(default_factory=dict)

    def find(self, owner_id: OwnerId, key: str) -> Answer | None:
        answer = self.kept.get((owner_id, key))
        return answer if answer is not None and answer.expires_at > self.clock() else None

    def keep(self, owner_id: OwnerId, key: str, answer: Answer) -> None:
        if self.find(owner_id, key) is not None:
            raise Conflict
        self.kept[owner_id, key] = answer

    def forget(self, owner_id: OwnerId, until: datetime) -> None:
        old = [at for at, answer in self.kept.items() if at[0] == owner_id and answer.expires_at <= until]
        for at in old:
            del self.kept[at]
