"""The contract of `domain.ports.Credentials`."""

import secrets

import pytest

from domain.credential import Key, Owner
from domain.errors import Conflict
from domain.ids import KeyId, OwnerId
from domain.ports import Credentials
from tests.builders import NOON, an_owner


def an_owner_named(name: str) -> Owner:
    return Owner(an_owner(), name, NOON)


def a_key(owner_id: OwnerId) -> Key:
    scopes = frozenset({"events:read", "*"})
    return Key(KeyId(an_owner()), owner_id, secrets.token_hex(32), "dbk_…wxyz", "laptop", scopes, NOON, NOON)


def test_an_owner_is_found_by_name(credentials: Credentials) -> None:
    owner = an_owner_named(f"Ada {secrets.token_hex(4)} ü")
    assert credentials.owner_named(owner.name) is None
    credentials.add_owner(owner)
    assert credentials.owner_named(owner.name) == owner


def test_a_name_is_taken_once(credentials: Credentials) -> None:
    owner = an_owner_named(secrets.token_hex(4))
    credentials.add_owner(owner)
    with pytest.raises(Conflict):
        credentials.add_owner(an_owner_named(owner.name))
    assert credentials.owner_named(owner.name) == owner


def test_a_key_is_found_by_its_fingerprint_only(credentials: Credentials) -> None:
    key, other = a_key(an_owner()), a_key(an_owner())
    credentials.add_key(key)
    credentials.add_key(other)
    assert credentials.key_of(key.fingerprint) == key
    assert credentials.key_of(other.fingerprint) == other
    assert credentials.key_of(secrets.token_hex(32)) is None


def test_a_rapidapi_user_without_a_mapping_has_none(credentials: Credentials) -> None:
    assert credentials.rapidapi_owner(secrets.token_hex(8)) is None
