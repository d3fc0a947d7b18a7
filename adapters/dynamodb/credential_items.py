"""How an owner's credentials look as items: what proves a credential stands apart from what its owner sees of it.

A credential's proving item has all that the authorizer needs, also of the owner, so that one GetItem is enough.
"""

import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from adapters.dynamodb.earlier_items import completed
from adapters.dynamodb.grant_items import grant_attributes, grant_from_item
from adapters.dynamodb.items import epoch, instant_or_none, instant_text, item, text_or_none
from adapters.dynamodb.locks import lock
from adapters.dynamodb.owner_items import PROFILE, owner_facts, owner_from_item, seen_of
from adapters.dynamodb.table import (
    LAST_USED,
    TTL_ATTRIBUTE,
    Item,
    listed_identity_key,
    listed_key_key,
    owner_entry_key,
    owner_name_key,
    profile_key,
    proving_identity_key,
    proving_key_key,
)
from domain.identity import Identity
from domain.ids import IdentityId, KeyId
from domain.key import REMEMBERED, Key
from domain.keyring import Keyring
from domain.owner import Owner, implicit_owner

OWNER_NAME, LISTED_KEY, LISTED_IDENTITY, IDENTITY = "owner_name", "listed_key", "listed_identity", "identity"
_CLOCKS_DISAGREE = timedelta(minutes=1)

LISTED = {LISTED_KEY, LISTED_IDENTITY}
"""The types of items that are what an owner sees of a credential."""

EXCLUSIVE = {PROFILE, OWNER_NAME, IDENTITY}
"""The types of items that only one owner may have."""


def keyring_to_items(keyring: Keyring) -> list[Item]:
    """All items of a keyring, that of the owner first."""
    owner = keyring.owner
    facts = owner_facts(owner)
    items = [
        item(profile_key(owner.id), PROFILE, **facts),
        item(owner_entry_key(owner.id), "owner_entry", **facts),
        item(owner_name_key(owner.name), OWNER_NAME, owner_id=str(owner.id)),
    ]
    for key in keyring.keys:
        items += _key_items(owner, key)
    for identity in keyring.identities:
        items += _identity_items(owner, identity)
    return items


def keyring_from_items(items: Iterable[Mapping[str, Any]], now: datetime) -> Keyring | None:
    """The keyring of what its owner's partition lists, if an owner is among it."""
    of_type: dict[str, list[Mapping[str, Any]]] = {PROFILE: [], LISTED_KEY: [], LISTED_IDENTITY: []}
    for one in items:
        if one.get(TTL_ATTRIBUTE, math.inf) > now.timestamp():  # TTL may be late
            of_type.get(one["type"], []).append(completed(one))
    if not of_type[PROFILE]:
        return None
    owner = owner_from_item(of_type[PROFILE][0])
    return Keyring(
        owner,
        tuple(map(_key_from_item, _since(owner, of_type[LISTED_KEY]))),
        tuple(map(_identity_from_item, _since(owner, of_type[LISTED_IDENTITY]))),
    )


def _since(owner: Owner, items: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Without what TTL has not yet taken of an owner of the same id, that of a RapidAPI user who was taken in since.

    The user cannot have come back at once; a minute is for clocks that disagree.
    """
    earliest = instant_text(owner.created_at - _CLOCKS_DISAGREE)
    return (one for one in items if one["created_at"] > earliest)


def _key_items(owner: Owner, key: Key) -> Iterator[Item]:
    forgotten = {TTL_ATTRIBUTE: epoch(key.useless_from + REMEMBERED) if key.useless_from else None}
    yield item(
        listed_key_key(owner.id, key.id),
        LISTED_KEY,
        id=str(key.id),
        fingerprint=key.fingerprint,
        hint=key.hint,
        label=key.label,
        **grant_attributes(key.grant),
        created_at=instant_text(key.created_at),
        updated_at=instant_text(key.updated_at),
        **{LAST_USED: text_or_none(key.last_used_at)},
        revoked_at=text_or_none(key.revoked_at),
        replaced_by=str(key.replaced_by) if key.replaced_by else None,
        version=key.version,
        **forgotten,
    )
    if key.revoked_at is None:
        yield item(
            proving_key_key(key.fingerprint),
            "key",
            credential_id=str(key.id),
            **seen_of(owner),
            **grant_attributes(key.grant),
            **forgotten,
        )


def _identity_items(owner: Owner, identity: Identity) -> Iterator[Item]:
    """The identity as its owner and as RapidAPI sees it; and the lock of the owner that the user is not meanwhile."""
    yield item(
        listed_identity_key(owner.id, identity.id),
        LISTED_IDENTITY,
        id=str(identity.id),
        user=identity.user,
        created_at=instant_text(identity.created_at),
        **{LAST_USED: text_or_none(identity.last_used_at)},
    )
    yield item(
        proving_identity_key(identity.user),
        IDENTITY,
        user=identity.user,
        credential_id=identity.credential_id,
        **seen_of(owner),
    )
    if not identity.is_native_to(owner.id):
        yield lock(implicit_owner(identity.user))


def _key_from_item(kept: Mapping[str, Any]) -> Key:
    return Key(
        id=KeyId(UUID(kept["id"])),
        fingerprint=kept["fingerprint"],
        hint=kept["hint"],
        label=kept.get("label"),
        grant=grant_from_item(kept),
        created_at=datetime.fromisoformat(kept["created_at"]),
        updated_at=datetime.fromisoformat(kept["updated_at"]),
        last_used_at=instant_or_none(kept, LAST_USED),
        revoked_at=instant_or_none(kept, "revoked_at"),
        replaced_by=KeyId(UUID(kept["replaced_by"])) if "replaced_by" in kept else None,
        version=kept["version"],
    )


def _identity_from_item(kept: Mapping[str, Any]) -> Identity:
    return Identity(
        id=IdentityId(UUID(kept["id"])),
        user=kept["user"],
        created_at=datetime.fromisoformat(kept["created_at"]),
        last_used_at=instant_or_none(kept, LAST_USED),
    )
