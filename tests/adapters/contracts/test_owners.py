"""The contract of `domain.owner_ports.Owners`, and of the record that comes with its changes."""

import itertools
import secrets
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.audit import Entry
from domain.credential_errors import OwnerLocked
from domain.credential_ports import Credentials
from domain.errors import Conflict
from domain.grant import Detail
from domain.identity import Claim, identity_of
from domain.ids import OwnerId, new_id
from domain.keyring import MOST_IDENTITIES, MOST_KEYS, Keyring
from domain.owner import OwnerStatus, Plan, implicit_owner
from domain.owner_ports import AuditTrail, Claims, Owners
from domain.ports import Calendars
from tests.builders import (
    DAY,
    HOUR,
    NOON,
    a_calendar,
    a_calendar_id,
    a_clock,
    a_grant,
    a_key,
    a_user,
    an_owner,
    an_owner_named,
)

_minutes = itertools.count()


def a_keyring(*, keys: int = 1, users: tuple[str, ...] = ()) -> Keyring:
    ordered = sorted((identity_of(user, NOON) for user in users), key=lambda one: one.id)
    return Keyring(an_owner_named(), tuple(a_key() for _ in range(keys)), tuple(ordered))


def an_entry(owner_id: OwnerId, **facts: object) -> Entry:
    now = a_clock() + next(_minutes) * timedelta(minutes=1)
    return replace(Entry(new_id(now, secrets.token_bytes), now, "owners.suspend", None, "cli:ada", owner_id), **facts)


def a_claim(user: str) -> Claim:
    return Claim(new_id(NOON, secrets.token_bytes), secrets.token_hex(32), user, NOON + HOUR)


def recorded(trail: AuditTrail, owner_id: OwnerId, until: Entry, size: int = 100) -> list[Entry]:
    """What the trail has of an owner, up to a moment after an entry, read page by page."""
    listed: list[Entry] = []
    before = new_id(until.at + timedelta(seconds=1), secrets.token_bytes)
    while page := trail.page(before, size):
        assert len(page) <= size
        listed += [one for one in page if one.owner_id == owner_id]
        before = page[-1].id
    return listed


def changed(keyring: Keyring) -> Keyring:
    return keyring.touched(a_clock())


def test_a_keyring_is_found_whole(owners: Owners) -> None:
    grant = a_grant(
        "keys:write", calendars=frozenset({a_calendar_id()}), detail=Detail.BUSY, expires_at=a_clock() + 400 * DAY
    )
    used = a_key(grant, label=None, last_used_at=a_clock(), version=7)
    revoked = a_key(revoked_at=a_clock() + 400 * DAY, replaced_by=used.id)
    identity = replace(identity_of(a_user(), a_clock()), last_used_at=a_clock())
    owner = an_owner_named(plan=Plan.UNLIMITED, status=OwnerStatus.SUSPENDED, version=3)
    keyring = Keyring(owner, (used, revoked), (identity,))
    owners.save(keyring)
    assert owners.keyring(owner.id) == keyring
    assert owners.keyring(an_owner()) is None
    assert owners.named(owner.name) == owner.id
    assert owners.named(f"{owner.name}.") is None


def test_the_next_version_replaces_the_one_before(owners: Owners) -> None:
    keyring = a_keyring(keys=2, users=(a_user(),))
    owners.save(keyring)
    key = keyring.keys[0]
    new = a_key()
    after = replace(
        changed(keyring).as_owner(name=f"{keyring.owner.name} 2"),
        keys=(key.changed("other", a_grant("keys:read"), a_clock()), new),
        identities=(),
    )
    owners.save(after, [keyring])
    assert owners.keyring(keyring.owner.id) == after
    assert owners.named(keyring.owner.name) is None
    assert owners.named(after.owner.name) == keyring.owner.id


def test_only_one_of_two_writers_wins(owners: Owners) -> None:
    keyring = a_keyring()
    owners.save(keyring)
    owners.save(changed(keyring), [keyring])
    for late in (changed(keyring), changed(keyring).with_key(a_key(), a_clock())):
        with pytest.raises(Conflict):
            owners.save(late, [keyring])
    with pytest.raises(Conflict):
        owners.remove(keyring, a_clock())
    with pytest.raises(Conflict):
        owners.save(keyring)
    kept = owners.keyring(keyring.owner.id)
    assert kept is not None
    assert kept.owner.version == 2
    assert kept.keys == keyring.keys


def test_a_name_belongs_to_one_owner(owners: Owners) -> None:
    keyring, other = a_keyring(), a_keyring()
    owners.save(keyring)
    owners.save(other)
    with pytest.raises(Conflict):
        owners.save(Keyring(an_owner_named(keyring.owner.name)))
    taken = changed(other).as_owner(name=keyring.owner.name)
    with pytest.raises(Conflict):
        owners.save(taken, [other])
    assert owners.named(keyring.owner.name) == keyring.owner.id
    assert owners.named(other.owner.name) == other.owner.id


def test_a_rapidapi_user_belongs_to_one_owner(owners: Owners, credentials: Credentials) -> None:
    user = a_user()
    keyring, other = a_keyring(users=(user,)), a_keyring()
    owners.save(keyring)
    owners.save(other)
    with pytest.raises(Conflict):
        owners.save(other.with_identity(identity_of(user, NOON), a_clock()), [other])
    caller = credentials.rapidapi_caller(user)
    assert caller is not None
    assert caller.owner_id == keyring.owner.id


def test_as_many_credentials_as_one_may_have_change_together(owners: Owners, credentials: Credentials) -> None:
    users = tuple(a_user() for _ in range(MOST_IDENTITIES))
    keyring = a_keyring(keys=MOST_KEYS, users=users)
    bare = replace(keyring, keys=keyring.keys[:30], identities=())
    half = replace(changed(bare), keys=keyring.keys)
    full = replace(changed(half), identities=keyring.identities)
    for before, after in ((None, bare), (bare, half), (half, full)):
        owners.save(after, [before] if before else [])
    suspended = changed(full).as_owner(status=OwnerStatus.SUSPENDED)
    owners.save(suspended, [full], record=an_entry(full.owner.id))
    assert owners.keyring(full.owner.id) == suspended
    for key in full.keys:
        holder = credentials.holder_of(key.fingerprint)
        assert holder is not None
        assert holder.suspended
    owners.remove(suspended, a_clock(), an_entry(full.owner.id))
    assert not any(credentials.holder_of(key.fingerprint) for key in full.keys)
    assert not any(map(credentials.rapidapi_caller, users))


def test_owners_are_listed_in_the_order_of_their_ids(owners: Owners) -> None:
    own = sorted((a_keyring().owner for _ in range(5)), key=lambda one: one.id)
    for owner in reversed(own):
        owners.save(Keyring(owner))
    listed, after = [], None
    while page := owners.page(after, 2):
        assert len(page) <= 2
        listed += [one for one in page if one in own]
        after = page[-1].id
    assert listed == own


def test_the_list_shows_owners_as_they_are_and_no_longer_when_they_are_gone(owners: Owners) -> None:
    keyring = a_keyring()
    owners.save(keyring)
    before = OwnerId(type(keyring.owner.id)(int=keyring.owner.id.int - 1))
    after = changed(keyring)
    owners.save(after, [keyring])
    assert list(owners.page(before, 1)) == [after.owner]
    owners.remove(after, a_clock())
    assert keyring.owner.id not in {one.id for one in owners.page(before, 1)}


def test_a_removed_owner_is_gone_with_all_that_proves_it(owners: Owners, credentials: Credentials) -> None:
    user = a_user()
    keyring = a_keyring(users=(user,))
    owners.save(keyring)
    owners.remove(keyring, a_clock())
    assert owners.keyring(keyring.owner.id) is None
    assert owners.named(keyring.owner.name) is None
    assert credentials.holder_of(keyring.keys[0].fingerprint) is None
    assert credentials.rapidapi_caller(user) is None
    with pytest.raises(Conflict):
        owners.remove(keyring, a_clock())


def test_a_removed_owner_takes_nothing_new_for_a_while(owners: Owners, calendars: Calendars) -> None:
    keyring = a_keyring()
    owners.save(keyring)
    owners.remove(keyring, a_clock())
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(keyring.owner.id))
    with pytest.raises(OwnerLocked):
        owners.save(keyring)
    assert calendars.page(keyring.owner.id, None, 10) == []


def test_a_removed_owner_may_come_back_and_the_purge_leaves_what_is_new(
    owners: Owners, credentials: Credentials
) -> None:
    user = a_user()
    keyring = Keyring.implicit(user, a_clock()).with_key(a_key(), a_clock())
    owners.save(keyring)
    deleted_at = NOON - 2 * HOUR
    owners.remove(keyring, deleted_at)
    new = Keyring.implicit(user, a_clock()).with_key(a_key(), a_clock())
    owners.save(new)
    owners.purge(keyring.owner.id, deleted_at)
    owners.purge(keyring.owner.id, deleted_at)
    kept = owners.keyring(keyring.owner.id)
    assert kept is not None
    assert new.keys[0] in kept.keys
    assert credentials.holder_of(keyring.keys[0].fingerprint) is None
    assert credentials.holder_of(new.keys[0].fingerprint) is not None


def test_a_lock_keeps_calendars_and_credentials_out_until_it_ends(owners: Owners, calendars: Calendars) -> None:
    keyring = a_keyring()
    owners.save(keyring)
    until = a_clock() + HOUR
    owners.lock(keyring.owner.id, a_clock(), until)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(keyring.owner.id))
    with pytest.raises(OwnerLocked):
        owners.save(keyring.with_key(a_key(), a_clock()), [keyring])
    with pytest.raises(Conflict):
        owners.lock(keyring.owner.id, a_clock(), until + HOUR)
    owners.unlock(keyring.owner.id, until + HOUR)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(keyring.owner.id))
    owners.unlock(keyring.owner.id, until)
    owners.unlock(keyring.owner.id, until)
    calendars.add(a_calendar(keyring.owner.id))


def test_a_lock_that_has_run_out_holds_nothing_up(owners: Owners, calendars: Calendars) -> None:
    owner_id = an_owner()
    owners.lock(owner_id, NOON - DAY, NOON - HOUR)
    calendars.add(a_calendar(owner_id))
    owners.lock(owner_id, NOON, NOON + HOUR)


def test_an_attached_users_own_owner_is_locked_until_the_user_is_detached(owners: Owners, calendars: Calendars) -> None:
    user, keyring = a_user(), a_keyring()
    own = implicit_owner(user)
    owners.save(keyring)
    until = a_clock() + timedelta(minutes=5)
    owners.lock(own, a_clock(), until)
    attached = keyring.with_identity(identity_of(user, NOON), a_clock())
    owners.save(attached, [keyring])
    owners.unlock(own, until)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(own))
    with pytest.raises(Conflict):
        owners.lock(own, a_clock() + 1000 * DAY, a_clock() + 1001 * DAY)
    owners.save(attached.without_identity(attached.identities[0], a_clock()), [attached])
    calendars.add(a_calendar(own))


def test_the_users_of_a_removed_owner_are_free_again(owners: Owners, calendars: Calendars) -> None:
    user = a_user()
    keyring = a_keyring(users=(user,))
    owners.save(keyring)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(implicit_owner(user)))
    owners.remove(keyring, a_clock())
    calendars.add(a_calendar(implicit_owner(user)))


def test_a_keyring_goes_up_in_another_as_a_whole(owners: Owners, credentials: Credentials) -> None:
    user = a_user()
    left, keyring = Keyring.implicit(user, a_clock()), a_keyring()
    owners.save(left)
    owners.save(keyring)
    after = keyring.with_identity(identity_of(user, a_clock()), a_clock())
    with pytest.raises(Conflict):
        owners.save(after, [keyring])
    with pytest.raises(Conflict):
        owners.save(after, [keyring, changed(left)])
    owners.save(after, [keyring, left])
    assert owners.keyring(left.owner.id) is None
    assert owners.named(left.owner.name) is None
    caller = credentials.rapidapi_caller(user)
    assert caller is not None
    assert caller.owner_id == keyring.owner.id


def test_a_claim_is_redeemed_once(owners: Owners, claims: Claims) -> None:
    user, keyring = a_user(), a_keyring()
    owners.save(keyring)
    claim = a_claim(user)
    claims.add(claim)
    after = keyring.with_identity(identity_of(user, NOON), a_clock())
    owners.save(after, [keyring], redeeming=claim)
    assert claims.find(claim.fingerprint) is None
    with pytest.raises(Conflict):
        owners.save(changed(after), [after], redeeming=claim)
    assert owners.keyring(keyring.owner.id) == after


def test_the_record_is_kept_with_the_change_or_not_at_all(owners: Owners, trail: AuditTrail) -> None:
    keyring = a_keyring()
    made, suspended, late, gone = (an_entry(keyring.owner.id) for _ in range(4))
    owners.save(keyring, record=made)
    owners.save(changed(keyring), [keyring], record=suspended)
    with pytest.raises(Conflict):
        owners.save(changed(keyring), [keyring], record=late)
    owners.remove(changed(keyring), a_clock(), gone)
    assert recorded(trail, keyring.owner.id, gone) == [gone, suspended, made]
    assert trail.page(None, 1) != []


def test_the_record_is_read_from_the_newest_to_the_oldest(owners: Owners, trail: AuditTrail) -> None:
    owner = an_owner_named()
    actor, subject = an_owner(), an_owner()
    entries = [an_entry(owner.id, actor_id=actor, subject_id=subject) for _ in range(5)]
    keyring = Keyring(owner)
    owners.save(keyring, record=entries[0])
    for entry in entries[1:]:
        owners.save(changed(keyring), [keyring], record=entry)
        keyring = changed(keyring)
    assert recorded(trail, owner.id, entries[-1], size=2) == entries[::-1]
