"""What a credential may do, and that it is never more than it should be."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.author import Admin, Author
from domain.caller import Reach
from domain.credential_errors import GrantExceeded
from domain.errors import CalendarNotFound, InvalidField
from domain.grant import EVERYTHING, Detail, Grant
from domain.ids import CalendarId
from tests.builders import HOUR, NOON, a_caller, a_grant, an_owner, an_owner_named

SCOPES = ("*", "admin", "events:read", "events:write")
USES = ("admin", "events:read", "events:write", "of-the-future:read")
CALENDARS = tuple(CalendarId(UUID(int=number)) for number in range(3))
TIMES = tuple(NOON + number * HOUR for number in range(4))

expiries = st.none() | st.sampled_from(TIMES[1:3])
unlimited = st.builds(Grant, st.frozensets(st.sampled_from(SCOPES), min_size=1), expires_at=expiries)
limited = st.builds(
    Grant,
    scopes=st.frozensets(st.sampled_from([scope for scope in SCOPES if scope != "admin"]), min_size=1),
    calendars=st.none() | st.frozensets(st.sampled_from(CALENDARS[:2]), min_size=1),
    detail=st.sampled_from(Detail),
    expires_at=expiries,
)
grants = unlimited | limited


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


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        ({"scopes": frozenset()}, "scopes"),
        ({"calendars": frozenset()}, "calendars"),
        ({"scopes": frozenset({"admin"}), "calendars": frozenset(CALENDARS)}, "calendars"),
        ({"scopes": frozenset({"admin", "*"}), "detail": Detail.BUSY}, "detail"),
    ],
)
def test_a_grant_that_would_not_mean_what_it_says_is_none(limits: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        replace(EVERYTHING, **limits)
    assert refused.value.details == {"field": field}


def test_an_author_handles_no_more_than_their_own_grant_and_an_admin_anything_until_their_own_end() -> None:
    caller, owner = a_caller(a_grant("events:read", "keys:write", expires_at=NOON)), an_owner_named()
    own, admin = (
        Author.own(caller, "keys.create", "keys:write"),
        Admin.calling(caller, "owner_keys.create").on(owner.id),
    )
    own.require(a_grant("events:read", expires_at=NOON))
    own.require(caller.grant)
    for more in (a_grant("events:write", expires_at=NOON), replace(EVERYTHING, expires_at=NOON)):
        with pytest.raises(GrantExceeded):
            own.require(more)
        admin.require(more)
    for author in (own, admin):
        with pytest.raises(GrantExceeded):
            author.require(a_grant("events:read"))
    with pytest.raises(GrantExceeded):
        own.require_over(a_grant("events:read"))
    admin.require_over(EVERYTHING)
    assert own.owner_id == caller.owner_id
    assert admin.owner_id == owner.id


def test_what_an_admin_does_is_recorded_and_else_what_is_notable() -> None:
    caller, owner, subject = a_caller(), an_owner_named(), an_owner()
    own = Author.own(caller, "keys.create", "keys:write")
    assert own.record(NOON, bytes, owner, (subject,)) is None
    noted = own.record(NOON, bytes, owner, (subject,), notable=True)
    done = Admin.calling(caller, "owners.suspend").on(owner.id).record(NOON, bytes, owner, (subject,))
    for entry, action in ((noted, "keys.create"), (done, "owners.suspend")):
        assert entry is not None
        assert (entry.at, entry.action, entry.actor_id) == (NOON, action, caller.owner_id)
        assert (entry.credential_id, entry.owner_id) == (caller.credential_id, owner.id)
        assert (entry.owner_name, entry.subject_ids) == (owner.name, (subject,))
