"""Units of work in DynamoDB, where it matters that their writes come late."""

from collections.abc import Callable
from contextvars import Context
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import TypeVar

import pytest

from adapters.dynamodb.answer_items import hash_of
from adapters.dynamodb.answers import DynamoAnswers
from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.events import DynamoEvents
from adapters.dynamodb.owners import DynamoOwners
from adapters.dynamodb.staging import StagingTable
from adapters.dynamodb.table import answer_key
from adapters.settings import LOCAL_CREDENTIALS
from domain.calendar import Calendar
from domain.errors import Conflict, EventNotFound, NotInOneStep
from domain.owner_errors import OwnerLocked
from domain.ports import Edit
from tests.adapters.contracts.test_answers import an_answer
from tests.builders import NOON, a_calendar, a_clock, add, an_event, an_owner
from tests.conftest import TABLE
from tests.support.recorder import Recorder

T = TypeVar("T")


def _elsewhere(table: StagingTable, work: Callable[[], T]) -> T:
    """Do something as another request would, which knows nothing of the unit."""
    return Context().run(table.begin, work).result()


def _next(calendar: Calendar) -> Calendar:
    return replace(calendar, version=calendar.version + 1)


def _replaced_elsewhere(table: StagingTable, calendars: DynamoCalendars, found: Calendar) -> None:
    details = replace(found.details, title=f"Of somebody else, {found.version}")
    _elsewhere(table, partial(calendars.replace, replace(_next(found), details=details)))


@pytest.fixture
def calendars(table: StagingTable) -> DynamoCalendars:
    return DynamoCalendars(table, a_clock)


@pytest.fixture
def owners(table: StagingTable) -> DynamoOwners:
    return DynamoOwners(table, a_clock)


def test_work_that_others_came_before_is_done_again(table: StagingTable, calendars: DynamoCalendars) -> None:
    calendar = a_calendar(an_owner())
    calendars.add(calendar)
    seen: list[int] = []

    def work() -> Calendar:
        found = calendars.get(calendar.owner_id, calendar.id)
        if not seen:
            _replaced_elsewhere(table, calendars, found)
        seen.append(found.version)
        calendars.replace(_next(found))
        return _next(found)

    assert table.in_one_step(work) == calendars.get(calendar.owner_id, calendar.id)
    assert seen == [1, 2]


def test_a_unit_reads_the_same_item_once(recorder: Recorder, calendars: DynamoCalendars) -> None:
    recorded = StagingTable(TABLE, endpoint_url=recorder.url, region="local", credentials=LOCAL_CREDENTIALS)
    calendar = a_calendar(an_owner())
    calendars.add(calendar)
    events = [an_event(calendar.id) for _ in range(20)]

    def work() -> None:
        for event in events:
            found = DynamoEvents(recorded).find(calendar.id, event.id)
            DynamoCalendars(recorded, a_clock).get(calendar.owner_id, calendar.id)
            with pytest.raises(EventNotFound):
                found.result()
            add(DynamoEvents(recorded), event)

    with recorder.recording() as record:
        recorded.in_one_step(work)
    assert record.read_units == len(events) + 1
    assert record.requests == len(events) + 1


def test_a_try_after_a_conflict_reads_anew(table: StagingTable, calendars: DynamoCalendars) -> None:
    calendar = a_calendar(an_owner())
    calendars.add(calendar)
    seen: list[int] = []

    def once() -> None:
        found = calendars.get(calendar.owner_id, calendar.id)
        if len(seen) < 2:
            _replaced_elsewhere(table, calendars, found)
        seen.append(found.version)
        calendars.replace(_next(found))

    def work() -> None:
        try:
            once()
        except Conflict:
            once()

    table.in_one_step(work)
    assert seen == [1, 2, 3]


def test_what_a_condition_means_is_said_as_without_a_unit(
    table: StagingTable, calendars: DynamoCalendars, owners: DynamoOwners
) -> None:
    owner = an_owner()
    owners.lock(owner, NOON, NOON + timedelta(days=1))
    with pytest.raises(OwnerLocked):
        table.in_one_step(partial(calendars.add, a_calendar(owner)))


def test_a_lock_is_set_at_once_and_ends_with_work_that_fails(
    table: StagingTable, calendars: DynamoCalendars, owners: DynamoOwners
) -> None:
    owner, until = an_owner(), NOON + timedelta(days=1)

    def work() -> None:
        owners.lock(owner, NOON, until)
        with pytest.raises(OwnerLocked):
            _elsewhere(table, partial(calendars.add, a_calendar(owner)))
        calendars.replace(a_calendar(an_owner()))  # which is not there

    with pytest.raises(Conflict):
        table.in_one_step(work)
    calendars.add(a_calendar(owner))


def test_nobody_else_sees_what_is_not_yet_written(table: StagingTable, calendars: DynamoCalendars) -> None:
    calendar = a_calendar(an_owner())

    def work() -> None:
        calendars.add(calendar)
        assert _elsewhere(table, partial(calendars.page, calendar.owner_id, None, 10)) == []

    table.in_one_step(work)
    assert calendars.page(calendar.owner_id, None, 10) == [calendar]


def test_a_list_of_what_is_not_yet_written_is_refused(table: StagingTable, calendars: DynamoCalendars) -> None:
    calendar = a_calendar(an_owner())

    def work() -> None:
        calendars.add(calendar)
        calendars.page(calendar.owner_id, None, 10)

    with pytest.raises(NotInOneStep):
        table.in_one_step(work)
    assert calendars.page(calendar.owner_id, None, 10) == []


def test_an_index_of_what_is_not_yet_written_is_refused(table: StagingTable) -> None:
    events, event = DynamoEvents(table), an_event()

    def work() -> None:
        events.write([Edit(None, event)], NOON)
        events.count(event.calendar_id)

    with pytest.raises(NotInOneStep):
        table.in_one_step(work)


def test_a_thing_is_written_once(table: StagingTable, calendars: DynamoCalendars) -> None:
    calendar = a_calendar(an_owner())

    def work() -> None:
        calendars.add(calendar)
        calendars.replace(_next(calendar))

    with pytest.raises(NotInOneStep):
        table.in_one_step(work)


def test_two_may_ask_for_the_same_condition(table: StagingTable, calendars: DynamoCalendars) -> None:
    owner = an_owner()
    first, second = a_calendar(owner), a_calendar(owner)

    def work() -> None:
        calendars.add(first)
        calendars.add(second)

    table.in_one_step(work)
    assert {one.id for one in calendars.page(owner, None, 10)} == {first.id, second.id}


@pytest.mark.parametrize(("count", "title"), [(101, "x"), (60, "x" * 60_000)])
def test_more_than_a_step_holds_is_refused(table: StagingTable, count: int, title: str) -> None:
    events = DynamoEvents(table)
    made = [an_event(title=title) for _ in range(count)]

    def work() -> None:
        for event in made:
            events.write([Edit(None, event)], NOON)

    with pytest.raises(NotInOneStep):
        table.in_one_step(work)


def test_a_kept_answer_cannot_be_read_without_its_key(table: StagingTable) -> None:
    owner, secret = an_owner(), b"dbk_" + b"7" * 43
    DynamoAnswers(table, a_clock).keep(owner, "the key", an_answer(secret * 20))
    kept = table.get(answer_key(owner, hash_of("the key")))
    assert kept is not None
    assert secret not in bytes(kept["content"])
    assert "the key" not in repr(kept)
