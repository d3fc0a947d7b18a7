"""`Claims` in DynamoDB: items that TTL takes away, and a counter of tries for each owner and hour."""

from datetime import datetime, timedelta
from uuid import UUID

from adapters.dynamodb.client import MUST_BE_NEW, Table, Write
from adapters.dynamodb.items import epoch, instant_text, item
from adapters.dynamodb.table import TTL_ATTRIBUTE, attempts_key, claim_key
from domain.errors import Conflict
from domain.identity import MOST_ATTEMPTS, Claim, hour_of, too_many_attempts
from domain.ids import OwnerId
from domain.records import dataclass

_KEPT = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class DynamoClaims:
    """See `domain.owner_ports.Claims`."""

    table: Table

    def add(self, claim: Claim) -> None:
        kept = item(
            claim_key(claim.fingerprint),
            "claim",
            id=str(claim.id),
            fingerprint=claim.fingerprint,
            user=claim.user,
            expires_at=instant_text(claim.expires_at),
            **{TTL_ATTRIBUTE: epoch(claim.expires_at)},
        )
        self.table.put(kept, condition=MUST_BE_NEW)

    def find(self, fingerprint: str) -> Claim | None:
        kept = self.table.get(claim_key(fingerprint))
        if kept is None:
            return None
        return Claim(UUID(kept["id"]), kept["fingerprint"], kept["user"], datetime.fromisoformat(kept["expires_at"]))

    def count_attempt(self, owner_id: OwnerId, now: datetime) -> None:
        hour = hour_of(now)
        try:
            self.table.update(
                attempts_key(owner_id, instant_text(hour)),
                f"SET {TTL_ATTRIBUTE} = :expires ADD attempts :one",
                {":expires": epoch(hour + _KEPT), ":one": 1, ":most": MOST_ATTEMPTS},
                "attribute_not_exists(attempts) OR attempts < :most",
            )
        except Conflict:
            raise too_many_attempts(now) from None


def redemption(claim: Claim) -> Write:
    """What uses a claim up, as a part of a transaction."""
    return Write(key=claim_key(claim.fingerprint), condition="attribute_exists(pk)")
