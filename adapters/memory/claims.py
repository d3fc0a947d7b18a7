"""`Claims` in memory."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from domain.identity import MOST_ATTEMPTS, Claim, hour_of, too_many_attempts
from domain.ids import OwnerId


@dataclass(slots=True)
class MemoryClaims:
    """See `domain.owner_ports.Claims`."""

    kept: dict[str, Claim] = field(default_factory=dict)
    attempts: Counter[tuple[OwnerId, datetime]] = field(default_factory=Counter)

    def add(self, claim: Claim) -> None:
        self.kept[claim.fingerprint] = claim

    def find(self, fingerprint: str) -> Claim | None:
        return self.kept.get(fingerprint)

    def count_attempt(self, owner_id: OwnerId, now: datetime) -> None:
        hour = hour_of(now)
        if self.attempts[owner_id, hour] >= MOST_ATTEMPTS:
            raise too_many_attempts(now)
        self.attempts[owner_id, hour] += 1
