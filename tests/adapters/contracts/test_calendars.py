"""The contract of `domain.ports.Calendars`."""

from dataclasses import replace

import pytest

from domain.calendar import CalendarDetails
from domain.errors import CalendarNotFound, Conflict
from domain.ports import Calendars
from tests.builders import BERLIN, a_calendar, a_clock, an_owner


def test_what_was_added_is_found_whole(calendars: Calendars) -> None:
    calendar = a_calendar(description="*", zone=BERLIN, color="teal", metadata={"a": "b"})
    calendars.add(calendar)
    assert calendars.get(calendar.owner_id, calendar.id) == calendar


def test_a_calendar_is_reached_through_its_owner_only(calendars: Calendars) -> None:
    calendar = a_calendar()
    calendars.add(calendar)
    with pytest.raises(CalendarNotFound):
        calendars.get(an_owner(), calendar.id)
    with pytest.raises(CalendarNotFound):
        calendars.get(calendar.owner_id, a_calendar().id)


def test_pages_are_in_the_order_of_ids_and_of_one_owner(calendars: Calendars) -> None:
    owner = an_owner()
    own = [a_calendar(owner) for _ in range(5)]
    for calendar in (*reversed(own), a_calendar()):
        calendars.add(calendar)
    own.sort(key=lambda one: one.id)
    assert list(calendars.page(owner, None, 2)) == own[:2]
    assert list(calendars.page(owner, own[1].id, 2)) == own[2:4]
    assert list(calendars.page(owner, own[3].id, 2)) == own[4:]
    assert list(calendars.page(owner, own[4].id, 2)) == []


def test_a_page_is_full_also_if_its_calendars_are_large(calendars: Calendars) -> None:
    owner = an_owner()
    own = [a_calendar(owner, description="x" * 16_000) for _ in range(80)]
    for calendar in own:
        calendars.add(calendar)
    assert list(calendars.page(owner, None, 100)) == sorted(own, key=lambda one: one.id)


def test_several_are_found_by_their_ids(calendars: Calendars) -> None:
    owner = an_owner()
    own, other = [a_calendar(owner) for _ in range(100)], a_calendar()
    for calendar in (*own, other):
        calendars.add(calendar)
    wanted = {calendar.id for calendar in own[1:]} | {other.id}
    found = calendars.find_many(owner, wanted)
    assert sorted(found, key=lambda one: one.id) == sorted(own[1:], key=lambda one: one.id)
    assert calendars.find_many(owner, frozenset()) == []


def test_the_next_version_replaces_the_one_before(calendars: Calendars) -> None:
    calendar = a_calendar()
    calendars.add(calendar)
    changed = calendar.changed(CalendarDetails("Travel"), a_clock())
    calendars.replace(changed)
    assert calendars.get(calendar.owner_id, calendar.id) == changed


def test_a_replacement_of_another_version_is_a_conflict(calendars: Calendars) -> None:
    calendar = a_calendar()
    calendars.add(calendar)
    calendars.replace(calendar.changed(CalendarDetails("first"), a_clock()))
    with pytest.raises(Conflict):
        calendars.replace(calendar.changed(CalendarDetails("second"), a_clock()))
    with pytest.raises(Conflict):
        calendars.replace(a_calendar())
    assert calendars.get(calendar.owner_id, calendar.id).details.title == "first"


def test_a_removed_calendar_is_gone(calendars: Calendars) -> None:
    calendar, other = a_calendar(), a_calendar()
    calendars.add(calendar)
    calendars.add(other)
    calendars.remove(calendar)
    with pytest.raises(CalendarNotFound):
        calendars.get(calendar.owner_id, calendar.id)
    assert calendars.page(calendar.owner_id, None, 10) == []
    assert calendars.get(other.owner_id, other.id) == other


def test_removing_another_version_is_a_conflict(calendars: Calendars) -> None:
    calendar = a_calendar()
    calendars.add(calendar)
    with pytest.raises(Conflict):
        calendars.remove(replace(calendar, version=2))
    calendars.remove(calendar)
    with pytest.raises(Conflict):
        calendars.remove(calendar)
