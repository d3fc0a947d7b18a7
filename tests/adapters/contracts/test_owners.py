"""The contract of `domain.owner_ports.Owners`, and of the record that comes with its changes."""

import itertools
import secrets
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain.audit import Entry
from domain.credential_ports import Credentials
from domain.errors import Conflict
from domain.grant import Detail
from domain.identity import Claim, identity_of
from domain.ids import OwnerId, new_id
from domain.keyring import MOST_IDENTITIES, MOST_KEYS, Keyring, TakenIn
from domain.owner import OwnerStatus, Plan, implicit_owner
from domain.owner_errors import OwnerLocked
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
    entry = Entry(new_id(now, secrets.token_bytes), now, "owners.suspend", None, "cli:ada", owner_id, "Acme")
    return replace(entry, **facts)


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


def changed(keyring: Keyring, **facts: Any) -> Keyring:
    """The next version, with other facts about the owner."""
    return keyring.with_owner(replace(keyring.owner, **facts), a_clock())


def taking_in(owners: Owners, user: str, keyring: Keyring | None = None, claim: Claim | None = None) -> TakenIn:
    """What a user's own owner is when it goes up in another, after it was locked for that."""
    until = a_clock() + timedelta(minutes=5)
    owners.lock(implicit_owner(user), a_clock(), until)
    return TakenIn(keyring, claim, until)


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
        changed(keyring, name=f"{keyring.owner.name} 2"),
        keys=(key.changed("other", a_grant("keys:read"), a_clock()), new),
        identities=(),
    )
    owners.save(after, keyring)
    assert owners.keyring(keyring.owner.id) == after
    assert owners.named(keyring.owner.name) is None
    assert owners.named(after.owner.name) == keyring.owner.id


def test_only_one_of_two_writers_wins(owners: Owners) -> None:
    keyring = a_keyring()
    owners.save(keyring)
    owners.save(changed(keyring), keyring)
    for late in (changed(keyring), changed(keyring).with_key(a_key(), a_clock())):
        with pytest.raises(Conflict):
            owners.save(late, keyring)
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
    taken = changed(other, name=keyring.owner.name)
    with pytest.raises(Conflict):
        owners.save(taken, other)
    assert owners.named(keyring.owner.name) == keyring.owner.id
    assert owners.named(other.owner.name) == other.owner.id


def test_a_rapidapi_user_belongs_to_one_owner(owners: Owners, credentials: Credentials) -> None:
    user = a_user()
    keyring, other = a_keyring(users=(user,)), a_keyring()
    owners.save(keyring)
    owners.save(other)
    with pytest.raises(Conflict):
        owners.save(other.with_identity(identity_of(user, NOON), a_clock()), other)
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
        owners.save(after, before)
    suspended = changed(full, status=OwnerStatus.SUSPENDED)
    owners.save(suspended, full, record=an_entry(full.owner.id))
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
    owners.save(after, keyring)
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


def test_a_removed_owner_takes_nothing_new_before_it_was_purged(owners: Owners, calendars: Calendars) -> None:
    keyring = a_keyring()
    deleted_at = a_clock() - DAY
    owners.save(keyring)
    owners.remove(keyring, deleted_at)
    for late in (lambda: calendars.add(a_calendar(keyring.owner.id)), lambda: owners.save(keyring)):
        with pytest.raises(OwnerLocked):
            late()
    owners.purge(keyring.owner.id, deleted_at - HOUR)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(keyring.owner.id))
    owners.purge(keyring.owner.id, deleted_at)
    calendars.add(a_calendar(keyring.owner.id))


def test_nor_does_it_in_the_first_hour(owners: Owners, calendars: Calendars) -> None:
    keyring = a_keyring()
    deleted_at = a_clock()
    owners.save(keyring)
    owners.remove(keyring, deleted_at)
    owners.purge(keyring.owner.id, deleted_at)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(keyring.owner.id))
    assert calendars.page(keyring.owner.id, None, 10) == []


def test_a_removed_owner_may_come_back_without_what_it_had_and_keeps_what_it_gets(
    owners: Owners, credentials: Credentials
) -> None:
    user = a_user()
    deleted_at = a_clock() - 2 * HOUR
    keyring = Keyring.implicit(user, deleted_at)
    keyring = keyring.with_key(a_key(created_at=deleted_at), deleted_at)
    owners.save(keyring)
    owners.remove(keyring, deleted_at)
    owners.purge(keyring.owner.id, deleted_at)
    new = Keyring.implicit(user, a_clock()).with_key(a_key(created_at=a_clock()), a_clock())
    owners.save(new)
    owners.purge(keyring.owner.id, deleted_at)
    assert owners.keyring(new.owner.id) == new
    assert credentials.holder_of(keyring.keys[0].fingerprint) is None
    assert credentials.holder_of(new.keys[0].fingerprint) is not None


def test_a_purge_that_comes_again_lets_nobody_out_of_another_lock(owners: Owners, calendars: Calendars) -> None:
    user, keyring = a_user(), a_keyring()
    deleted_at = a_clock() - DAY
    own = Keyring.implicit(user, deleted_at)
    for one in (own, keyring):
        owners.save(one)
    owners.remove(own, deleted_at)
    owners.purge(own.owner.id, deleted_at)
    taken = taking_in(owners, user)
    owners.save(keyring.with_identity(identity_of(user, NOON), a_clock()), keyring, taking_in=taken)
    owners.purge(own.owner.id, deleted_at)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(own.owner.id))


def test_nothing_changes_unless_who_vouches_for_it_is_what_is_kept(owners: Owners, trail: AuditTrail) -> None:
    keyring, admins = a_keyring(), a_keyring()
    for one in (keyring, admins):
        owners.save(one)
    now = changed(admins)
    owners.save(now, admins)
    entry = an_entry(keyring.owner.id)
    for outdated in (admins.owner, an_owner_named()):
        with pytest.raises(Conflict):
            owners.save(changed(keyring), keyring, record=entry, vouched_by=outdated)
        with pytest.raises(Conflict):
            owners.save(Keyring(an_owner_named()), vouched_by=outdated)
        with pytest.raises(Conflict):
            owners.remove(keyring, a_clock(), entry, outdated)
    assert owners.keyring(keyring.owner.id) == keyring
    assert recorded(trail, keyring.owner.id, entry) == []
    owners.save(changed(keyring), keyring, record=entry, vouched_by=now.owner)
    owners.remove(changed(keyring), a_clock(), None, now.owner)
    assert recorded(trail, keyring.owner.id, entry) == [entry]


def test_a_lock_keeps_calendars_and_credentials_out_until_it_ends(owners: Owners, calendars: Calendars) -> None:
    keyring = a_keyring()
    owners.save(keyring)
    until = a_clock() + HOUR
    owners.lock(keyring.owner.id, a_clock(), until)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(keyring.owner.id))
    with pytest.raises(OwnerLocked):
        owners.save(keyring.with_key(a_key(), a_clock()), keyring)
    with pytest.raises(OwnerLocked):
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
    taken = taking_in(owners, user)
    attached = keyring.with_identity(identity_of(user, NOON), a_clock())
    owners.save(attached, keyring, taking_in=taken)
    owners.unlock(own, taken.locked_until)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(own))
    with pytest.raises(OwnerLocked):
        owners.lock(own, a_clock() + 1000 * DAY, a_clock() + 1001 * DAY)
    again = changed(attached)
    owners.save(again, attached)
    with pytest.raises(OwnerLocked):
        calendars.add(a_calendar(own))
    owners.save(again.without_identity(again.identities[0], a_clock()), again)
    calendars.add(a_calendar(own))


@pytest.mark.parametrize("lost", ["never taken", "let go", "run out", "of another"])
def test_nobody_is_taken_in_unless_the_lock_for_it_is_still_held(
    owners: Owners, calendars: Calendars, lost: str
) -> None:
    user, keyring = a_user(), a_keyring()
    own, now = implicit_owner(user), a_clock()
    owners.save(keyring)
    until = now - HOUR if lost == "run out" else now + HOUR
    if lost != "never taken":
        owners.lock(own, now - DAY, until + HOUR if lost == "of another" else until)
    if lost == "let go":
        owners.unlock(own, until)
    after = keyring.with_identity(identity_of(user, NOON), now)
    with pytest.raises(Conflict):
        owners.save(after, keyring, taking_in=TakenIn(None, None, until))
    assert owners.of_rapidapi(user) is None
    assert owners.keyring(keyring.owner.id) == keyring
    if lost != "of another":
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
    expired = a_key(a_grant(expires_at=a_clock() - HOUR))
    left, keyring = Keyring.implicit(user, a_clock()).with_key(expired, a_clock()), a_keyring()
    owners.save(left)
    owners.save(keyring)
    after = keyring.with_identity(identity_of(user, a_clock()), a_clock())
    taken = taking_in(owners, user, left)
    for wrong in (None, changed(left)):
        with pytest.raises(Conflict):
            owners.save(after, keyring, taking_in=taken._replace(keyring=wrong))
    owners.save(after, keyring, taking_in=taken)
    assert owners.keyring(left.owner.id) is None
    assert owners.named(left.owner.name) is None
    assert credentials.holder_of(expired.fingerprint) is None
    assert owners.of_rapidapi(user) == keyring.owner.id
    caller = credentials.rapidapi_caller(user)
    assert caller is not None
    assert caller.owner_id == keyring.owner.id


def test_who_comes_back_after_having_been_taken_in_begins_anew(owners: Owners) -> None:
    user, long_ago = a_user(), a_clock() - DAY
    revoked = a_key(created_at=long_ago, revoked_at=long_ago)
    left, keyring = Keyring.implicit(user, long_ago).with_key(revoked, long_ago), a_keyring()
    owners.save(left)
    owners.save(keyring)
    after = keyring.with_identity(identity_of(user, a_clock()), a_clock())
    owners.save(after, keyring, taking_in=taking_in(owners, user, left))
    owners.save(after.without_identity(after.identities[0], a_clock()), after)
    new = Keyring.implicit(user, a_clock()).with_key(a_key(created_at=a_clock()), a_clock())
    owners.save(new)
    assert owners.keyring(new.owner.id) == new


def test_a_claim_is_redeemed_once(owners: Owners, claims: Claims) -> None:
    user, keyring = a_user(), a_keyring()
    owners.save(keyring)
    claim = a_claim(user)
    claims.add(claim)
    taken = taking_in(owners, user, claim=claim)
    after = keyring.with_identity(identity_of(user, NOON), a_clock())
    owners.save(after, keyring, taking_in=taken)
    assert claims.find(claim.fingerprint) is None
    alone = after.without_identity(after.identities[0], a_clock())
    owners.save(alone, after)
    with pytest.raises(Conflict):
        owners.save(
            alone.with_identity(identity_of(user, NOON), a_clock()),
            alone,
            taking_in=taking_in(owners, user, claim=claim),
        )
    assert owners.keyring(keyring.owner.id) == alone


def test_the_record_is_kept_with_the_change_or_not_at_all(owners: Owners, trail: AuditTrail) -> None:
    keyring = a_keyring()
    made, suspended, late, gone = (an_entry(keyring.owner.id) for _ in range(4))
    owners.save(keyring, record=made)
    owners.save(changed(keyring), keyring, record=suspended)
    with pytest.raises(Conflict):
        owners.save(changed(keyring), keyring, record=late)
    owners.remove(changed(keyring), a_clock(), gone)
    assert recorded(trail, keyring.owner.id, gone) == [gone, suspended, made]
    assert trail.page(None, 1) != []


def test_the_record_is_read_from_the_newest_to_the_oldest(owners: Owners, trail: AuditTrail) -> None:
    owner = an_owner_named()
    actor, subject = an_owner(), an_owner()
    entries = [an_entry(owner.id, actor_id=actor, subject_ids=(subject, actor)) for _ in range(5)]
    keyring = Keyring(owner)
    owners.save(keyring, record=entries[0])
    for entry in entries[1:]:
        owners.save(changed(keyring), keyring, record=entry)
        keyring = changed(keyring)
    assert recorded(trail, owner.id, entries[-1], size=2) == entries[::-1]
