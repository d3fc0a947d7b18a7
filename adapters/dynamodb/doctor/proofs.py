"""What leads to an owner or proves a credential, but is of none that is listed: it is taken away.

Nobody could see such a credential, or revoke it.
"""

from collections.abc import Iterator
from uuid import UUID

from adapters.dynamodb.doctor.findings import MISPLACED, Fault, readable, removal, unchanged, unreadable
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.earlier_items import completed
from adapters.dynamodb.table import (
    Item,
    Key,
    key_of,
    listed_identity_key,
    listed_key_key,
    owner_entry_key,
    owner_name_key,
    profile_key,
    proving_identity_key,
    proving_key_key,
)
from domain.identity import identity_id
from domain.ids import KeyId, OwnerId

UNLISTED_PROOF, OF_NO_OWNER = "proof of no credential", "entry of no owner"


def check_proving_key(look: Look, key: Key) -> Iterator[Fault]:
    """A key as callers prove it: its owner lists it, under the same fingerprint, and has not revoked it."""
    kept = look.get(key)
    if kept is None:
        return
    at = readable(lambda: listed_key_key(_owner(kept), KeyId(UUID(completed(kept)["credential_id"]))))
    if at is None:
        yield unreadable(kept)
        return
    listed = look.get(at)
    proves = listed is not None and proving_key_key(str(listed.get("fingerprint"))) == key
    if listed is None or not proves or "revoked_at" in listed:
        yield _unlisted(look, kept, at)
    else:
        yield from _without_owner(look, kept)


def check_proving_identity(look: Look, key: Key) -> Iterator[Fault]:
    """A RapidAPI user who acts for an owner: the owner lists the user."""
    kept = look.get(key)
    if kept is None:
        return
    at = readable(lambda: listed_identity_key(_owner(kept), identity_id(kept["user"])))
    if at is None:
        yield unreadable(kept)
    elif proving_identity_key(kept["user"]) != key:
        yield Fault(MISPLACED, key, f"it is of the user {kept['user']}", (removal(kept),))
    elif look.get(at) is None:
        yield _unlisted(look, kept, at)
    else:
        yield from _without_owner(look, kept)


def check_owner_entry(look: Look, key: Key) -> Iterator[Fault]:
    """An owner in the list of all: there is one of that id."""
    kept = look.get(key)
    if kept is None:
        return
    owner_id = readable(lambda: OwnerId(UUID(kept["id"])))
    if owner_id is None:
        yield unreadable(kept)
    elif owner_entry_key(owner_id) != key:
        yield Fault(MISPLACED, key, f"it is of owner {owner_id}", (removal(kept),))
    else:
        yield from _without_owner(look, kept, owner_id)


def check_owner_name(look: Look, key: Key) -> Iterator[Fault]:
    """The name of an owner: there is one of that id, and it has that name."""
    kept = look.get(key)
    if kept is None:
        return
    owner_id = readable(lambda: _owner(kept))
    if owner_id is None:
        yield unreadable(kept)
        return
    at = profile_key(owner_id)
    profile = look.get(at)
    if profile is None or owner_name_key(str(profile.get("name"))) != key:
        words = f"owner {owner_id} is gone, or has another name"
        yield Fault(OF_NO_OWNER, key, words, (unchanged(at, profile), removal(kept)))


def _unlisted(look: Look, kept: Item, at: Key) -> Fault:
    words = f"owner {kept['owner_id']} lists no such credential that works"
    return Fault(UNLISTED_PROOF, key_of(kept), words, (unchanged(at, look.get(at)), removal(kept)))


def _without_owner(look: Look, kept: Item, owner_id: OwnerId | None = None) -> Iterator[Fault]:
    at = profile_key(owner_id or _owner(kept))
    profile = look.get(at)
    if profile is None:
        yield Fault(OF_NO_OWNER, key_of(kept), f"there is no {at['pk']}", (unchanged(at, None), removal(kept)))


def _owner(kept: Item) -> OwnerId:
    return OwnerId(UUID(kept["owner_id"]))
