"""What `domain.ports.Events` promises about events that were imported."""

from dataclasses import replace
from typing import Any

import pytest

from domain.errors import Conflict
from domain.event import Event, Imported, Organizer, Origin, Uid
from domain.ids import CalendarId
from domain.ports import Edit, Events
from tests.builders import a_calendar_id, a_clock, add, an_event, remove, replace_with, retitled


def test_events_are_found_by_the_uid_they_came_with(events: Events) -> None:
    one = imported(Uid("one@example.org"))
    lone = imported(Uid("one@example.org", "20260328T120000Z"), one.calendar_id)
    native = an_event(one.calendar_id)
    for event in (one, lone, native):
        add(events, event)
    unknown = Uid("two@example.org")
    asked = [Uid("one@example.org"), unknown, Uid("one@example.org", "20260328T120000Z"), Uid(str(native.id))]
    assert events.named(one.calendar_id, asked).result() == {asked[0]: one.id, asked[2]: lone.id}
    assert events.named(a_calendar_id(), asked).result() == {}


def test_a_uid_names_one_event_of_a_calendar(events: Events) -> None:
    one = imported(Uid("one@example.org"))
    add(events, one)
    with pytest.raises(Conflict):
        add(events, imported(Uid("one@example.org"), one.calendar_id))
    add(events, imported(Uid("one@example.org")))
    assert events.count(one.calendar_id) == 1


def test_a_uid_is_free_again_once_its_event_is_removed(events: Events) -> None:
    one = imported(Uid("one@example.org"))
    add(events, one)
    renamed = retitled(one, "Other")
    replace_with(events, one, renamed)
    assert events.named(one.calendar_id, [Uid("one@example.org")]).result() == {Uid("one@example.org"): one.id}
    remove(events, renamed)
    assert events.named(one.calendar_id, [Uid("one@example.org")]).result() == {}
    again = imported(Uid("one@example.org"), one.calendar_id)
    add(events, again)
    assert events.find(one.calendar_id, again.id).result() == again


def test_what_an_event_came_with_is_kept(events: Events) -> None:
    lines = ("X-A;B=c:d", "BEGIN:VALARM\nTRIGGER:PT5M\nEND:VALARM")
    event = imported(Uid("one@example.org"), lines=lines, organizer=Organizer("ada@example.org", "Ada"))
    add(events, event)
    assert events.find(event.calendar_id, event.id).result() == event


def test_an_override_does_not_take_its_series_uid(events: Events) -> None:
    series = imported(Uid("one@example.org"))
    add(events, series)
    override = replace(an_event(series.calendar_id), imported=series.imported, origin=Origin(series.id, False, True))
    add(events, override)
    remove(events, override)
    assert events.named(series.calendar_id, [Uid("one@example.org")]).result() == {Uid("one@example.org"): series.id}


def test_more_edits_than_one_step_holds_are_kept_in_order(events: Events) -> None:
    calendar_id = a_calendar_id()
    made = [an_event(calendar_id) for _ in range(230)]
    events.begin_writing([Edit(None, event) for event in made], a_clock()).result()
    assert events.count(calendar_id) == 230
    again = [retitled(event, "Other") for event in made[:150]]
    edits = [*map(Edit, made, again), Edit(None, made[200])]
    with pytest.raises(Conflict):
        events.begin_writing(edits, a_clock()).result()
    assert events.find(calendar_id, made[200].id).result() == made[200]


def imported(uid: Uid, calendar_id: CalendarId | None = None, lines: tuple[str, ...] = (), **details: Any) -> Event:
    return replace(an_event(calendar_id, **details), imported=Imported(uid, 3, 1, lines))
