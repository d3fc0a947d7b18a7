"""`Claims` in memory."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.errors import TooManyAttempts
from domain.identity import Claim
from domain.ids import OwnerId

_MOST_ATTEMPTS = 10
_HOUR = timedelta(hours=1)


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
        hour = now.replace(minute=0, second=0, microsecond=0)
        if self.attempts[owner_id, hour] >= _MOST_ATTEMPTS:
            raise TooManyAttempts((hour + _HOUR - now).seconds + 1)
        self.attempts[owner_id, hour] += 1
