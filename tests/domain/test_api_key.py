"""API keys."""

import secrets
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.api_key import fingerprint, hint, is_well_formed, new_key

PREFIX = "dbk_"


def a_key() -> str:
    return new_key(PREFIX, secrets.token_bytes)


def test_a_key_has_its_prefix_and_256_bits_in_base62() -> None:
    assert new_key(PREFIX, lambda size: b"\xff" * size).startswith(PREFIX)
    body = a_key().removeprefix(PREFIX)
    assert len(body) == 43 + 6
    assert set(body) <= set(string.ascii_letters + string.digits)
    assert 62**43 > 2**256


@given(st.integers(0, 52), st.sampled_from(string.ascii_letters + string.digits))
def test_a_changed_letter_is_noticed_without_a_look_up(position: int, letter: str) -> None:
    key = new_key(PREFIX, lambda size: bytes(range(size)))
    changed = key[:position] + letter + key[position + 1 :]
    assert is_well_formed(changed) == (changed == key)


@pytest.mark.parametrize("key", ["", "dbk_", "x" * 10_000, "dbk_" + "0" * 49, "ünïcode" * 7, " "])
def test_what_is_no_key_is_not_well_formed(key: str) -> None:
    assert not is_well_formed(key)


def test_keys_of_any_prefix_are_well_formed() -> None:
    assert is_well_formed(new_key("dbk_test_", secrets.token_bytes))
    assert is_well_formed(new_key("", secrets.token_bytes))


def test_what_is_kept_and_shown_does_not_give_the_key_away() -> None:
    key = a_key()
    assert len(fingerprint(key)) == 64
    assert key not in fingerprint(key)
    assert hint(key, PREFIX) == f"dbk_…{key[-4:]}"
