"""What a credential may do, and that it is never more than it should be."""

from datetime import timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.author import Author
from domain.caller import Reach
from domain.credential_errors import GrantExceeded
from domain.errors import CalendarNotFound
from domain.grant import EVERYTHING, Detail, Grant
from domain.ids import CalendarId
from tests.builders import HOUR, NOON, a_caller, a_grant, an_owner

SCOPES = ("*", "admin", "events:read", "events:write")
USES = ("admin", "events:read", "events:write", "of-the-future:read")
CALENDARS = tuple(CalendarId(UUID(int=number)) for number in range(3))
TIMES = tuple(NOON + number * HOUR for number in range(4))

grants = st.builds(
    Grant,
    scopes=st.frozensets(st.sampled_from(SCOPES), min_size=1),
    calendars=st.none() | st.frozensets(st.sampled_from(CALENDARS[:2]), min_size=1),
    detail=st.sampled_from(Detail),
    expires_at=st.none() | st.sampled_from(TIMES[1:3]),
)


def uses(grant: Grant) -> set[object]:
    """All that can be done by a grant: each scope, on each calendar, in each detail, at each hour."""
    return {
        (scope, calendar, detail, now)
        for scope, calendar, detail, now in product(USES, CALENDARS, Detail, TIMES)
        if grant.may(scope)
        and (grant.calendars is None or calendar in grant.calendars)
        and (detail is Detail.BUSY or grant.detail is Detail.FULL)
        and not grant.has_expired(now)
    }


@given(grants, grants)
def test_a_grant_covers_another_if_nothing_can_be_done_by_that_alone(one: Grant, other: Grant) -> None:
    assert one.covers(other) == (uses(other) <= uses(one))


def test_every_scope_is_not_admin() -> None:
    assert EVERYTHING.may("events:write")
    assert not EVERYTHING.may("admin")
    assert a_grant("admin").may("admin")
    assert not a_grant("admin").may("events:read")


def test_a_grant_has_expired_from_its_expiry_on() -> None:
    grant = a_grant(expires_at=NOON)
    assert not grant.has_expired(NOON - timedelta(microseconds=1))
    assert grant.has_expired(NOON)
    assert not EVERYTHING.has_expired(NOON)


def test_a_reach_ends_at_the_calendars_of_the_grant() -> None:
    mine, other = CALENDARS[:2]
    reach = a_caller(a_grant(calendars=frozenset({mine}))).reach
    assert reach.owner_of(mine) == reach.owner_id
    with pytest.raises(CalendarNotFound):
        reach.owner_of(other)
    assert Reach(reach.owner_id).owner_of(other) == reach.owner_id


def test_an_author_handles_no_more_than_their_own_grant_and_an_admin_anything() -> None:
    caller = a_caller(a_grant("events:read", "keys:write"))
    own, admin = Author.own(caller), Author.admin(caller, "owner_keys.create")
    own.require(a_grant("events:read"), caller.grant)
    for more in (a_grant("events:write"), EVERYTHING):
        with pytest.raises(GrantExceeded):
            own.require(a_grant("events:read"), more)
        admin.require(more)


def test_only_what_an_admin_does_is_recorded() -> None:
    caller, owner, subject = a_caller(), an_owner(), an_owner()
    assert Author.own(caller).record(NOON, bytes, owner, subject) is None
    entry = Author.admin(caller, "owners.suspend").record(NOON, bytes, owner, subject)
    assert entry is not None
    assert (entry.at, entry.action, entry.actor_id) == (NOON, "owners.suspend", caller.owner_id)
    assert (entry.credential_id, entry.owner_id, entry.subject_id) == (caller.credential_id, owner, subject)
