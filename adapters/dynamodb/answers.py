"""`Answers` in DynamoDB: items of their owner's partition that TTL takes away."""

import secrets
from datetime import datetime

from adapters.dynamodb.answer_items import NONCE_BYTES, answer_from_items, answer_to_items, hash_of, keys_of_pieces
from adapters.dynamodb.client import Table
from adapters.dynamodb.items import instant_text
from adapters.dynamodb.table import all_answers, answer_key, key_of, owner_partition
from domain.answers import Answer
from domain.clock import Clock
from domain.ids import OwnerId
from domain.records import dataclass

_NOTHING_KEPT = "attribute_not_exists(pk) OR expires_at <= :now"


@dataclass(frozen=True, slots=True)
class DynamoAnswers:
    """See `domain.answers.Answers`."""

    table: Table
    clock: Clock

    def find(self, owner_id: OwnerId, key: str) -> Answer | None:
        kept = self.table.get(answer_key(owner_id, hash_of(key)))
        if kept is None or datetime.fromisoformat(kept["expires_at"]) <= self.clock():
            return None
        keys = keys_of_pieces(owner_id, key, kept)
        return answer_from_items(key, kept, self.table.get_many(keys) if keys else [])

    def keep(self, owner_id: OwnerId, key: str, answer: Answer) -> None:
        *pieces, first = answer_to_items(owner_id, key, answer, secrets.token_bytes(NONCE_BYTES))
        for piece in pieces:
            self.table.put(piece)
        self.table.put(first, condition=_NOTHING_KEPT, values={":now": instant_text(self.clock())})

    def forget(self, owner_id: OwnerId, until: datetime) -> None:
        first, last = all_answers()
        values = {":owner": owner_partition(owner_id), ":first": first, ":last": last, ":until": instant_text(until)}
        condition = "pk = :owner AND sk BETWEEN :first AND :last"
        old = self.table.items(condition, values, only="expires_at <= :until", keys_only=True)
        self.table.delete_all([key_of(one) for one in old])
