"""`Credentials` in DynamoDB: each is found by one GetItem from what the caller proves."""

from dataclasses import dataclass
from uuid import UUID

from adapters.dynamodb.client import MUST_BE_NEW, Table, Write
from adapters.dynamodb.items import item, key_from_item, key_to_items, owner_from_item, owner_to_item
from adapters.dynamodb.table import identity_key, owner_name_key, profile_key, proving_key_key
from domain.credential import Key, Owner
from domain.ids import OwnerId


@dataclass(frozen=True, slots=True)
class DynamoCredentials:
    """See `domain.ports.Credentials`."""

    table: Table

    def owner_named(self, name: str) -> Owner | None:
        named = self.table.get(owner_name_key(name))
        kept = self.table.get(profile_key(OwnerId(UUID(named["owner_id"])))) if named else None
        return owner_from_item(kept) if kept else None

    def add_owner(self, owner: Owner) -> None:
        name = item(owner_name_key(owner.name), "owner_name", owner_id=str(owner.id))
        self.table.write_together(
            [Write(owner_to_item(owner), condition=MUST_BE_NEW), Write(name, condition=MUST_BE_NEW)]
        )

    def add_key(self, key: Key) -> None:
        self.table.write_together([Write(one, condition=MUST_BE_NEW) for one in key_to_items(key)])

    def key_of(self, fingerprint: str) -> Key | None:
        kept = self.table.get(proving_key_key(fingerprint))
        return key_from_item(kept) if kept else None

    def rapidapi_owner(self, user: str) -> OwnerId | None:
        kept = self.table.get(identity_key(user))
        return OwnerId(UUID(kept["owner_id"])) if kept else None
