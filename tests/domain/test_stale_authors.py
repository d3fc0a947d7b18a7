"""What an authorizer still remembers of a credential is not enough to change credentials: what those made lasts."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from domain.author import Admin, Author
from domain.caller import Caller
from domain.credential_errors import (
    CredentialExpired,
    CredentialUnknown,
    GrantExceeded,
    OwnerSuspended,
    ScopeMissing,
)
from domain.errors import DaybookError
from domain.grant import EVERYTHING
from domain.identity import identity_id, new_code
from domain.key import Key
from domain.owner import OwnerStatus
from domain.use_cases.keys import KeyWording
from domain.use_cases.owners import ChangeOwner, DeleteOwner, OwnerWording, SetOwnerStatus
from tests.builders import DAY, HOUR, a_grant
from tests.domain.people import ADMIN, People, own

Ending = Callable[[People, Key], object]
Act = Callable[[People, Author, Key], object]


def revoked(people: People, key: Key) -> None:
    people.revoke_key(ADMIN.on(people.owner), key.id, force=True)


def rotated_out(people: People, key: Key) -> None:
    people.rotate_key(ADMIN.on(people.owner), key.id, timedelta(0))


def suspended(people: People, _: Key) -> None:
    SetOwnerStatus(people.keyrings)(ADMIN.on(people.owner), OwnerStatus.SUSPENDED)


def deleted(people: People, _: Key) -> None:
    DeleteOwner(people.keyrings)(ADMIN.on(people.owner))


def narrowed(people: People, key: Key) -> None:
    people.change_key(ADMIN.on(people.owner), key.id, lambda _: KeyWording(scopes={"keys:write"}), force=True)


def demoted(people: People, key: Key) -> None:
    people.change_key(ADMIN.on(people.owner), key.id, lambda _: KeyWording(scopes={"events:read"}), force=True)


def created(people: People, author: Author, _: Key) -> None:
    people.create_key(author, KeyWording(scopes={"*"}))


def changed(people: People, author: Author, other: Key) -> None:
    people.change_key(author, other.id, lambda _: KeyWording(label="mine"))


def rotated(people: People, author: Author, other: Key) -> None:
    people.rotate_key(author, other.id, DAY)


def taken_away(people: People, author: Author, other: Key) -> None:
    people.revoke_key(author, other.id)


def attached(people: People, author: Author, _: Key) -> None:
    people.attach(author, "eve")


ACTS = [created, changed, rotated, taken_away, attached]


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize(
    ("ending", "answer"),
    [
        (revoked, CredentialUnknown),
        (rotated_out, CredentialExpired),
        (suspended, OwnerSuspended),
        (deleted, CredentialUnknown),
        (narrowed, GrantExceeded),
        (demoted, ScopeMissing),
    ],
)
def test_a_key_that_has_just_lost_its_power_changes_nothing(
    ending: Ending, answer: type[DaybookError], act: Act
) -> None:
    people = People()
    key, other = people.a_key(), people.a_key()
    remembered = people.holder(key)
    ending(people, key.key)
    before = people.owners.keyring(people.owner)
    with pytest.raises(answer):
        act(people, remembered, other.key)
    assert people.owners.keyring(people.owner) == before
    assert people.user("eve").owner_id != people.owner


@pytest.mark.parametrize("act", ACTS)
def test_a_user_who_was_just_detached_changes_nothing(act: Act) -> None:
    people = People()
    other = people.a_key()
    people.attach(ADMIN.on(people.owner), "ada")
    remembered = own(people.user("ada"))
    people.detach(ADMIN.on(people.owner), identity_id("ada"))
    before = people.keyring()
    with pytest.raises(CredentialUnknown):
        act(people, remembered, other.key)
    assert people.keyring() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda people, admin, target: people.create_owner(admin, OwnerWording("Mine")),
        lambda people, admin, target: people.create_key(admin.on(target), KeyWording()),
        lambda people, admin, target: people.attach(admin.on(target), "eve"),
        lambda people, admin, target: ChangeOwner(people.keyrings)(admin.on(target), lambda _: OwnerWording("Mine")),
        lambda people, admin, target: SetOwnerStatus(people.keyrings)(admin.on(target), OwnerStatus.SUSPENDED),
        lambda people, admin, target: DeleteOwner(people.keyrings)(admin.on(target)),
    ],
)
@pytest.mark.parametrize(
    ("ending", "answer"),
    [
        (revoked, CredentialUnknown),
        (rotated_out, CredentialExpired),
        (suspended, OwnerSuspended),
        (deleted, CredentialUnknown),
        (narrowed, ScopeMissing),
        (demoted, ScopeMissing),
    ],
)
def test_an_admin_who_has_just_lost_that_power_changes_nothing(
    ending: Ending, answer: type[DaybookError], act: Callable[..., object]
) -> None:
    people = People()
    key, target = people.a_key(a_grant("*", "admin")), people.an_owner()
    caller: Caller = people.authenticate(key.secret)
    ending(people, key.key)
    before, entries = people.keyring(target), list(people.owners.entries)
    with pytest.raises(answer):
        act(people, Admin.calling(caller, "owners.test"), target)
    assert people.keyring(target) == before
    assert people.owners.named("Mine") is None
    assert list(people.owners.entries) == entries


def test_who_was_let_in_with_less_than_is_kept_by_now_may_do_as_much_as_is_kept() -> None:
    people = People()
    key = people.a_key(replace(EVERYTHING, expires_at=people.now + HOUR))
    remembered = people.holder(key)
    people.change_key(ADMIN.on(people.owner), key.key.id, lambda _: KeyWording())
    assert people.create_key(remembered, KeyWording()).key.grant == EVERYTHING


def test_who_may_no_longer_manage_keys_cannot_even_manage_lesser_ones() -> None:
    people = People()
    key, lesser = people.a_key(), people.a_key(a_grant("events:read"))
    remembered = people.holder(key)
    demoted(people, key.key)
    before = people.keyring()
    for act in (
        lambda: people.create_key(remembered, KeyWording(scopes={"events:read"})),
        lambda: people.rotate_key(remembered, key.key.id, timedelta(0)),
        lambda: people.revoke_key(remembered, lesser.key.id),
    ):
        with pytest.raises(ScopeMissing, match="keys:write"):
            act()
    assert people.keyring() == before


@pytest.mark.parametrize(
    "act",
    [
        lambda people, admin, target: people.create_owner(admin, OwnerWording("Mine")),
        lambda people, admin, target: people.create_key(admin.on(target), KeyWording(scopes={"*", "admin"})),
        lambda people, admin, target: DeleteOwner(people.keyrings)(admin.on(target)),
    ],
)
def test_an_admin_who_loses_that_power_at_the_very_moment_changes_nothing(act: Callable[..., object]) -> None:
    people = People()
    key, target = people.a_key(a_grant("*", "admin")), people.an_owner()
    admin = Admin.calling(people.authenticate(key.secret), "owners.test")
    before = people.keyring(target)
    people.owners.race = lambda: revoked(people, key.key)
    with pytest.raises(CredentialUnknown):
        act(people, admin, target)
    assert people.keyring(target) == before
    assert people.owners.named("Mine") is None


def test_who_is_let_in_no_longer_tries_no_codes_and_locks_nobody() -> None:
    people = People()
    key, other = people.a_key(), people.a_key()
    remembered = people.holder(key, "identities:write")
    revoked(people, key.key)
    for _ in range(20):
        with pytest.raises(CredentialUnknown):
            people.redeem(remembered, new_code(secrets.token_bytes))
        with pytest.raises(CredentialUnknown):
            people.attach(remembered, "eve")
    assert people.owners.locks.until == {}
    people.redeem(people.holder(other, "identities:write"), people.claim(people.user("ada")).code)
