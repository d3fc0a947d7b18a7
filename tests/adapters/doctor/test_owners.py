"""The doctor on owners and credentials."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from adapters.dynamodb.credential_items import keyring_to_items
from adapters.dynamodb.doctor.diagnosis import Outcome
from adapters.dynamodb.locks import lock_of_deleted
from adapters.dynamodb.table import (
    Item,
    Key,
    key_of,
    lock_key,
    owner_entry_key,
    owner_name_key,
    proving_identity_key,
    proving_key_key,
)
from domain.keyring import Keyring
from domain.owner import implicit_owner
from tests.adapters.doctor.plants import Plant, added, changed, is_told_and_undone, lost
from tests.adapters.doctor.ward import Ward
from tests.builders import (
    DAY,
    NOON,
    a_calendar,
    a_clock,
    a_feed,
    a_key,
    an_owner,
    an_owner_named,
)
from tests.support.earlier import items_of


def proving_key(ward: Ward) -> Key:
    return proving_key_key(ward.key.fingerprint)


def proving_identity(ward: Ward) -> Key:
    return proving_identity_key(ward.identity.user)


def lock_of_user(ward: Ward) -> Key:
    return lock_key(implicit_owner(ward.identity.user))


def entry(ward: Ward) -> Key:
    return owner_entry_key(ward.owner.id)


def name(ward: Ward) -> Key:
    return owner_name_key(ward.owner.name)


def of_another_key(ward: Ward) -> Item:
    """What proves a key that nobody lists."""
    made = keyring_to_items(Keyring(ward.owner, (a_key(),)))
    return next(one for one in made if one["type"] == "key")


def of_the_revoked_key(ward: Ward) -> Item:
    """What proved it until it was revoked."""
    made = keyring_to_items(Keyring(ward.owner, (replace(ward.revoked, revoked_at=None),)))
    return next(one for one in made if one["type"] == "key")


def of_nobody(kind: str) -> Callable[[Ward], Item]:
    """An item of an owner that there is not."""

    def make(ward: Ward) -> Item:
        items = keyring_to_items(Keyring(an_owner_named(), (a_key(),)))
        return next(one for one in items if one["type"] == kind)

    return make


FIXED: list[tuple[str, Plant]] = [
    ("incomplete keyring", lost(proving_key)),
    ("incomplete keyring", lost(proving_identity)),
    ("incomplete keyring", lost(lock_of_user)),
    ("incomplete keyring", lost(entry)),
    ("incomplete keyring", lost(name)),
    ("differing keyring", changed(proving_key, scopes=["admin"])),
    ("differing keyring", changed(proving_key, owner_status="suspended")),
    ("differing keyring", changed(proving_identity, plan="unlimited")),
    ("differing keyring", changed(entry, name="Another")),
    ("proof of no credential", added(of_another_key)),
    ("proof of no credential", added(of_the_revoked_key)),
    ("proof of no credential", added(of_nobody("key"))),
    ("credential of no owner", added(of_nobody("listed_key"))),
    ("entry of no owner", added(of_nobody("owner_entry"))),
    ("entry of no owner", added(of_nobody("owner_name"))),
]


@pytest.mark.parametrize(("kind", "plant"), FIXED)
def test_what_is_but_half_there_is_made_whole_or_taken_away(ward: Ward, kind: str, plant: Plant) -> None:
    is_told_and_undone(ward, kind, plant)


def test_a_clash_of_two_owners_is_left_alone(ward: Ward) -> None:
    ward.change(name(ward), owner_id=str(an_owner()))
    ward.change(proving_identity(ward), owner_id=str(an_owner()))
    kinds = sorted(kind for kind, _ in ward.faults())
    assert kinds == ["clashing keyrings", "clashing keyrings", "entry of no owner", "proof of no credential"]
    ward.outcomes()
    ward.outcomes()
    assert ward.faults() == []


def test_a_deleted_owner_is_left_to_the_purge(ward: Ward) -> None:
    other = an_owner_named()
    keyring = Keyring(other, (a_key(),))
    ward.owners.save(keyring)
    ward.feeds.add(a_feed(a_calendar(other.id)))
    ward.owners.remove(keyring, a_clock())
    assert ward.faults() == []


def test_a_deletion_of_an_owner_that_was_forgotten_is_told_of_anew(ward: Ward) -> None:
    item = lock_of_deleted(an_owner(), NOON - 9 * DAY)
    ward.table.put(item)
    assert ward.faults() == [("unfinished deletion", key_of(item))]
    assert ward.outcomes() == [Outcome.REPAIRED]
    assert ward.faults() == []
    words = [one for one in ward.items().values() if one.get("type") == "owner_deletion"]
    assert [one["deleted_at"] for one in words] == [item["deleted_at"]]


def test_credentials_of_the_time_before_versions_are_no_fault(ward: Ward) -> None:
    owner, key = an_owner_named(), a_key(label="first")
    for one in items_of(owner, key):
        ward.table.put(one)
    assert ward.faults() == []
    ward.table.delete(proving_key_key(key.fingerprint))
    assert ward.faults() == [("incomplete keyring", proving_key_key(key.fingerprint))]
