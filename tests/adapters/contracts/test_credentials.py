"""The contract of `domain.credential_ports.Credentials`."""

import secrets
import time
from dataclasses import replace
from datetime import datetime

import pytest

from domain.caller import Caller
from domain.credential_ports import Credentials
from domain.grant import EVERYTHING, Detail
from domain.identity import identity_of
from domain.ids import OwnerId
from domain.keyring import Keyring
from domain.owner import OwnerStatus, Plan
from domain.owner_ports import Owners
from tests.builders import HOUR, NOON, a_calendar_id, a_clock, a_grant, a_key, a_user, an_owner_named
from tests.support.server import wait_until


def kept(owners: Owners, owner_id: OwnerId) -> Keyring:
    keyring = owners.keyring(owner_id)
    assert keyring is not None
    return keyring


def last_used(owners: Owners, owner_id: OwnerId) -> datetime | None:
    """When the only credential of an owner was last used, as far as it is recorded."""
    keyring = kept(owners, owner_id)
    (credential,) = (*keyring.keys, *keyring.identities)
    return credential.last_used_at


def test_a_key_leads_at_once_to_all_that_its_holder_may_do(credentials: Credentials, owners: Owners) -> None:
    grant = a_grant(
        "events:read",
        "calendars:read",
        calendars=frozenset({a_calendar_id(), a_calendar_id()}),
        detail=Detail.BUSY,
        expires_at=NOON,
    )
    owner, key, other = an_owner_named(plan=Plan.PRO), a_key(grant), a_key()
    owners.save(Keyring(owner, (key, other)))
    holder = credentials.holder_of(key.fingerprint)
    assert holder == Caller(owner.id, str(key.id), grant, suspended=False, plan="pro")
    assert credentials.holder_of(other.fingerprint) == Caller(owner.id, str(other.id), EVERYTHING, plan="pro")
    assert credentials.holder_of(secrets.token_hex(32)) is None


def test_a_revoked_key_has_no_holder(credentials: Credentials, owners: Owners) -> None:
    key = a_key()
    keyring = Keyring(an_owner_named(), (key,))
    owners.save(keyring)
    owners.save(keyring.with_changed(key.revoked(a_clock()), a_clock()), keyring)
    assert credentials.holder_of(key.fingerprint) is None


def test_a_changed_key_may_do_what_it_may_now(credentials: Credentials, owners: Owners) -> None:
    key = a_key()
    keyring = Keyring(an_owner_named(), (key,))
    owners.save(keyring)
    changed = key.changed("other", a_grant("keys:read", expires_at=NOON), a_clock())
    owners.save(keyring.with_changed(changed, a_clock()), keyring)
    holder = credentials.holder_of(key.fingerprint)
    assert holder is not None
    assert holder.grant == changed.grant


def test_all_credentials_know_of_their_owner(credentials: Credentials, owners: Owners) -> None:
    user = a_user()
    keyring = Keyring(an_owner_named(), (a_key(), a_key()), (identity_of(user, NOON),))
    owners.save(keyring)
    for status, plan in ((OwnerStatus.SUSPENDED, Plan.PRO), (OwnerStatus.ACTIVE, Plan.UNLIMITED)):
        before = kept(owners, keyring.owner.id)
        owners.save(before.with_owner(replace(before.owner, status=status, plan=plan), a_clock()), before)
        callers = [*(credentials.holder_of(key.fingerprint) for key in keyring.keys), credentials.rapidapi_caller(user)]
        for caller in callers:
            assert caller is not None
            assert (caller.suspended, caller.plan) == (status is OwnerStatus.SUSPENDED, plan)


def test_a_rapidapi_user_without_an_identity_is_nobody_in_particular(credentials: Credentials) -> None:
    assert credentials.rapidapi_caller(a_user()) is None


@pytest.mark.parametrize("user", ["ada", "#", "ü €", "x" * 256])
def test_a_rapidapi_user_with_an_identity_may_do_everything(
    credentials: Credentials, owners: Owners, user: str
) -> None:
    user = f"{secrets.token_hex(4)}{user}"[-256:]
    owner = an_owner_named()
    owners.save(Keyring(owner, identities=(identity_of(user, NOON),)))
    caller = credentials.rapidapi_caller(user)
    assert caller == Caller(owner.id, f"rapidapi:{user}", EVERYTHING, plan="free", rapidapi_user=user)


def test_the_use_of_a_key_is_recorded_at_most_once_an_hour(credentials: Credentials, owners: Owners) -> None:
    keyring = Keyring(an_owner_named(), (a_key(),))
    owners.save(keyring)
    caller = credentials.holder_of(keyring.keys[0].fingerprint)
    assert caller is not None
    assert last_used(owners, keyring.owner.id) is None
    credentials.note_use(caller, NOON)
    wait_until(lambda: last_used(owners, keyring.owner.id) == NOON)
    credentials.note_use(caller, NOON + HOUR / 2)
    credentials.note_use(caller, NOON + HOUR)
    wait_until(lambda: last_used(owners, keyring.owner.id) == NOON + HOUR)
    credentials.note_use(caller, NOON + HOUR * 1.5)
    time.sleep(0.05)
    assert last_used(owners, keyring.owner.id) == NOON + HOUR
    assert kept(owners, keyring.owner.id).keys[0].version == 1


def test_the_use_of_an_identity_is_recorded(credentials: Credentials, owners: Owners) -> None:
    user = a_user()
    keyring = Keyring(an_owner_named(), identities=(identity_of(user, NOON),))
    owners.save(keyring)
    caller = credentials.rapidapi_caller(user)
    assert caller is not None
    credentials.note_use(caller, NOON)
    wait_until(lambda: last_used(owners, keyring.owner.id) == NOON)


def test_noting_the_use_of_what_is_gone_makes_nothing(credentials: Credentials, owners: Owners) -> None:
    key = a_key()
    keyring = Keyring(an_owner_named(), (key,))
    owners.save(keyring)
    caller = credentials.holder_of(key.fingerprint)
    assert caller is not None
    owners.remove(keyring, a_clock())
    owners.purge(keyring.owner.id, a_clock())
    credentials.note_use(caller, NOON)
    time.sleep(0.05)
    assert owners.keyring(keyring.owner.id) is None
