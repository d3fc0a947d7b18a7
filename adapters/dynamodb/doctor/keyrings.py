"""Owners and credentials: what the owner's partition lists is the truth, and all else follows from it.

What is missing of an owner or a credential that is listed is made again, as any change of the owner would do: it gives
nothing beyond what is listed. What nobody lists is in `proofs`.
"""

from collections.abc import Iterator

from adapters.dynamodb.client import Write
from adapters.dynamodb.credential_items import LISTED, keyring_from_items, keyring_to_items
from adapters.dynamodb.doctor.findings import (
    ALTERED,
    MISPLACED,
    Fault,
    differences,
    put,
    readable,
    removal,
    unchanged,
    unreadable,
)
from adapters.dynamodb.doctor.look import Look, between
from adapters.dynamodb.earlier_items import if_owner_version
from adapters.dynamodb.grant_items import caller_from_item
from adapters.dynamodb.locks import is_of_deleted
from adapters.dynamodb.table import (
    KEYRING,
    TTL_ATTRIBUTE,
    Item,
    Key,
    key_of,
    lock_key,
    owner_in,
    owner_partition,
    position,
    profile_key,
)
from domain.keyring import Keyring

INCOMPLETE, DIFFERS, CLASH = "incomplete keyring", "differing keyring", "clashing keyrings"
OWNERLESS = "credential of no owner"

_SINCE_VERSIONS = {"owner_entry"}
"""Types of items that an owner of the time before versions gets with its next change only."""


def check_profile(look: Look, key: Key) -> Iterator[Fault]:
    """What is wrong with an owner, or missing of it and its credentials."""
    profile = look.get(key)
    if profile is None:
        return
    listed = look.partition(*between(key["pk"], KEYRING))
    keyring = readable(lambda: keyring_from_items(listed, look.now))
    if keyring is None:
        yield unreadable(profile)
    elif profile_key(keyring.owner.id) != key:
        yield Fault(MISPLACED, key, f"it says to be owner {keyring.owner.id}")
    else:
        yield from _what_follows(look, keyring, profile)


def check_listed(look: Look, key: Key) -> Iterator[Fault]:
    """A credential in an owner's partition, without the owner. A key that works no longer may be left to TTL."""
    kept = look.get(key)
    owner_id = readable(lambda: owner_in(key))
    if kept is None:
        return
    if owner_id is None or "id" not in kept:
        yield unreadable(kept)
    elif kept["id"] != key["sk"].partition("#")[2]:
        yield Fault(MISPLACED, key, f"it says to be {kept['id']}")
    elif (
        look.get(profile_key(owner_id)) is None
        and TTL_ATTRIBUTE not in kept
        and not _is_going(look, lock_key(owner_id))
    ):
        mend = (unchanged(profile_key(owner_id), None), removal(kept))
        yield Fault(OWNERLESS, key, f"there is no owner {owner_id}", mend)


def _is_going(look: Look, lock: Key) -> bool:
    """Whether an owner was deleted and its purge is not done."""
    kept = look.get(lock)
    return kept is not None and is_of_deleted(kept)


def _what_follows(look: Look, keyring: Keyring, profile: Item) -> Iterator[Fault]:
    expected = keyring_to_items(keyring)
    kept = dict(zip(map(position, expected), look.get_many([key_of(one) for one in expected]), strict=True))
    dormant = {key.fingerprint for key in keyring.keys if not key.works(look.now)}
    for item in expected:
        there = kept[position(item)]
        if there is None and not _may_be_missing(keyring, item, profile, dormant):
            words = f"{item['type']} of owner {keyring.owner.id} is missing"
            yield Fault(INCOMPLETE, key_of(item), words, (_still(keyring), put(item, None)))
        elif there is not None and there != item and not _is_earlier(there, item):
            yield _differing(keyring, item, there)


def _differing(keyring: Keyring, expected: Item, kept: Item) -> Fault:
    at = key_of(kept)
    if kept.get("owner_id", expected.get("owner_id")) != expected.get("owner_id"):
        return Fault(CLASH, at, f"owner {keyring.owner.id} has it, too, but it is of {kept['owner_id']}")
    words = f"{expected['type']} of owner {keyring.owner.id} differs in {differences(kept, expected)}"
    if kept["pk"] == owner_partition(keyring.owner.id):
        return Fault(ALTERED, at, words)
    return Fault(DIFFERS, at, words, (_still(keyring), put(expected, kept)))


def _may_be_missing(keyring: Keyring, item: Item, profile: Item, dormant: set[str]) -> bool:
    """Whether an item may be gone, since it is swept up by now, or not be there yet; or lies at another key."""
    if item["pk"] == owner_partition(keyring.owner.id):
        return True
    if item["type"] == "key":
        return item["pk"].partition("#")[2] in dormant
    return item["type"] in _SINCE_VERSIONS and "version" not in profile


def _is_earlier(kept: Item, expected: Item) -> bool:
    """Whether an item is of the time before versions and says the same as it would today."""
    if kept.get("type") != expected["type"] or kept.keys() & {"version", "credential_id"}:
        return False
    if expected["type"] == "key":
        return readable(lambda: caller_from_item(kept)) == caller_from_item(expected)
    return expected["type"] in {"owner", *LISTED}


def _still(keyring: Keyring) -> Write:
    """The condition that neither an owner nor its credentials have changed."""
    return Write(key=profile_key(keyring.owner.id), checks=True, **if_owner_version(keyring.owner.version))
