"""Owners, as those manage them who manage them all."""

from datetime import timedelta
from uuid import UUID

import pytest

from adapters.memory.owners import MemoryAuditTrail
from domain.audit import Entry
from domain.author import Admin, Author
from domain.credential_errors import CredentialUnknown
from domain.errors import InvalidField, VersionMismatch
from domain.ids import OwnerId
from domain.owner import OwnerStatus, Plan, implicit_owner
from domain.owner_errors import IdentityLocked, NameTaken, OwnerLocked, OwnerNotFound, OwnOwner
from domain.use_cases.audit import ListAuditEntries
from domain.use_cases.keys import KeyWording
from domain.use_cases.owners import ChangeOwner, DeleteOwner, FindOwner, ListOwners, OwnerWording, SetOwnerStatus
from domain.use_cases.purge import PurgeOwner
from domain.use_cases.usage import MeasureUsage, Usage
from tests.builders import DAY, HOUR, a_calendar, a_grant, add, an_event, an_owner
from tests.domain.people import ADMIN, People, own

ADMINS_KEY = KeyWording(scopes=frozenset({"admin"}))


def test_an_owner_is_made_and_found() -> None:
    people = People()
    owner = people.create_owner(ADMIN, OwnerWording(" Acme ", Plan.PRO))
    assert (owner.name, owner.plan, owner.status) == ("Acme", Plan.PRO, OwnerStatus.ACTIVE)
    assert people.keyrings.of(owner.id).owner == owner
    with pytest.raises(OwnerNotFound):
        people.keyrings.of(OwnerId(an_owner()))


@pytest.mark.parametrize(
    "name",
    ["", "   ", "x" * 101, "a\tb", str(UUID(int=1)), "0" * 32, *(f"rapidapi:{user}" for user in ("", "\n", "x" * 257))],
)
def test_a_name_has_some_printable_characters_and_is_no_id(name: str) -> None:
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
        change(ADMIN.on(other.id), lambda _: OwnerWording("Acme"))
    changed = change(ADMIN.on(owner.id), lambda _: OwnerWording("Acme & Sons", Plan.UNLIMITED), {owner.version})
    assert (changed.name, changed.plan, changed.version) == ("Acme & Sons", Plan.UNLIMITED, 2)
    assert change(ADMIN.on(other.id), lambda _: OwnerWording("Acme")).name == "Acme"
    with pytest.raises(VersionMismatch):
        change(ADMIN.on(owner.id), lambda _: OwnerWording("Late"), {1})
    with pytest.raises(InvalidField):
        change(ADMIN.on(owner.id), lambda _: OwnerWording("rapidapi:ada"))


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
    ChangeOwner(people.keyrings)(ADMIN.on(owner.id), lambda _: OwnerWording("Ada L."))
    with pytest.raises(NameTaken):
        people.create_owner(ADMIN, OwnerWording("rapidapi:ada"))
    SetOwnerStatus(people.keyrings)(ADMIN.on(owner.id), OwnerStatus.SUSPENDED)
    assert people.user("ada").suspended


def test_an_admin_who_came_through_rapidapi_once_is_told_that_their_name_is_taken() -> None:
    people = People()
    made = people.create_key(ADMIN.on(people.create_owner(ADMIN, OwnerWording("rapidapi:ada")).id), ADMINS_KEY)
    admin = Admin.calling(people.authenticate(made.secret), "owners.create")
    with pytest.raises(NameTaken):
        people.create_owner(admin, OwnerWording("rapidapi:ada"))


def test_who_is_attached_to_an_owner_is_managed_as_that() -> None:
    people = People()
    people.attach(ADMIN.on(people.owner), "ada")
    with pytest.raises(OwnerLocked):
        people.create_owner(ADMIN, OwnerWording("rapidapi:ada"))


def test_a_suspended_owners_credentials_say_so_until_it_is_resumed() -> None:
    people = People()
    made = people.a_key()
    people.attach(ADMIN.on(people.owner), "ada")
    set_status = SetOwnerStatus(people.keyrings)
    for status in (OwnerStatus.SUSPENDED, OwnerStatus.ACTIVE):
        assert set_status(ADMIN.on(people.owner), status).status is status
        suspended = status is OwnerStatus.SUSPENDED
        assert people.authenticate(made.secret).suspended is suspended
        assert people.user("ada").suspended is suspended
        later = people.a_key()
        assert people.authenticate(later.secret).suspended is suspended


def test_suspending_twice_is_suspending_once() -> None:
    people = People()
    set_status = SetOwnerStatus(people.keyrings)
    first, second = (set_status(ADMIN.on(people.owner), OwnerStatus.SUSPENDED) for _ in range(2))
    assert first == second


def test_an_admin_does_not_shut_themselves_out() -> None:
    people = People()
    admin = Admin.calling(people.authenticate(people.a_key(a_grant("admin")).secret), "owners.suspend").on(people.owner)
    with pytest.raises(OwnOwner):
        SetOwnerStatus(people.keyrings)(admin, OwnerStatus.SUSPENDED)
    with pytest.raises(OwnOwner):
        DeleteOwner(people.keyrings)(admin)
    SetOwnerStatus(people.keyrings)(admin, OwnerStatus.ACTIVE)


def test_the_plan_reaches_callers_with_keys_and_rapidapis_subscription_those_through_it() -> None:
    people = People()
    made = people.a_key()
    people.attach(ADMIN.on(people.owner), "ada")
    ChangeOwner(people.keyrings)(ADMIN.on(people.owner), lambda owner: OwnerWording(owner.name, Plan.PRO))
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


def test_an_owner_is_found_by_its_name_or_by_a_rapidapi_user_who_acts_for_it() -> None:
    people = People()
    acme, other = (people.create_owner(ADMIN, OwnerWording(name)) for name in ("Acme", "Other"))
    people.attach(ADMIN.on(acme.id), "ada")
    find = FindOwner(people.owners)
    for name, user in (("Acme", None), (None, "ada"), ("Acme", "ada")):
        found = find(name, user)
        assert found is not None
        assert found.id == acme.id
    for name, user in (("acme", None), (None, "bob"), ("Other", "ada"), ("Acme", "bob"), (None, None)):
        assert find(name, user) is None
    people.create_key(own(people.user("bob")), KeyWording())
    found = find("rapidapi:bob", "bob")
    assert found is not None
    assert found.id == implicit_owner("bob") != other.id


def test_a_rapidapi_user_may_be_renamed_and_named_back() -> None:
    people = People()
    owner = people.create_owner(ADMIN, OwnerWording("rapidapi:ada"))
    change = ChangeOwner(people.keyrings)
    for name in ("Ada L.", "rapidapi:ada"):
        assert change(ADMIN.on(owner.id), lambda _, name=name: OwnerWording(name)).name == name  # type: ignore[misc]
    with pytest.raises(InvalidField):
        change(ADMIN.on(owner.id), lambda _: OwnerWording("rapidapi:bob"))


def test_a_deleted_owner_is_gone_at_once_and_its_data_soon() -> None:
    people = People()
    made = people.a_key()
    people.attach(ADMIN.on(people.owner), "ada")
    calendars = [a_calendar(people.owner) for _ in range(3)]
    others = a_calendar()
    for calendar in (*calendars, others):
        people.calendars.add(calendar)
    people.wait(HOUR)
    DeleteOwner(people.keyrings)(ADMIN.on(people.owner))
    with pytest.raises(CredentialUnknown):
        people.authenticate(made.secret)
    assert people.user("ada").owner_id == implicit_owner("ada")
    with pytest.raises(OwnerLocked):
        people.calendars.add(a_calendar(people.owner))
    ((owner_id, deleted_at),) = people.owners.deletions
    purge = PurgeOwner(people.owners, people.calendars, people.feeds, people.answers)
    assert purge(owner_id, deleted_at) == 3
    assert purge(owner_id, deleted_at) == 0
    assert sorted(people.calendars.deletions) == sorted(calendar.id for calendar in calendars)
    assert people.calendars.get(others.owner_id, others.id) == others


def test_the_purge_takes_also_what_a_clock_that_runs_ahead_made() -> None:
    people = People()
    DeleteOwner(people.keyrings)(ADMIN.on(people.owner))
    ahead = a_calendar(people.owner, at=people.now + timedelta(minutes=1))
    people.calendars.kept[people.owner, ahead.id] = ahead
    assert PurgeOwner(people.owners, people.calendars, people.feeds, people.answers)(people.owner, people.now) == 1


def test_until_its_purge_is_done_a_deleted_owner_takes_nothing_new_and_then_keeps_it() -> None:
    people = People()
    caller = people.user("ada")
    people.create_key(own(caller), KeyWording())
    people.calendars.add(a_calendar(caller.owner_id, at=people.now))
    people.wait(HOUR)
    DeleteOwner(people.keyrings)(ADMIN.on(caller.owner_id))
    deleted_at, purge = people.now, PurgeOwner(people.owners, people.calendars, people.feeds, people.answers)
    people.wait(DAY)
    for late in (
        lambda: people.calendars.add(a_calendar(caller.owner_id)),
        lambda: people.create_key(own(caller), KeyWording()),
    ):
        with pytest.raises(OwnerLocked):
            late()
    with pytest.raises(IdentityLocked):
        people.attach(ADMIN.on(people.owner), "ada")
    assert purge(caller.owner_id, deleted_at) == 1
    new = a_calendar(caller.owner_id, at=people.now)
    people.calendars.add(new)
    assert purge(caller.owner_id, deleted_at) == 0
    assert people.calendars.page(caller.owner_id, None, 10) == [new]


def test_usage_counts_what_there_is_and_what_works() -> None:
    people = People()
    people.a_key()
    people.a_key(a_grant(expires_at=people.now + HOUR))
    people.attach(ADMIN.on(people.owner), "ada")
    for count in range(3):
        calendar = a_calendar(people.owner)
        people.calendars.add(calendar)
        for _ in range(count):
            add(people.events, an_event(calendar.id))
    add(people.events, an_event())
    people.wait(DAY)
    assert MeasureUsage(people.keyrings, people.calendars, people.events)(people.owner) == Usage(3, 3, 1, 1)


def test_all_that_an_admin_changes_is_recorded_and_nothing_that_an_owner_does() -> None:
    people = People()
    caller = people.authenticate(people.a_key(a_grant("*", "admin")).secret)
    people.owners.entries.clear()

    def admin(action: str) -> Admin:
        people.wait(timedelta(seconds=1))
        return Admin.calling(caller, action)

    owner = people.create_owner(admin("owners.create"), OwnerWording("Acme"))

    def author(action: str) -> Author:
        return admin(action).on(owner.id)

    made = people.create_key(author("owner_keys.create"), KeyWording())
    its = people.create_key(own(people.authenticate(made.secret)), KeyWording())
    for _ in range(2):
        ChangeOwner(people.keyrings)(author("owners.patch"), lambda _: OwnerWording("Other"))
    identity = people.attach(author("owner_identities.attach"), "ada")
    people.detach(author("owner_identities.detach"), identity.id)
    people.revoke_key(author("owner_keys.revoke"), its.key.id)
    SetOwnerStatus(people.keyrings)(author("owners.suspend"), OwnerStatus.SUSPENDED)
    DeleteOwner(people.keyrings)(author("owners.delete"))
    entries = recorded(people)
    assert [(one.action, one.subject_ids) for one in entries] == [
        ("owners.create", ()),
        ("owner_keys.create", (made.key.id,)),
        ("owners.patch", ()),
        ("owner_identities.attach", (identity.id,)),
        ("owner_identities.detach", (identity.id,)),
        ("owner_keys.revoke", (its.key.id,)),
        ("owners.suspend", ()),
        ("owners.delete", ()),
    ]
    assert {(one.actor_id, one.credential_id, one.owner_id) for one in entries} == {
        (caller.owner_id, caller.credential_id, owner.id)
    }
    assert [one.owner_name for one in entries] == ["Acme", "Acme", *["Other"] * 6]
    assert entries[-1].at == people.now


def test_what_becomes_of_an_admins_key_is_recorded_also_among_its_own() -> None:
    people = People()
    people.a_key()
    admins = people.a_key(a_grant("*", "admin"))
    people.owners.entries.clear()
    caller = people.authenticate(admins.secret)

    def author(action: str) -> Author:
        people.wait(timedelta(seconds=1))
        return Author.own(caller, action, "keys:write")

    people.create_key(author("keys.create"), KeyWording())
    another = people.create_key(author("keys.create"), KeyWording(scopes=frozenset({"admin"})))
    rotated = people.rotate_key(author("keys.rotate"), another.key.id, HOUR)
    people.change_key(author("keys.patch"), admins.key.id, lambda _: KeyWording(scopes=frozenset({"*"})), force=True)
    assert [(one.action, one.subject_ids) for one in recorded(people)] == [
        ("keys.create", (another.key.id,)),
        ("keys.rotate", (another.key.id, rotated.key.id)),
        ("keys.patch", (admins.key.id,)),
    ]


def recorded(people: People) -> list[Entry]:
    """All entries, the oldest first."""
    entries, more = ListAuditEntries(MemoryAuditTrail(people.owners))(None, 100)
    assert not more
    return list(reversed(entries))
