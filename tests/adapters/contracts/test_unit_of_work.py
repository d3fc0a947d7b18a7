"""What every adapter of `UnitOfWork` does: all or nothing."""

from dataclasses import replace

import pytest

from domain.answers import Answers
from domain.calendar import Calendar
from domain.errors import CalendarNotFound, Conflict
from domain.ports import Calendars, Edit, Events
from domain.unit_of_work import UnitOfWork
from tests.adapters.contracts.test_answers import an_answer
from tests.builders import NOON, a_calendar, an_event, an_owner


class Stopped(Exception):
    pass


def test_all_is_there_at_the_end(
    in_one_step: UnitOfWork, calendars: Calendars, events: Events, answers: Answers
) -> None:
    calendar = a_calendar(an_owner())
    event, answer = an_event(calendar.id), an_answer()

    def work() -> Calendar:
        calendars.add(calendar)
        found = calendars.get(calendar.owner_id, calendar.id)
        events.write([Edit(None, event)], NOON)
        assert events.find(calendar.id, event.id).result() == event
        answers.keep(calendar.owner_id, "a", answer)
        return found

    assert in_one_step(work) == calendar
    assert calendars.get(calendar.owner_id, calendar.id) == calendar
    assert events.find(calendar.id, event.id).result() == event
    assert answers.find(calendar.owner_id, "a") == answer


def test_nothing_is_there_if_the_work_stops(
    in_one_step: UnitOfWork, calendars: Calendars, events: Events, answers: Answers
) -> None:
    calendar, kept = (a_calendar(an_owner()) for _ in range(2))
    calendars.add(kept)

    def work() -> None:
        calendars.add(calendar)
        calendars.remove(kept)
        with pytest.raises(CalendarNotFound):
            calendars.get(kept.owner_id, kept.id)
        answers.keep(calendar.owner_id, "a", an_answer())
        raise Stopped

    with pytest.raises(Stopped):
        in_one_step(work)
    with pytest.raises(CalendarNotFound):
        calendars.get(calendar.owner_id, calendar.id)
    assert calendars.get(kept.owner_id, kept.id) == kept
    assert answers.find(calendar.owner_id, "a") is None


def test_a_unit_within_a_unit_is_a_part_of_it(in_one_step: UnitOfWork, calendars: Calendars) -> None:
    calendar = a_calendar(an_owner())

    def work() -> None:
        in_one_step(lambda: calendars.add(calendar))
        raise Stopped

    with pytest.raises(Stopped):
        in_one_step(work)
    with pytest.raises(CalendarNotFound):
        calendars.get(calendar.owner_id, calendar.id)


def test_work_that_cannot_be_written_ends_in_a_conflict(in_one_step: UnitOfWork, calendars: Calendars) -> None:
    kept, new = a_calendar(an_owner()), a_calendar(an_owner())
    calendars.add(kept)

    def work() -> None:
        calendars.add(new)
        calendars.replace(replace(kept, version=7))

    with pytest.raises(Conflict):
        in_one_step(work)
    with pytest.raises(CalendarNotFound):
        calendars.get(new.owner_id, new.id)
    assert calendars.get(kept.owner_id, kept.id) == kept
