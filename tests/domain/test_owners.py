"""Owners, as those manage them who manage them all."""

import secrets
from datetime import timedelta

import pytest

from adapters.memory.owners import MemoryAuditTrail
from domain.author import Author
from domain.credential_errors import (
    CredentialUnknown,
    NameTaken,
    OwnerLocked,
    OwnerNotFound,
    OwnOwner,
)
from domain.errors import InvalidField, VersionMismatch
from domain.ids import OwnerId
from domain.owner import OwnerStatus, Plan, implicit_owner
from domain.use_cases.audit import ListAuditEntries
from domain.use_cases.keys import KeyWording
from domain.use_cases.owners import (
    ChangeOwner,
    DeleteOwner,
    ListOwners,
    MeasureUsage,
    OwnerWording,
    PurgeOwner,
    SetOwnerStatus,
    Usage,
)
from tests.builders import DAY, HOUR, a_calendar, a_grant, an_event, an_owner
from tests.domain.people import ADMIN, People


def test_an_owner_is_made_and_found() -> None:
    people = People()
    owner = people.create_owner(ADMIN, OwnerWording(" Acme ", Plan.PRO))
    assert (owner.name, owner.plan, owner.status) == ("Acme", Plan.PRO, OwnerStatus.ACTIVE)
    assert people.keyrings.read(ADMIN, owner.id).owner == owner
    with pytest.raises(OwnerNotFound):
        people.keyrings.read(ADMIN, OwnerId(an_owner()))


@pytest.mark.parametrize("name", ["", "   ", "x" * 101, "a\tb", "rapidapi:", "rapidapi:\n", "rapidapi:" + "x" * 257])
def test_a_name_has_some_printable_characters(name: str) -> None:
    with pytest.raises(InvalidField) as refused:
        People().create_owner(ADMIN, OwnerWording(name))
    assert refused.value.details["field"] == "name"


def test_a_name_belongs_to_one_owner() -> None:
    people = People()
    owner = people.create_owner(ADMIN, OwnerWording("Acme"))
    other = people.create_owner(ADMIN, OwnerWording("Other"))
    with pytest.raises(NameTaken):
        people.create_owner(ADMIN, OwnerWording("Acme "))
    change = ChangeOwner(people.keyrings)
    with pytest.raises(NameTaken):
        change(ADMIN, other.id, lambda _: OwnerWording("Acme"))
    changed = change(ADMIN, owner.id, lambda _: OwnerWording("Acme & Sons", Plan.UNLIMITED), {owner.version})
    assert (changed.name, changed.plan, changed.version) == ("Acme & Sons", Plan.UNLIMITED, 2)
    assert change(ADMIN, other.id, lambda _: OwnerWording("Acme")).name == "Acme"
    with pytest.raises(VersionMismatch):
        change(ADMIN, owner.id, lambda _: OwnerWording("Late"), {1})
    with pytest.raises(InvalidField):
        change(ADMIN, owner.id, lambda _: OwnerWording("rapidapi:ada"))


def test_of_two_who_take_a_name_at_once_one_gets_it() -> None:
    people = People()
    people.owners.race = lambda: people.create_owner(ADMIN, OwnerWording("Acme"))
    with pytest.raises(NameTaken):
        people.create_owner(ADMIN, OwnerWording("Acme"))


def test_a_rapidapi_user_is_managed_by_its_name() -> None:
    people = People()
    caller = people.user("ada")
    owner = people.create_owner(ADMIN, OwnerWording("rapidapi:ada"))
    assert owner.id == caller.owner_id == implicit_owner("ada")
    with pytest.raises(NameTaken):
        people.create_owner(ADMIN, OwnerWording("rapidapi:ada"))
    ChangeOwner(people.keyrings)(ADMIN, owner.id, lambda _: OwnerWording("Ada L."))
    with pytest.raises(NameTaken):
        people.create_owner(ADMIN, OwnerWording("rapidapi:ada"))
    SetOwnerStatus(people.keyrings)(ADMIN, owner.id, OwnerStatus.SUSPENDED)
    assert people.user("ada").suspended


def test_who_is_attached_to_an_owner_is_managed_as_that() -> None:
    people = People()
    people.attach(ADMIN, people.owner, "ada")
    with pytest.raises(OwnerLocked):
        people.create_owner(ADMIN, OwnerWording("rapidapi:ada"))


def test_a_suspended_owners_credentials_say_so_until_it_is_resumed() -> None:
    people = People()
    made = people.a_key()
    people.attach(ADMIN, people.owner, "ada")
    set_status = SetOwnerStatus(people.keyrings)
    for status in (OwnerStatus.SUSPENDED, OwnerStatus.ACTIVE):
        assert set_status(ADMIN, people.owner, status).status is status
        suspended = status is OwnerStatus.SUSPENDED
        assert people.authenticate(made.secret).suspended is suspended
        assert people.user("ada").suspended is suspended
        later = people.a_key()
        assert people.authenticate(later.secret).suspended is suspended


def test_suspending_twice_is_suspending_once() -> None:
    people = People()
    set_status = SetOwnerStatus(people.keyrings)
    first, second = (set_status(ADMIN, people.owner, OwnerStatus.SUSPENDED) for _ in range(2))
    assert first == second


def test_an_admin_does_not_shut_themselves_out() -> None:
    people = People()
    admin = Author.admin(people.authenticate(people.a_key(a_grant("admin")).secret), "owners.suspend")
    with pytest.raises(OwnOwner):
        SetOwnerStatus(people.keyrings)(admin, people.owner, OwnerStatus.SUSPENDED)
    with pytest.raises(OwnOwner):
        DeleteOwner(people.keyrings)(admin, people.owner)
    SetOwnerStatus(people.keyrings)(admin, people.owner, OwnerStatus.ACTIVE)


def test_the_plan_reaches_callers_with_keys_and_rapidapis_subscription_those_through_it() -> None:
    people = People()
    made = people.a_key()
    people.attach(ADMIN, people.owner, "ada")
    ChangeOwner(people.keyrings)(ADMIN, people.owner, lambda owner: OwnerWording(owner.name, Plan.PRO))
    assert people.authenticate(made.secret).plan == "pro"
    for subscription, plan in (("ULTRA", "ultra"), ("", None), ("x y", None), ("x" * 33, None), ("ü", None)):
        assert people.through_rapidapi("s1", "ada", subscription).plan == plan
        assert people.through_rapidapi("s1", "bob", subscription).plan == plan


def test_owners_are_listed_page_by_page() -> None:
    people = People()
    for _ in range(4):
        people.an_owner()
    listing = ListOwners(people.owners)
    first, more = listing(None, 3)
    second, end = listing(first[-1].id, 3)
    assert (len(first), more, len(second), end) == (3, True, 2, False)


def test_a_deleted_owner_is_gone_at_once_and_its_data_soon() -> None:
    people = People()
    made = people.a_key()
    people.attach(ADMIN, people.owner, "ada")
    calendars = [a_calendar(people.owner) for _ in range(3)]
    others = a_calendar()
    for calendar in (*calendars, others):
        people.calendars.add(calendar)
    people.wait(HOUR)
    DeleteOwner(people.keyrings)(ADMIN, people.owner)
    with pytest.raises(CredentialUnknown):
        people.authenticate(made.secret)
    assert people.user("ada").owner_id == implicit_owner("ada")
    with pytest.raises(OwnerLocked):
        people.calendars.add(a_calendar(people.owner))
    ((owner_id, deleted_at),) = people.owners.deletions
    purge = PurgeOwner(people.owners, people.calendars)
    assert purge(owner_id, deleted_at) == 3
    assert purge(owner_id, deleted_at) == 0
    assert sorted(people.calendars.deletions) == sorted(calendar.id for calendar in calendars)
    assert people.calendars.get(others.owner_id, others.id) == others


def test_the_purge_leaves_what_was_made_after_the_deletion() -> None:
    people = People()
    old = a_calendar(people.owner, at=people.now)
    people.calendars.add(old)
    people.wait(HOUR)
    DeleteOwner(people.keyrings)(ADMIN, people.owner)
    deleted_at = people.now
    people.wait(2 * HOUR)
    new = a_calendar(people.owner, at=people.now)
    people.calendars.add(new)
    PurgeOwner(people.owners, people.calendars)(people.owner, deleted_at)
    assert people.calendars.page(people.owner, None, 10) == [new]


def test_usage_counts_what_there_is_and_what_works() -> None:
    people = People()
    people.a_key()
    people.a_key(a_grant(expires_at=people.now + HOUR))
    people.attach(ADMIN, people.owner, "ada")
    for count in range(3):
        calendar = a_calendar(people.owner)
        people.calendars.add(calendar)
        for _ in range(count):
            people.events.add(an_event(calendar.id))
    people.events.add(an_event())
    people.wait(DAY)
    assert MeasureUsage(people.keyrings, people.calendars, people.events)(ADMIN, people.owner) == Usage(3, 3, 1, 1)


def test_all_that_an_admin_changes_is_recorded_and_nothing_that_an_owner_does() -> None:
    people = People()
    caller = people.authenticate(people.a_key(a_grant("*", "admin")).secret)
    people.owners.entries.clear()

    def admin(action: str) -> Author:
        people.wait(timedelta(seconds=1))
        return Author.admin(caller, action)

    owner = people.create_owner(admin("owners.create"), OwnerWording("Acme"))
    made = people.create_key(admin("owner_keys.create"), owner.id, KeyWording())
    own = people.create_key(Author.own(people.authenticate(made.secret)), owner.id, KeyWording())
    ChangeOwner(people.keyrings)(admin("owners.patch"), owner.id, lambda _: OwnerWording("Other"))
    ChangeOwner(people.keyrings)(admin("owners.patch"), owner.id, lambda _: OwnerWording("Other"))
    identity = people.attach(admin("owner_identities.attach"), owner.id, "ada")
    people.detach(admin("owner_identities.detach"), owner.id, identity.id)
    people.revoke_key(admin("owner_keys.revoke"), owner.id, own.key.id)
    SetOwnerStatus(people.keyrings)(admin("owners.suspend"), owner.id, OwnerStatus.SUSPENDED)
    DeleteOwner(people.keyrings)(admin("owners.delete"), owner.id)
    entries, more = ListAuditEntries(MemoryAuditTrail(people.owners))(None, 100)
    assert not more
    assert [(one.action, one.subject_id) for one in reversed(entries)] == [
        ("owners.create", None),
        ("owner_keys.create", made.key.id),
        ("owners.patch", None),
        ("owner_identities.attach", identity.id),
        ("owner_identities.detach", identity.id),
        ("owner_keys.revoke", own.key.id),
        ("owners.suspend", None),
        ("owners.delete", None),
    ]
    assert {(one.actor_id, one.credential_id, one.owner_id) for one in entries} == {
        (caller.owner_id, caller.credential_id, owner.id)
    }
    assert secrets.compare_digest(str(entries[0].at), str(people.now))
