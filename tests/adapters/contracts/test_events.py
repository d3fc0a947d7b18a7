"""The contract of `domain.ports.Events`."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from domain.errors import Conflict, EventNotFound
from domain.event import Action, Attendee, Event, Reminder, Response, Role, Status, Transparency, Visibility
from domain.ids import CalendarId, EventId
from domain.ports import Events
from domain.when import When
from tests.builders import (
    AUCKLAND,
    DAY,
    HOUR,
    NOON,
    a_calendar_id,
    add,
    all_day,
    an_event,
    moved,
    remove,
    replace_with,
    retitled,
    timed,
)

TODAY = NOON.date()


def found(
    events: Events, calendar: CalendarId, first: date, last: date | None = None, wanted: int = 100
) -> list[Event]:
    """All that touches the range, by id, having checked that the batches come as promised."""
    last = last or first
    batches = list(events.touching(calendar, first, last, wanted))
    assert [batch.through for batch in batches] == sorted(batch.through for batch in batches)
    assert batches[0].through >= first
    assert batches[-1].through == last
    known: dict[EventId, Event] = {}
    complete = date.min
    for batch in batches:
        for event in batch.events:
            start, end = event.when.touched_dates()
            assert event.id in known or max(start, first) > complete or end < first
            assert known.setdefault(event.id, event) == event
        complete = batch.through
    touching = [one for one in known.values() if _touches(one, first, last)]
    return sorted(touching, key=lambda event: event.id)


def _touches(event: Event, first: date, last: date) -> bool:
    start, end = event.when.touched_dates()
    return start <= last and end >= first


def by_id(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: event.id)


def test_what_was_added_is_found_whole(events: Events) -> None:
    event = an_event(
        when=timed(zone=AUCKLAND),
        description="*",
        location="Room 4",
        status=Status.TENTATIVE,
        transparency=Transparency.TRANSPARENT,
        visibility=Visibility.CONFIDENTIAL,
        color="teal",
        url="https://example.org",
        attendees=(Attendee("ada@example.org", None, Role.CHAIR, Response.DECLINED),),
        reminders=(Reminder(0, Action.EMAIL),),
        metadata={"a": ""},
    )
    add(events, event)
    assert events.find(event.calendar_id, event.id).result() == event
    (listed,) = found(events, event.calendar_id, TODAY)
    assert listed == event


def test_an_event_is_on_its_calendar_only(events: Events) -> None:
    event = an_event()
    add(events, event)
    with pytest.raises(EventNotFound):
        events.find(a_calendar_id(), event.id).result()
    assert events.find_many(a_calendar_id(), [event.id]).result() == []
    assert found(events, a_calendar_id(), TODAY) == []


@pytest.mark.parametrize(
    "strange", [UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7"), UUID("ffffffff-ffff-8fff-bfff-ffffffffffff"), UUID(int=0)]
)
def test_an_id_that_nobody_made_is_not_found(events: Events, strange: UUID) -> None:
    with pytest.raises(EventNotFound):
        events.find(a_calendar_id(), EventId(strange)).result()
    assert events.find_many(a_calendar_id(), [EventId(strange)]).result() == []


def test_many_are_found_at_once(events: Events) -> None:
    calendar = a_calendar_id()
    kept = [an_event(calendar, timed(NOON + number * DAY)) for number in range(100)]
    for event in kept:
        add(events, event)
    assert by_id(list(events.find_many(calendar, [event.id for event in kept]).result())) == by_id(kept)
    assert events.find_many(calendar, []).result() == []


def test_adding_what_is_there_with_other_content_is_a_conflict(events: Events) -> None:
    event = an_event()
    add(events, event)
    with pytest.raises(Conflict):
        add(events, retitled(event, "another"))


@pytest.mark.parametrize(
    ("when", "first", "last"),
    [
        (timed(), date(2026, 3, 28), date(2026, 3, 28)),
        (timed(length=timedelta(0)), date(2026, 3, 28), date(2026, 3, 28)),
        (timed(length=12 * HOUR), date(2026, 3, 28), date(2026, 3, 28)),
        (timed(length=13 * HOUR), date(2026, 3, 28), date(2026, 3, 29)),
        (timed(length=30 * DAY), date(2026, 3, 28), date(2026, 4, 27)),
        (timed(length=31 * DAY), date(2026, 3, 28), date(2026, 4, 28)),
        (timed(length=800 * DAY), date(2026, 3, 28), date(2028, 6, 5)),
        (all_day(date(2028, 2, 29)), date(2028, 2, 29), date(2028, 2, 29)),
        (all_day(date(2026, 3, 1), date(2026, 3, 31)), date(2026, 3, 1), date(2026, 3, 31)),
        (all_day(date(2026, 3, 1), date(2026, 4, 1)), date(2026, 3, 1), date(2026, 4, 1)),
    ],
    ids=lambda value: str(value) if isinstance(value, date) else "",
)
def test_an_event_is_found_on_each_date_it_touches_by_each_width_of_window(
    events: Events, when: When, first: date, last: date
) -> None:
    event = an_event(when=when)
    add(events, event)
    for width in (0, 10, 44, 46, 47, 366):
        wide = timedelta(days=width)
        for day in (first, last):
            assert found(events, event.calendar_id, day, day + wide) == [event]
            assert found(events, event.calendar_id, day - wide, day) == [event]
    assert found(events, event.calendar_id, first - 5 * DAY, first - DAY) == []
    assert found(events, event.calendar_id, last + DAY, last + 5 * DAY) == []


def test_a_batch_may_stop_early_but_never_loses_a_day(events: Events) -> None:
    calendar = a_calendar_id()
    kept = [an_event(calendar, timed(NOON + day * DAY, HOUR)) for day in range(4) for _ in range(7)]
    for event in kept:
        add(events, event)
    for width in (3, 300):
        for wanted in (1, 6, 7, 8, 200):
            assert found(events, calendar, TODAY, TODAY + width * DAY, wanted) == by_id(kept)


@pytest.mark.parametrize("width", [2, 300])
def test_a_crowded_first_day_is_known_whole_before_anything_is_given_out(events: Events, width: int) -> None:
    calendar = a_calendar_id()
    crowd = [an_event(calendar, timed(NOON + index * timedelta(seconds=1))) for index in range(130)]
    began_before = an_event(calendar, timed(NOON - DAY, 2 * DAY))
    for event in (*crowd, began_before):
        add(events, event)
    assert found(events, calendar, TODAY, TODAY + width * DAY, wanted=1) == by_id([*crowd, began_before])


def test_between_a_date_and_an_earlier_one_is_nothing(events: Events) -> None:
    event = an_event(when=timed(NOON - 2 * DAY, 5 * DAY))
    add(events, event)
    assert list(events.touching(event.calendar_id, TODAY, TODAY - DAY, 100)) == []


def test_a_moved_event_is_found_where_it_now_is_and_by_its_id(events: Events) -> None:
    event = an_event(when=timed(length=3 * DAY))
    add(events, event)
    for when in (timed(NOON + 60 * DAY, 2 * DAY), timed(NOON + 61 * DAY, 100 * DAY), all_day(TODAY), timed()):
        old = events.find(event.calendar_id, event.id).result()
        new = moved(old, when)
        replace_with(events, old, new)
        first, last = when.touched_dates()
        assert events.find(event.calendar_id, event.id).result() == new
        assert found(events, event.calendar_id, first) == found(events, event.calendar_id, last) == [new]
        everywhere = found(events, event.calendar_id, TODAY - 5 * DAY, TODAY + 200 * DAY)
        assert everywhere == [new]


def test_each_copy_changes_with_the_event(events: Events) -> None:
    event = an_event(when=timed(length=5 * DAY))
    add(events, event)
    new = retitled(event, "Review")
    replace_with(events, event, new)
    for day in range(5):
        assert found(events, event.calendar_id, TODAY + day * DAY) == [new]


@pytest.mark.parametrize("length", [HOUR, 5 * DAY, 90 * DAY])
def test_only_one_of_two_writers_wins(events: Events, length: timedelta) -> None:
    event = an_event(when=timed(length=length))
    add(events, event)
    replace_with(events, event, retitled(event, "first"))
    with pytest.raises(Conflict):
        replace_with(events, event, retitled(event, "second"))
    with pytest.raises(Conflict):
        replace_with(events, event, moved(event, timed(NOON + 40 * DAY, 2 * DAY)))
    with pytest.raises(Conflict):
        remove(events, event)
    (kept,) = found(events, event.calendar_id, TODAY)
    assert kept.details.title == "first"
    assert all(one == kept for one in found(events, event.calendar_id, TODAY + 39 * DAY))


@pytest.mark.parametrize("length", [HOUR, 5 * DAY, 90 * DAY])
def test_a_removed_event_is_nowhere(events: Events, length: timedelta) -> None:
    event = an_event(when=timed(length=length))
    add(events, event)
    remove(events, event)
    with pytest.raises(EventNotFound):
        events.find(event.calendar_id, event.id).result()
    assert events.find_many(event.calendar_id, [event.id]).result() == []
    assert found(events, event.calendar_id, TODAY, TODAY + 100 * DAY) == []
    assert found(events, event.calendar_id, TODAY) == []
    with pytest.raises(Conflict):
        remove(events, event)
    with pytest.raises(Conflict):
        replace_with(events, event, retitled(event, "again"))


def test_events_are_counted_once_and_without_those_that_are_gone(events: Events) -> None:
    calendar = a_calendar_id()
    kept = [an_event(calendar, timed(length=length)) for length in (HOUR, 4 * DAY, 99 * DAY)]
    for event in (*kept, an_event()):
        add(events, event)
    assert events.count(calendar) == 3
    remove(events, kept[0])
    replace_with(events, kept[1], moved(kept[1], timed(NOON + 50 * DAY)))
    assert events.count(calendar) == 2
    assert events.count(a_calendar_id()) == 0


def test_a_purge_leaves_nothing_of_one_calendar_and_all_of_another(events: Events) -> None:
    calendar, other = a_calendar_id(), an_event()
    add(events, other)
    kept = [
        an_event(calendar, timed(NOON + day * DAY, length)) for day in range(10) for length in (HOUR, 4 * DAY, 99 * DAY)
    ]
    for event in kept:
        add(events, event)
    replace_with(events, kept[0], moved(kept[0], timed(NOON + 50 * DAY)))
    assert events.purge(calendar) >= len(kept)
    assert events.purge(calendar) == 0
    assert found(events, calendar, TODAY, TODAY + 300 * DAY) == []
    with pytest.raises(EventNotFound):
        events.find(calendar, kept[0].id).result()
    assert found(events, other.calendar_id, TODAY) == [other]


def test_instants_are_kept_to_the_microsecond_and_zones_by_name(events: Events) -> None:
    start = datetime.fromisoformat("2026-03-28T23:59:59.999999+00:00")
    event = an_event(when=timed(start, timedelta(microseconds=1), AUCKLAND))
    add(events, event)
    kept = events.find(event.calendar_id, event.id).result()
    assert kept.when == event.when
    assert found(events, event.calendar_id, start.date()) == [event]
