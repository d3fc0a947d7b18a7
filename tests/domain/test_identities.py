"""RapidAPI users who claim to be attached, and owners who attach them; nothing is merged or lost."""

import secrets
from datetime import timedelta

import pytest

from domain.calendar import CalendarDetails
from domain.caller import Reach
from domain.credential_errors import GrantExceeded, RapidApiOnly
from domain.errors import InvalidField, TooManyAttempts
from domain.identity import code_fingerprint, identity_id, new_code
from domain.keyring import MOST_IDENTITIES, MOST_KEYS
from domain.owner import OwnerStatus, implicit_owner
from domain.owner_errors import (
    IdentityAttached,
    IdentityHasData,
    IdentityLocked,
    IdentityNative,
    IdentityNotFound,
    IdentitySuspended,
    LastKey,
    OwnerLocked,
    TooMany,
)
from domain.use_cases.calendars import CreateCalendar
from domain.use_cases.keys import KeyWording
from domain.use_cases.owners import SetOwnerStatus
from tests.builders import HOUR, a_calendar, a_grant
from tests.domain.people import ADMIN, People, own

MINUTE = timedelta(minutes=1)


def create_calendar(people: People, reach: Reach) -> None:
    CreateCalendar(people.calendars, people.clock, secrets.token_bytes)(reach, CalendarDetails("Work"))


@pytest.mark.parametrize(
    "typed", [str, str.lower, lambda code: code.replace("-", " "), lambda code: code.replace("-", "")]
)
def test_a_user_is_attached_by_the_code_however_it_is_typed(typed: object) -> None:
    people = People()
    author = people.holder(people.a_key())
    code = people.claim(people.user("ada")).code
    identity = people.redeem(author, typed(code))  # type: ignore[operator]
    assert people.keyring().identities == (identity,)
    assert people.keyring().identity(identity.id) == identity
    assert people.user("ada").owner_id == people.owner
    assert people.user("bob").owner_id == implicit_owner("bob")


def test_a_code_is_80_random_bits_that_are_kept_as_a_fingerprint() -> None:
    assert new_code(lambda size: b"\xff" * size) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    assert new_code(bytes) == "0000-0000-0000-0000"
    assert code_fingerprint("oil0-1") == code_fingerprint("0110 1")
    assert code_fingerprint("0000-0000-0000-0000") != code_fingerprint("0000-0000-0000-0001")
    people = People()
    assert people.claim(people.user("ada")).code not in repr(people.claims)


def test_a_code_works_for_ten_minutes() -> None:
    people = People()
    author = people.holder(people.a_key())
    late, soon = (people.claim(people.user(name)).code for name in ("ada", "bob"))
    people.wait(10 * MINUTE - timedelta(seconds=1))
    people.redeem(author, soon)
    people.wait(timedelta(seconds=1))
    with pytest.raises(InvalidField, match="code"):
        people.redeem(author, late)


def test_a_code_works_once() -> None:
    people = People()
    code = people.claim(people.user("ada")).code
    identity = people.redeem(people.holder(people.a_key()), code)
    people.detach(ADMIN.on(people.owner), identity.id, force=True)
    with pytest.raises(InvalidField):
        people.redeem(people.holder(people.a_key()), code)


def test_of_two_owners_with_codes_of_one_user_the_first_gets_it() -> None:
    people = People()
    first, second = (people.claim(people.user("ada")).code for _ in range(2))
    people.redeem(people.holder(people.a_key()), first)
    other = people.an_owner()
    with pytest.raises(IdentityAttached):
        people.redeem(ADMIN.on(other), second)
    assert people.user("ada").owner_id == people.owner


def test_guessing_codes_is_over_after_ten_tries_an_hour() -> None:
    people = People()
    author = people.holder(people.a_key())
    code = people.claim(people.user("ada")).code
    for _ in range(10):
        with pytest.raises(InvalidField):
            people.redeem(author, new_code(secrets.token_bytes))
    with pytest.raises(TooManyAttempts):
        people.redeem(author, code)
    people.wait(HOUR)
    people.redeem(author, people.claim(people.user("ada")).code)


def test_a_user_cannot_attach_itself_to_itself() -> None:
    people = People()
    caller = people.user("ada")
    with pytest.raises(IdentityNative):
        people.redeem(own(caller), people.claim(caller).code)
    people.create_key(own(caller), KeyWording())
    with pytest.raises(IdentityNative):
        people.attach(ADMIN.on(caller.owner_id), "ada")


def test_only_a_rapidapi_user_can_claim() -> None:
    people = People()
    with pytest.raises(RapidApiOnly):
        people.claim(people.authenticate(people.a_key().secret))


def test_who_is_attached_cannot_claim_again() -> None:
    people = People()
    people.attach(ADMIN.on(people.owner), "ada")
    with pytest.raises(IdentityAttached):
        people.claim(people.user("ada"))


@pytest.mark.parametrize("grant", [a_grant("identities:write"), a_grant(expires_at=People().now + HOUR)])
def test_only_who_may_do_everything_attaches_or_detaches_who_then_may(grant: object) -> None:
    people = People()
    author = people.holder(people.a_key(grant), "identities:write")  # type: ignore[arg-type]
    code = people.claim(people.user("ada")).code
    with pytest.raises(GrantExceeded):
        people.redeem(author, code)
    identity = people.attach(ADMIN.on(people.owner), "ada")
    with pytest.raises(GrantExceeded):
        people.detach(author, identity.id)


def test_a_user_with_calendars_keeps_them_and_is_told_how_to_go_on() -> None:
    people = People()
    caller = people.user("ada")
    code = people.claim(caller).code
    create_calendar(people, caller.reach)
    author = people.holder(people.a_key())
    with pytest.raises(IdentityHasData, match="delete its calendars, then claim again") as refused:
        people.redeem(author, code)
    assert refused.value.details == {"has": "calendars"}
    with pytest.raises(IdentityHasData):
        people.claim(caller)
    assert people.user("ada").owner_id == caller.owner_id
    (calendar,) = people.calendars.page(caller.owner_id, None, 2)
    people.calendars.remove(calendar)
    people.redeem(author, code)


def test_a_user_with_working_keys_keeps_them_and_without_is_taken_in() -> None:
    people = People()
    caller = people.user("ada")
    made = people.create_key(own(caller), KeyWording())
    with pytest.raises(IdentityHasData, match="keys"):
        people.attach(ADMIN.on(people.owner), "ada")
    people.revoke_key(own(caller), made.key.id)
    people.attach(ADMIN.on(people.owner), "ada")
    assert people.user("ada").owner_id == people.owner
    assert people.owners.keyring(caller.owner_id) is None
    assert people.owners.named("rapidapi:ada") is None


def test_a_user_who_has_users_of_its_own_keeps_them() -> None:
    people = People()
    caller = people.user("ada")
    made = people.create_key(own(caller), KeyWording())
    people.attach(ADMIN.on(caller.owner_id), "bob")
    people.revoke_key(own(caller), made.key.id)
    with pytest.raises(IdentityHasData, match="identities"):
        people.attach(ADMIN.on(people.owner), "ada")


def test_a_suspended_user_does_not_escape_by_being_attached() -> None:
    people = People()
    caller = people.user("ada")
    made = people.create_key(own(caller), KeyWording())
    people.revoke_key(own(caller), made.key.id)
    SetOwnerStatus(people.keyrings)(ADMIN.on(caller.owner_id), OwnerStatus.SUSPENDED)
    with pytest.raises(IdentitySuspended):
        people.attach(ADMIN.on(people.owner), "ada")
    assert people.user("ada").suspended


def test_a_calendar_made_while_its_maker_is_being_attached_is_never_out_of_reach() -> None:
    """The caller is one who was let in just before; the calendar comes between the look and the change."""
    people = People()
    stale = people.user("ada")
    late: list[type[Exception]] = []

    def race() -> None:
        with pytest.raises(OwnerLocked) as refused:
            create_calendar(people, stale.reach)
        late.append(refused.type)

    people.owners.race = race
    people.attach(ADMIN.on(people.owner), "ada")
    assert late == [OwnerLocked]
    with pytest.raises(OwnerLocked):
        create_calendar(people, stale.reach)
    with pytest.raises(OwnerLocked):
        people.create_key(own(stale), KeyWording())
    assert people.calendars.page(stale.owner_id, None, 1) == []


def test_a_refused_attachment_locks_nobody_out() -> None:
    people = People()
    caller = people.user("ada")
    create_calendar(people, caller.reach)
    with pytest.raises(IdentityHasData):
        people.attach(ADMIN.on(people.owner), "ada")
    create_calendar(people, caller.reach)


def test_an_attachment_that_died_half_way_locks_nobody_out_for_long() -> None:
    people = People()
    caller = people.user("ada")
    people.owners.lock(caller.owner_id, people.now, people.now + 5 * MINUTE)
    with pytest.raises(OwnerLocked):
        create_calendar(people, caller.reach)
    with pytest.raises(IdentityLocked):
        people.attach(ADMIN.on(people.owner), "ada")
    people.wait(5 * MINUTE)
    create_calendar(people, caller.reach)


def test_a_detached_user_is_its_own_owner_again_and_what_it_made_stays() -> None:
    people = People()
    author = people.holder(people.a_key())
    people.attach(ADMIN.on(people.owner), "ada")
    caller = people.user("ada")
    create_calendar(people, caller.reach)
    people.detach(author, identity_id("ada"))
    assert people.user("ada").owner_id == implicit_owner("ada")
    assert len(people.calendars.page(people.owner, None, 10)) == 1
    create_calendar(people, people.user("ada").reach)
    with pytest.raises(IdentityNotFound):
        people.detach(author, identity_id("ada"))


def test_the_last_who_can_manage_keys_is_detached_by_force_only() -> None:
    people = People()
    people.attach(ADMIN.on(people.owner), "ada")
    author = own(people.user("ada"))
    with pytest.raises(LastKey):
        people.detach(author, identity_id("ada"))
    people.detach(author, identity_id("ada"), force=True)


def test_a_user_is_not_detached_from_what_it_is_anyway() -> None:
    people = People()
    caller = people.user("ada")
    people.create_key(own(caller), KeyWording())
    with pytest.raises(IdentityNative):
        people.detach(ADMIN.on(caller.owner_id), identity_id("ada"))


@pytest.mark.parametrize("user", ["", " ada", "ada ", "a, b", "a\tb", "x" * 257])
def test_whom_rapidapi_cannot_name_cannot_be_attached(user: str) -> None:
    people = People()
    with pytest.raises(InvalidField) as refused:
        people.attach(ADMIN.on(people.owner), user)
    assert refused.value.details == {"field": "user"}
    assert people.keyring().identities == ()


def test_a_user_with_as_many_expired_keys_as_one_may_have_is_taken_in() -> None:
    people = People()
    caller = people.user("ada")
    for _ in range(MOST_KEYS):
        people.create_key(own(caller), KeyWording(expires_at=people.now + HOUR))
    people.wait(HOUR)
    people.attach(ADMIN.on(people.owner), "ada")
    assert people.user("ada").owner_id == people.owner
    assert people.owners.keyring(caller.owner_id) is None


def test_there_is_room_for_so_many_identities() -> None:
    people = People()
    for number in range(MOST_IDENTITIES):
        people.attach(ADMIN.on(people.owner), f"user {number}")
    with pytest.raises(TooMany):
        people.attach(ADMIN.on(people.owner), "one more")
    create_calendar(people, people.user("one more").reach)
    people.calendars.add(a_calendar(people.owner))
