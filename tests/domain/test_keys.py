"""Keys: handed out, changed, rotated and revoked, by credentials of all kinds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.author import Admin
from domain.credential_errors import CredentialExpired, CredentialUnknown, GrantExceeded
from domain.errors import Conflict, InvalidField, VersionMismatch
from domain.grant import EVERYTHING, Detail, Grant
from domain.ids import KeyId
from domain.key import Key, KeyStatus
from domain.keyring import MOST_KEYS
from domain.owner import implicit_owner
from domain.owner_errors import KeyNotFound, KeyNotUsable, KeyReplaced, LastKey, OwnerNotFound, TooMany
from domain.use_cases.keys import KeyWording
from tests.builders import DAY, HOUR, a_calendar, a_calendar_id, a_grant, an_owner
from tests.domain.people import ADMIN, People, own

SECOND = timedelta(seconds=1)
CALENDARS = frozenset({a_calendar_id(), a_calendar_id()})


def relabelled(label: str) -> object:
    def change(key: Key) -> KeyWording:
        grant = key.grant
        return KeyWording(label, grant.scopes, grant.calendars, grant.detail, grant.expires_at)

    return change


def worded(grant: Grant) -> object:
    return lambda _: KeyWording(None, grant.scopes, grant.calendars, grant.detail, grant.expires_at)


def test_a_key_works_from_the_moment_it_is_made_and_only_its_fingerprint_is_kept() -> None:
    people = People()
    made = people.a_key(label="laptop")
    caller = people.authenticate(made.secret)
    assert (caller.owner_id, caller.credential_id, caller.grant) == (people.owner, str(made.key.id), EVERYTHING)
    assert made.secret not in repr(people.owners)
    assert (made.key.label, made.key.hint) == ("laptop", f"dbk_…{made.secret[-4:]}")


def test_a_key_that_says_nothing_may_do_what_its_maker_may() -> None:
    people = People()
    calendar = a_calendar(people.owner)
    people.calendars.add(calendar)
    limits = {"calendars": frozenset({calendar.id}), "detail": Detail.BUSY, "expires_at": people.now + DAY}
    maker = people.a_key(a_grant("events:read", "keys:write", **limits))
    assert people.create_key(people.holder(maker), KeyWording()).key.grant == maker.key.grant
    assert people.create_key(ADMIN.on(people.owner), KeyWording()).key.grant == EVERYTHING


@pytest.mark.parametrize(
    "more",
    [
        KeyWording(scopes=frozenset({"*"})),
        KeyWording(scopes=frozenset({"events:read", "events:write"})),
        KeyWording(calendars=CALENDARS),
        KeyWording(detail=Detail.FULL),
        KeyWording(expires_at=People().now + DAY + SECOND),
    ],
)
def test_no_key_makes_or_becomes_one_that_may_do_more(more: KeyWording) -> None:
    people = People()
    calendar = a_calendar(people.owner)
    people.calendars.add(calendar)
    own = a_grant(
        "events:read",
        "keys:write",
        calendars=frozenset({calendar.id}),
        detail=Detail.BUSY,
        expires_at=people.now + DAY,
    )
    maker = people.a_key(own)
    author = people.holder(maker)
    before = people.keyring()
    with pytest.raises(GrantExceeded):
        people.create_key(author, more)
    with pytest.raises(GrantExceeded):
        people.change_key(author, maker.key.id, lambda _: more)
    assert people.keyring() == before


def test_admin_is_given_by_admins_only_and_only_by_name() -> None:
    people = People()
    admins = KeyWording(scopes=frozenset({"*", "admin"}))
    owners = people.holder(people.a_key())
    with pytest.raises(GrantExceeded):
        people.create_key(owners, admins)
    admin = people.holder(people.create_key(ADMIN.on(people.owner), admins))
    assert people.create_key(admin, KeyWording()).key.grant == EVERYTHING
    assert people.create_key(admin, admins).key.grant.may("admin")


def test_an_admin_whose_key_expires_hands_out_none_that_lasts_longer() -> None:
    people = People()
    end = people.now + HOUR
    made = people.a_key(a_grant("*", "admin", expires_at=end))
    admin = Admin.calling(people.authenticate(made.secret), "owner_keys.create").on(people.an_owner())
    assert people.create_key(admin, KeyWording()).key.grant.expires_at == end
    with pytest.raises(GrantExceeded):
        people.create_key(admin, KeyWording(expires_at=end + SECOND))
    with pytest.raises(GrantExceeded):
        people.attach(admin, "ada")


def test_an_admin_whose_key_expires_takes_away_and_relabels_what_lasts_longer() -> None:
    people = People()
    admins = people.a_key(a_grant("*", "admin", expires_at=people.now + HOUR))
    owner = people.an_owner()
    keys = [people.create_key(ADMIN.on(owner), KeyWording()).key for _ in range(2)]
    identity = people.attach(ADMIN.on(owner), "ada")
    admin = Admin.calling(people.authenticate(admins.secret), "owner_keys.test").on(owner)
    changed = people.change_key(admin, keys[0].id, relabelled("theirs"))
    assert (changed.label, changed.grant) == ("theirs", EVERYTHING)
    with pytest.raises(GrantExceeded):
        people.change_key(admin, keys[0].id, worded(a_grant("events:read")))
    with pytest.raises(GrantExceeded):
        people.rotate_key(admin, keys[0].id, HOUR)
    people.revoke_key(admin, keys[0].id)
    people.detach(admin, identity.id)


def test_a_key_that_was_rotated_ends_with_the_overlap_whatever_is_changed() -> None:
    people = People()
    old = people.a_key()
    new = people.rotate_key(ADMIN.on(people.owner), old.key.id, HOUR)
    for end in (None, people.now + DAY):
        with pytest.raises(KeyReplaced) as refused:
            people.change_key(
                ADMIN.on(people.owner), old.key.id, lambda _, end=end: KeyWording(None, {"*"}, None, None, end)
            )
        assert refused.value.details == {"replaced_by": str(new.key.id)}
    people.change_key(ADMIN.on(people.owner), old.key.id, relabelled("old"))
    people.wait(HOUR)
    with pytest.raises(CredentialExpired):
        people.authenticate(old.secret)


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"label": "a\nb"}, "label"),
        ({"scopes": frozenset()}, "scopes"),
        ({"calendars": frozenset()}, "calendars"),
        ({"calendars": frozenset(a_calendar_id() for _ in range(51))}, "calendars"),
        ({"expires_at": datetime(9999, 1, 1, tzinfo=UTC)}, "expires_at"),
    ],
)
def test_a_wording_that_makes_no_key_is_refused_by_its_field(wording: dict[str, Any], field: str) -> None:
    people = People()
    with pytest.raises(InvalidField) as refused:
        people.create_key(ADMIN.on(people.owner), KeyWording(**wording))
    assert refused.value.details == {"field": field}
    assert people.keyring().keys == ()


def test_a_key_for_some_calendars_sees_no_keys_for_others() -> None:
    people = People()
    calendar = a_calendar(people.owner)
    people.calendars.add(calendar)
    people.a_key()
    limited = people.a_key(a_grant("keys:read", calendars=frozenset({calendar.id})))
    seen = people.keyrings.own(people.authenticate(limited.secret))
    assert [key.id for key in seen.keys] == [limited.key.id]


def test_no_key_touches_one_that_may_do_more() -> None:
    people = People()
    strong = people.a_key()
    author = people.holder(people.a_key(a_grant("keys:write", "keys:read")))
    with pytest.raises(GrantExceeded):
        people.change_key(author, strong.key.id, relabelled("mine"))
    with pytest.raises(GrantExceeded):
        people.rotate_key(author, strong.key.id, DAY)
    with pytest.raises(GrantExceeded):
        people.revoke_key(author, strong.key.id, force=True)
    assert people.kept(strong.key) == strong.key


def test_an_admins_key_is_out_of_reach_of_one_for_everything_else() -> None:
    people = People()
    admins = people.a_key(a_grant("*", "admin"))
    author = people.holder(people.a_key())
    with pytest.raises(GrantExceeded):
        people.rotate_key(author, admins.key.id, DAY)
    people.revoke_key(people.holder(admins), admins.key.id)


def test_a_key_is_limited_to_calendars_that_there_are() -> None:
    people = People()
    calendar, strangers = a_calendar(people.owner), a_calendar()
    for one in (calendar, strangers):
        people.calendars.add(one)
    author = people.holder(people.a_key())
    for wrong in (strangers.id, a_calendar_id()):
        with pytest.raises(InvalidField, match="calendars") as refused:
            people.create_key(author, KeyWording(calendars=frozenset({calendar.id, wrong})))
        assert str(wrong) in refused.value.title
    made = people.create_key(author, KeyWording(calendars=frozenset({calendar.id})))
    people.calendars.remove(calendar)
    people.change_key(author, made.key.id, relabelled("still limited to what is gone"))
    with pytest.raises(InvalidField):
        people.change_key(author, made.key.id, worded(a_grant(calendars=frozenset({strangers.id}))))


@pytest.mark.parametrize("late", [timedelta(0), SECOND])
def test_a_key_cannot_be_made_to_have_expired(late: timedelta) -> None:
    people = People()
    with pytest.raises(InvalidField, match="expires_at"):
        people.a_key(a_grant(expires_at=people.now - late))


def test_a_key_expires_at_its_second_and_may_be_given_more_time() -> None:
    people = People()
    made = people.a_key(a_grant(expires_at=people.now + HOUR))
    people.wait(HOUR - SECOND)
    people.authenticate(made.secret)
    people.wait(SECOND)
    with pytest.raises(CredentialExpired):
        people.authenticate(made.secret)
    people.change_key(ADMIN.on(people.owner), made.key.id, relabelled("expired, but still to be recognised"))
    people.change_key(ADMIN.on(people.owner), made.key.id, worded(a_grant(expires_at=people.now + HOUR)))
    people.authenticate(made.secret)


def test_a_change_that_changes_nothing_makes_no_version() -> None:
    people = People()
    made = people.a_key()
    before = people.keyring().owner.version
    people.change_key(people.holder(made), made.key.id, worded(EVERYTHING))
    assert people.keyring().owner.version == before


def test_a_key_is_changed_only_at_the_version_that_was_seen() -> None:
    people = People()
    made = people.a_key()
    changed = people.change_key(ADMIN.on(people.owner), made.key.id, relabelled("a"), {1})
    assert (changed.version, changed.label) == (2, "a")
    with pytest.raises(VersionMismatch):
        people.change_key(ADMIN.on(people.owner), made.key.id, relabelled("b"), {1})
    with pytest.raises(VersionMismatch):
        people.revoke_key(ADMIN.on(people.owner), made.key.id, {1}, force=True)
    assert people.kept(made.key).label == "a"


def test_keys_are_found_in_their_own_owner_only() -> None:
    people = People()
    other, made = people.an_owner(), people.a_key()
    assert people.keyrings.of(people.owner).key(made.key.id) == made.key
    assert people.keyrings.of(other).keys == ()
    for act in (
        lambda: people.keyrings.of(other).key(made.key.id),
        lambda: people.change_key(ADMIN.on(other), made.key.id, relabelled("x")),
        lambda: people.rotate_key(ADMIN.on(other), made.key.id, DAY),
        lambda: people.revoke_key(ADMIN.on(other), made.key.id),
        lambda: people.revoke_key(ADMIN.on(people.owner), KeyId(an_owner())),
    ):
        with pytest.raises(KeyNotFound):
            act()
    with pytest.raises(OwnerNotFound):
        people.create_key(ADMIN.on(an_owner()), KeyWording())


def test_after_a_rotation_both_keys_work_until_the_overlap_ends() -> None:
    people = People()
    old = people.a_key(a_grant("events:read", "keys:write"), label="laptop")
    new = people.rotate_key(people.holder(old), old.key.id, HOUR)
    assert (new.key.label, new.key.grant) == ("laptop", old.key.grant)
    assert people.kept(old.key).replaced_by == new.key.id
    people.wait(HOUR - SECOND)
    for secret in (old.secret, new.secret):
        people.authenticate(secret)
    people.wait(SECOND)
    people.authenticate(new.secret)
    with pytest.raises(CredentialExpired):
        people.authenticate(old.secret)


def test_a_rotation_without_overlap_ends_the_old_key_at_once() -> None:
    people = People()
    old = people.a_key()
    new = people.rotate_key(people.holder(old), old.key.id, timedelta(0))
    with pytest.raises(CredentialExpired):
        people.authenticate(old.secret)
    people.authenticate(new.secret)


def test_a_rotation_gives_no_key_more_time() -> None:
    people = People()
    old = people.a_key(a_grant("*", expires_at=people.now + HOUR))
    new = people.rotate_key(people.holder(old), old.key.id, DAY)
    assert new.key.grant.expires_at == people.kept(old.key).grant.expires_at == people.now + HOUR


def test_a_key_is_rotated_once() -> None:
    people = People()
    old = people.a_key()
    new = people.rotate_key(ADMIN.on(people.owner), old.key.id, DAY)
    with pytest.raises(KeyReplaced) as refused:
        people.rotate_key(ADMIN.on(people.owner), old.key.id, DAY)
    assert refused.value.details == {"replaced_by": str(new.key.id)}
    people.rotate_key(ADMIN.on(people.owner), new.key.id, DAY)


def test_a_revoked_key_never_works_again() -> None:
    people = People()
    people.a_key()
    made = people.a_key()
    people.revoke_key(people.holder(made), made.key.id)
    with pytest.raises(CredentialUnknown):
        people.authenticate(made.secret)
    assert people.kept(made.key).status(people.now) is KeyStatus.REVOKED
    before = people.keyring()
    people.revoke_key(ADMIN.on(people.owner), made.key.id)
    assert people.keyring() == before
    with pytest.raises(KeyNotUsable):
        people.rotate_key(ADMIN.on(people.owner), made.key.id, DAY)
    with pytest.raises(KeyNotUsable):
        people.change_key(ADMIN.on(people.owner), made.key.id, worded(EVERYTHING))


def test_an_expired_key_cannot_be_rotated() -> None:
    people = People()
    made = people.a_key(a_grant(expires_at=people.now + HOUR))
    people.wait(HOUR)
    with pytest.raises(KeyNotUsable, match="expired"):
        people.rotate_key(ADMIN.on(people.owner), made.key.id, DAY)


def test_the_last_key_that_can_manage_keys_goes_by_force_only() -> None:
    people = People()
    last, reader = people.a_key(), people.a_key(a_grant("events:read"))
    people.a_key(a_grant("*", expires_at=people.now + HOUR))
    people.wait(HOUR)
    author = people.holder(last)
    with pytest.raises(LastKey):
        people.revoke_key(author, last.key.id)
    with pytest.raises(LastKey):
        people.change_key(author, last.key.id, worded(a_grant("events:read")))
    people.revoke_key(author, reader.key.id)
    people.change_key(author, last.key.id, relabelled("last"))
    people.change_key(author, last.key.id, worded(a_grant("keys:write")))
    people.revoke_key(ADMIN.on(people.owner), last.key.id, force=True)


def test_where_nobody_could_manage_keys_before_any_key_can_go() -> None:
    people = People()
    readers = [people.a_key(a_grant("events:read")) for _ in range(2)]
    for one in readers:
        people.revoke_key(ADMIN.on(people.owner), one.key.id)


def test_a_rapidapi_user_can_do_without_keys() -> None:
    people = People()
    author = own(people.user("ada"))
    made = people.create_key(author, KeyWording())
    people.revoke_key(author, made.key.id)


def test_a_rapidapi_user_gets_keys_for_the_same_data() -> None:
    people = People()
    author = own(people.user("ada"))
    before = people.keyrings.own(people.user("ada"))
    assert (before.keys, before.owner.is_kept) == ((), False)
    assert [identity.user for identity in before.identities] == ["ada"]
    made = people.create_key(author, KeyWording())
    assert people.authenticate(made.secret).owner_id == people.user("ada").owner_id
    assert people.keyring(implicit_owner("ada")).owner.name == "rapidapi:ada"
    people.wait(SECOND)
    again = people.create_key(own(people.user("ada")), KeyWording())
    assert [key.id for key in people.keyring(implicit_owner("ada")).keys] == [made.key.id, again.key.id]


def test_a_rapidapi_user_makes_no_keys_for_admins() -> None:
    people = People()
    with pytest.raises(GrantExceeded):
        people.create_key(own(people.user("ada")), KeyWording(scopes={"admin"}))


def test_there_is_room_for_so_many_keys_and_what_works_no_longer_makes_room() -> None:
    people = People()
    oldest = people.a_key()
    revoked, expired = people.a_key(), people.a_key(a_grant(expires_at=people.now + HOUR))
    people.revoke_key(ADMIN.on(people.owner), revoked.key.id)
    for _ in range(MOST_KEYS - 3):
        people.a_key()
    people.wait(HOUR)
    people.a_key()
    people.a_key()
    kept = {key.id for key in people.keyring().keys}
    assert len(kept) == MOST_KEYS
    assert oldest.key.id in kept
    assert not kept & {revoked.key.id, expired.key.id}
    with pytest.raises(TooMany, match=str(MOST_KEYS)):
        people.a_key()
    with pytest.raises(TooMany):
        people.rotate_key(ADMIN.on(people.owner), oldest.key.id, DAY)


def test_of_two_keys_that_revoke_each_other_at_once_one_stays() -> None:
    people = People()
    first, second = people.a_key(), people.a_key()
    author = people.holder(first)
    people.owners.race = lambda: people.revoke_key(people.holder(second), first.key.id)
    with pytest.raises(CredentialUnknown):
        people.revoke_key(author, second.key.id)
    people.authenticate(second.secret)


def test_of_the_last_two_keys_that_two_admins_revoke_at_once_one_stays() -> None:
    people = People()
    first, second = people.a_key(), people.a_key()
    people.owners.race = lambda: people.revoke_key(ADMIN.on(people.owner), first.key.id)
    with pytest.raises(LastKey):
        people.revoke_key(ADMIN.on(people.owner), second.key.id)
    people.authenticate(second.secret)


def test_a_change_that_lost_a_race_is_made_again_on_what_won() -> None:
    people = People()
    first, second = people.a_key(), people.a_key()
    people.owners.race = lambda: people.change_key(ADMIN.on(people.owner), first.key.id, relabelled("theirs"))
    people.change_key(ADMIN.on(people.owner), second.key.id, relabelled("ours"))
    assert (people.kept(first.key).label, people.kept(second.key).label) == ("theirs", "ours")


def test_a_change_that_loses_every_race_gives_up() -> None:
    people = People()

    def again() -> None:
        keyring = people.keyring()
        super(type(people.owners), people.owners).save(keyring.touched(people.now), keyring)
        people.owners.race = again

    people.owners.race = again
    with pytest.raises(Conflict):
        people.a_key()


def test_someone_whose_owner_has_just_been_deleted_is_told_that_the_key_does_not_work() -> None:
    people = People()
    caller = people.authenticate(people.a_key().secret)
    people.owners.remove(people.keyring(), people.now)
    with pytest.raises(CredentialUnknown):
        people.keyrings.own(caller)
    with pytest.raises(CredentialUnknown):
        people.create_key(own(caller), KeyWording())
