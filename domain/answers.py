"""What was answered to requests that named an idempotency key, kept so that a repeated one does not act again."""

from datetime import datetime, timedelta
from typing import Protocol

from domain.errors import Refused
from domain.ids import OwnerId
from domain.records import dataclass

KEPT_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered to a request, which its fingerprint tells from others, and until when that is kept."""

    fingerprint: str
    content: bytes
    expires_at: datetime


class IdempotencyKeyReused(Refused):
    """Raised for a key that came with another request before."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "This Idempotency-Key came with another request within the last 24 hours. Use a new one for each request.",
            field="Idempotency-Key",
        )


class Answers(Protocol):
    """Answers by owner and key. What has expired is as if it were not there."""

    def find(self, owner_id: OwnerId, key: str) -> Answer | None:
        """What is kept under a key."""

    def keep(self, owner_id: OwnerId, key: str, answer: Answer) -> None:
        """Keep an answer; raise Conflict if there is one already, within a unit of work perhaps at its end."""

    def forget(self, owner_id: OwnerId, until: datetime) -> None:
        """Remove the answers of an owner that expire until then. It may be stopped and run again."""
