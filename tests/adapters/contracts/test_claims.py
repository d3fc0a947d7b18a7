"""The contract of `domain.owner_ports.Claims`."""

import secrets
from datetime import timedelta

import pytest

from domain.errors import TooManyAttempts
from domain.identity import Claim
from domain.ids import new_id
from domain.owner_ports import Claims
from tests.builders import HOUR, NOON, an_owner


def test_a_claim_is_found_by_its_fingerprint_only(claims: Claims) -> None:
    claim = Claim(new_id(NOON, secrets.token_bytes), secrets.token_hex(32), "ada ü#", NOON + HOUR)
    claims.add(claim)
    assert claims.find(claim.fingerprint) == claim
    assert claims.find(secrets.token_hex(32)) is None


def test_an_owner_may_try_ten_times_an_hour(claims: Claims) -> None:
    owner, other = an_owner(), an_owner()
    for minute in range(10):
        claims.count_attempt(owner, NOON + timedelta(minutes=minute))
    with pytest.raises(TooManyAttempts) as refused:
        claims.count_attempt(owner, NOON + timedelta(minutes=30))
    assert refused.value.seconds == 30 * 60 + 1
    claims.count_attempt(other, NOON)
    claims.count_attempt(owner, NOON + HOUR)
