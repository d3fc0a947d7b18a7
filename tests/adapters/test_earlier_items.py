"""Owners and keys of the time before versions, plans and limits go on working, and become what they are today."""

import secrets
from uuid import uuid4

import pytest

from adapters.dynamodb.client import Table, Write
from adapters.dynamodb.credentials import DynamoCredentials
from adapters.dynamodb.owners import DynamoOwners
from domain.caller import Caller
from domain.errors import Conflict
from domain.grant import EVERYTHING
from domain.ids import KeyId, OwnerId
from domain.key import Key
from domain.keyring import Keyring
from domain.owner import Owner, OwnerStatus
from domain.use_cases.keyrings import Keyrings
from domain.use_cases.owners import SetOwnerStatus
from tests.builders import NOON, a_clock, an_owner
from tests.domain.people import ADMIN
from tests.support.earlier import items_of


@pytest.fixture
def earlier(table: Table) -> Keyring:
    """An owner with one key, as the table has had them since then, and as they are to be read."""
    owner = Owner(an_owner(), secrets.token_hex(8), NOON, NOON)
    key = Key(KeyId(uuid4()), secrets.token_hex(32), "dbk_…abcd", "first", EVERYTHING, NOON, NOON)
    table.write_together(list(map(Write, items_of(owner, key))))
    return Keyring(owner, (key,))


def test_they_are_read_with_what_they_leave_unsaid(table: Table, earlier: Keyring) -> None:
    owners, credentials = DynamoOwners(table, a_clock), DynamoCredentials(table)
    owner, (key,) = earlier.owner, earlier.keys
    assert owners.keyring(owner.id) == earlier
    assert owners.named(owner.name) == owner.id
    assert credentials.holder_of(key.fingerprint) == Caller(owner.id, str(key.id), EVERYTHING, plan="free")


def test_their_first_change_makes_them_like_all_others(table: Table, earlier: Keyring) -> None:
    owners, credentials = DynamoOwners(table, a_clock), DynamoCredentials(table)
    suspended = SetOwnerStatus(Keyrings(owners, a_clock, secrets.token_bytes))(
        ADMIN.on(earlier.owner.id), OwnerStatus.SUSPENDED
    )
    assert suspended.version == 2
    holder = credentials.holder_of(earlier.keys[0].fingerprint)
    assert holder is not None
    assert holder.suspended
    before = OwnerId(type(suspended.id)(int=suspended.id.int - 1))
    assert list(owners.page(before, 1)) == [suspended]


def test_of_two_who_change_one_at_once_one_comes_second(table: Table, earlier: Keyring) -> None:
    owners = DynamoOwners(table, a_clock)
    owners.save(earlier.touched(a_clock()), earlier)
    with pytest.raises(Conflict):
        owners.save(earlier.touched(a_clock()), earlier)
    with pytest.raises(Conflict):
        owners.remove(earlier, a_clock())
    owners.remove(earlier.touched(a_clock()), a_clock())
    assert owners.keyring(earlier.owner.id) is None
