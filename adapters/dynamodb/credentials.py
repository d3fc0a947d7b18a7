"""`Credentials` in DynamoDB: each is found by one GetItem from what the caller proves."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from adapters.dynamodb.client import Table
from adapters.dynamodb.grant_items import caller_from_item
from adapters.dynamodb.items import instant_text
from adapters.dynamodb.table import (
    LAST_USED,
    Key,
    listed_identity_key,
    listed_key_key,
    proving_identity_key,
    proving_key_key,
)
from domain.caller import Caller
from domain.errors import DaybookError
from domain.identity import identity_id
from domain.ids import KeyId
from domain.key import USE_NOTED_EVERY
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class DynamoCredentials:
    """See `domain.credential_ports.Credentials`."""

    table: Table

    def holder_of(self, fingerprint: str) -> Caller | None:
        return self._caller(proving_key_key(fingerprint))

    def rapidapi_caller(self, user: str) -> Caller | None:
        return self._caller(proving_identity_key(user))

    def note_use(self, caller: Caller, now: datetime) -> None:
        """Lambda may freeze the process before the write is sent; then the next use makes up for it."""
        self.table.begin(self._note_use, _listed(caller), now)

    def _note_use(self, key: Key, now: datetime) -> None:
        with suppress(DaybookError):  # most often: it was noted within the hour, or the key is gone
            self.table.update(
                key,
                f"SET {LAST_USED} = :now",
                {":now": instant_text(now), ":hour_ago": instant_text(now - USE_NOTED_EVERY)},
                f"attribute_exists(pk) AND (attribute_not_exists({LAST_USED}) OR {LAST_USED} <= :hour_ago)",
            )

    def _caller(self, key: Key) -> Caller | None:
        kept = self.table.get(key)
        return caller_from_item(kept) if kept else None


def _listed(caller: Caller) -> Key:
    """Where the owner sees the credential."""
    if caller.rapidapi_user is not None:
        return listed_identity_key(caller.owner_id, identity_id(caller.rapidapi_user))
    return listed_key_key(caller.owner_id, KeyId(UUID(caller.credential_id)))
