"""Edits of series: what is kept, what moves along, what is divided, what is dropped."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.memory.calendars import MemoryCalendars
from adapters.memory.events import MemoryEvents
from domain.calendar import Calendar
from domain.caller import Reach
from domain.draft import Draft
from domain.errors import EventNotFound, InvalidField
from domain.event import Event, EventDetails
from domain.ids import EventRef, OccurrenceId
from domain.recurrence import lines
from domain.recurrence.lines import TooManyExceptions, written
from domain.recurrence.recurrence import MOST_EXCEPTIONS
from domain.scope import Scope
from domain.series import Series
from domain.series_split import CannotSplit
from domain.time import utc_of
from domain.use_cases.change_event import Changed, ChangeEvent
from domain.use_cases.create_event import CreateEvent
from domain.use_cases.delete_event import DeleteEvent, ResetOccurrence
from domain.use_cases.get_events import GetEvent
from domain.use_cases.list_events import ListEvents
from domain.when import AllDay, Timing
from domain.window import WindowQuery
from tests.builders import BERLIN, DAY, HOUR, a_calendar, a_clock, replace_with

START = datetime(2026, 3, 26, 9)  # noqa: DTZ001 local


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@dataclass
class World:
    """One calendar, and all that works on it."""

    calendars: MemoryCalendars = field(default_factory=MemoryCalendars)
    events: MemoryEvents = field(default_factory=MemoryEvents)
    calendar: Calendar = field(default_factory=lambda: a_calendar(zone=BERLIN))

    def __post_init__(self) -> None:
        self.calendars.add(self.calendar)
        self.reach = Reach(self.calendar.owner_id)
        self._delete = DeleteEvent(self.calendars, self.events, a_clock)
        self._reset = ResetOccurrence(self.calendars, self.events, a_clock)

    def series(self, *words: str, timing: Timing | None = None) -> Event:
        create = CreateEvent(self.calendars, self.events, a_clock, secrets.token_bytes)
        timing = timing or Timing(START, START + HOUR)
        return create(self.reach, self.calendar.id, Draft(timing, EventDetails("Planning"), words))

    def change(
        self,
        ref: EventRef,
        scope: Scope | None = None,
        by: timedelta = timedelta(0),
        words: Sequence[str] | None = None,
        timing: Timing | None = None,
        title: str = "Review",
    ) -> Changed:
        """Give it another title, and move it, or word how it recurs, or when it is, anew."""
        use = ChangeEvent(self.calendars, self.events, a_clock, secrets.token_bytes)

        def change(event: Event) -> Draft:
            kept = written(event.recurrence, event.when.local_zone) if event.recurrence else ()
            return Draft(timing or shifted(event, by), EventDetails(title), kept if words is None else words)

        return use(self.reach, self.calendar.id, ref, change, scope=scope)

    def delete(self, ref: EventRef, scope: Scope | None = None) -> None:
        self._delete(self.reach, self.calendar.id, ref, scope=scope)

    def reset(self, ref: EventRef) -> Event:
        return self._reset(self.reach, self.calendar.id, ref)

    def get(self, ref: EventRef) -> Event:
        return GetEvent(self.calendars, self.events)(self.reach, self.calendar.id, ref)

    def starts(self, first: str = "2026-03-01", last: str = "2026-06-01") -> list[str]:
        """When something starts in a window, on the clock of Berlin."""
        query = WindowQuery(date.fromisoformat(first), date.fromisoformat(last))
        page = ListEvents(self.calendars, self.events)(self.reach, self.calendar.id, query, size=1000)
        return [event.span(BERLIN).start.astimezone(BERLIN).strftime("%m-%dT%H:%M") for event in page.events]


def shifted(event: Event, by: timedelta) -> Timing:
    when = event.when
    if isinstance(when, AllDay):
        return Timing(starts_on=when.starts_on + by, ends_on=when.ends_on + by)
    return Timing(when.starts_at + by, when.ends_at + by, when.zone.key)


def at(series: Event, text: str) -> OccurrenceId:
    """The occurrence at a local time, or on a date."""
    zone = series.when.local_zone
    return Series.of(series).named(utc_of(local(text), zone or ZoneInfo("UTC")))


def words_of(event: Event) -> list[str]:
    return written(event.recurrence, event.when.local_zone) if event.recurrence else []


@pytest.fixture
def world() -> World:
    return World()


def test_a_split_divides_the_count(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=10", "EXDATE;TZID=Europe/Berlin:20260327T090000,20260401T090000")
    changed = world.change(at(series, "2026-03-30T09:00"), Scope.FOLLOWING)
    assert words_of(world.get(series.id)) == [
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE;TZID=Europe/Berlin:20260327T090000",
    ]
    assert words_of(changed.event) == ["RRULE:FREQ=DAILY;COUNT=6", "EXDATE;TZID=Europe/Berlin:20260401T090000"]
    assert changed.ended == series.id


def test_a_split_ends_the_old_series_a_second_before(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY")
    world.change(at(series, "2026-03-30T09:00"), Scope.FOLLOWING)
    assert words_of(world.get(series.id)) == ["RRULE:FREQ=DAILY;UNTIL=20260330T065959Z"]


def test_a_split_ends_an_all_day_series_the_day_before(world: World) -> None:
    timing = Timing(starts_on=START.date(), ends_on=START.date())
    series = world.series("RRULE:FREQ=DAILY", timing=timing)
    world.change(at(series, "2026-03-30"), Scope.FOLLOWING)
    assert words_of(world.get(series.id)) == ["RRULE:FREQ=DAILY;UNTIL=20260329"]


def test_a_series_that_is_split_at_its_beginning_changes_as_a_whole(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=3")
    changed = world.change(at(series, "2026-03-26T09:00"), Scope.FOLLOWING, by=HOUR)
    assert (changed.event.id, changed.ended) == (series.id, None)
    assert world.starts() == ["03-26T10:00", "03-27T10:00", "03-28T10:00"]


def test_so_does_one_of_which_everything_before_was_cancelled(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=4")
    world.delete(at(series, "2026-03-26T09:00"))
    world.delete(at(series, "2026-03-27T09:00"))
    changed = world.change(at(series, "2026-03-28T09:00"), Scope.FOLLOWING)
    assert (changed.event.id, changed.ended) == (series.id, None)
    assert words_of(changed.event) == ["RRULE:FREQ=DAILY;COUNT=2"]


def test_a_split_at_an_added_date_counts_that_date_as_well(world: World) -> None:
    series = world.series("RRULE:FREQ=WEEKLY;BYDAY=TH;COUNT=4", "RDATE;TZID=Europe/Berlin:20260404T110000")
    before = world.starts()
    changed = world.change(at(series, "2026-04-04T11:00"), Scope.FOLLOWING)
    assert world.starts() == before
    assert words_of(changed.event) == ["RRULE:FREQ=WEEKLY;COUNT=3;BYSECOND=0;BYMINUTE=0;BYHOUR=9;BYDAY=TH"]


def test_a_split_that_leaves_a_single_event_names_the_override_that_goes(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=2", "RDATE;TZID=Europe/Berlin:20260404T110000")
    one = at(series, "2026-04-04T11:00")
    world.change(one, by=HOUR, title="Special")
    changed = world.change(one, Scope.FOLLOWING)
    assert list(changed.dropped) == [one]
    assert (changed.event.recurrence, changed.ended) == (None, series.id)
    assert world.starts() == ["03-26T09:00", "03-27T09:00", "04-04T11:00"]


def test_a_rule_with_an_interval_cannot_begin_off_its_rhythm(world: World) -> None:
    series = world.series("RRULE:FREQ=WEEKLY;INTERVAL=2", "RDATE;TZID=Europe/Berlin:20260404T110000")
    before = world.starts()
    with pytest.raises(CannotSplit):
        world.change(at(series, "2026-04-04T11:00"), Scope.FOLLOWING)
    assert world.starts() == before


def test_but_it_can_end_there(world: World) -> None:
    series = world.series("RRULE:FREQ=WEEKLY;INTERVAL=2", "RDATE;TZID=Europe/Berlin:20260404T110000")
    world.delete(at(series, "2026-04-04T11:00"), Scope.FOLLOWING)
    assert world.starts() == ["03-26T09:00"]


def test_a_split_at_an_occurrence_in_a_gap_goes_on_at_the_time_that_was_meant(world: World) -> None:
    series = world.series(
        "RRULE:FREQ=DAILY;COUNT=5", timing=Timing(local("2026-03-27T02:30"), local("2026-03-27T03:00"))
    )
    before = world.starts()
    world.change(at(series, "2026-03-29T02:30"), Scope.FOLLOWING)
    assert world.starts() == before
    assert before[2:4] == ["03-29T03:30", "03-30T02:30"]


def test_a_longer_occurrence_does_not_move_a_series_that_begins_in_a_gap(world: World) -> None:
    start = local("2026-03-29T02:30")
    series = world.series("RRULE:FREQ=DAILY;COUNT=2", timing=Timing(start, start + 3 * HOUR))
    first = utc_of(start, BERLIN)
    world.change(series.id, timing=Timing(first, first + 5 * HOUR, "Europe/Berlin"))
    assert world.starts() == ["03-29T03:30", "03-30T02:30"]


def test_a_start_that_is_moved_at_an_occurrence_moves_the_first_as_far(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;UNTIL=20260330T070000Z", "EXDATE;TZID=Europe/Berlin:20260328T090000")
    world.change(at(series, "2026-03-30T09:00"), Scope.ALL, by=HOUR)
    assert world.starts() == ["03-26T10:00", "03-27T10:00", "03-29T10:00", "03-30T10:00"]


def test_an_override_stays_if_its_start_is_still_one_and_is_named_if_not(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=5")
    one = at(series, "2026-03-28T09:00")
    world.change(one, by=5 * HOUR, title="Special")
    assert world.change(series.id).dropped == ()
    assert world.get(one).details.title == "Special"
    assert list(world.change(series.id, by=HOUR).dropped) == [one]
    assert world.starts() == [f"03-{day}T10:00" for day in range(26, 31)]
    assert [len(word.event_ids) for word in world.events.dropped] == [1]


def test_a_rule_that_changes_drops_what_it_no_longer_yields(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=5")
    gone, kept = at(series, "2026-03-27T09:00"), at(series, "2026-03-28T09:00")
    for one in (gone, kept):
        world.change(one, by=HOUR)
    assert list(world.change(series.id, words=["RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"]).dropped) == [gone]
    with pytest.raises(EventNotFound):
        world.get(gone)
    assert world.starts() == ["03-26T09:00", "03-28T10:00", "03-30T09:00"]


def test_a_series_becomes_all_day_and_timed_again_with_what_was_cancelled(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;UNTIL=20260329", "EXDATE;TZID=Europe/Berlin:20260328T090000")
    changed = world.change(series.id, timing=Timing(starts_on=START.date(), ends_on=START.date()))
    assert words_of(changed.event) == ["RRULE:FREQ=DAILY;UNTIL=20260329", "EXDATE;VALUE=DATE:20260328"]
    changed = world.change(series.id, timing=Timing(START, START + HOUR, "Europe/Berlin"))
    assert world.starts() == ["03-26T09:00", "03-27T09:00", "03-29T09:00"]


def test_a_series_without_its_recurrence_is_a_single_event_where_the_wording_says(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY")
    world.change(at(series, "2026-04-01T09:00"), Scope.ALL, words=())
    assert world.starts() == ["04-01T09:00"]
    assert world.get(series.id).recurrence is None


def test_an_occurrence_alone_cannot_recur(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY")
    with pytest.raises(InvalidField) as refused:
        world.change(at(series, "2026-04-01T09:00"), words=["RRULE:FREQ=DAILY"])
    assert refused.value.details["field"] == "recurrence"


@pytest.mark.parametrize("scope", [Scope.THIS, Scope.FOLLOWING])
def test_a_scope_needs_an_occurrence(world: World, scope: Scope) -> None:
    series = world.series("RRULE:FREQ=DAILY")
    for edit in (world.change, world.delete):
        with pytest.raises(InvalidField):
            edit(series.id, scope)


def test_an_override_is_found_beyond_the_ends_of_its_series(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=2")
    world.change(at(series, "2026-03-26T09:00"), by=-100 * DAY)
    world.change(at(series, "2026-03-27T09:00"), by=200 * DAY)
    assert world.starts("2025-12-01", "2026-01-01") == ["12-16T09:00"]
    assert world.starts("2026-10-01", "2026-11-01") == ["10-13T10:00"]
    assert world.starts() == []


def test_the_last_occurrence_that_is_cancelled_takes_the_series_along(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=2")
    world.delete(at(series, "2026-03-26T09:00"))
    world.delete(at(series, "2026-03-27T09:00"))
    with pytest.raises(EventNotFound):
        world.get(series.id)


def test_versions_of_an_occurrence_never_come_again(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY")
    one = at(series, "2026-03-30T09:00")
    seen = [world.get(one).version]
    for number in range(3):
        world.change(one, title=f"Special {number}")
        seen.append(world.get(one).version)
    world.change(series.id, words=())
    world.change(series.id, words=["RRULE:FREQ=DAILY"])
    seen.append(world.get(one).version)
    world.change(one, title="Special")
    seen.append(world.get(one).version)
    seen.append(world.reset(one).version)
    assert seen == sorted(set(seen))


def test_versions_go_on_behind_a_split(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY")
    for number in range(4):
        world.change(at(series, "2026-03-30T09:00"), title=f"Special {number}")
    override = world.get(at(series, "2026-03-30T09:00"))
    begun = world.change(at(series, "2026-03-29T09:00"), Scope.FOLLOWING).event
    assert begun.version > override.version


def test_an_override_that_is_made_where_a_dropped_one_still_lies_replaces_it(world: World) -> None:
    series = world.series("RRULE:FREQ=DAILY;COUNT=9")
    one = at(series, "2026-03-28T09:00")
    world.change(one, by=60 * DAY, title="Old")
    world.change(series.id, words=["RRULE:FREQ=DAILY;INTERVAL=5;COUNT=2"])
    world.change(series.id, words=["RRULE:FREQ=DAILY;COUNT=9"])
    assert world.get(one).details.title == "Review"
    world.change(one, by=HOUR, title="New")
    assert world.get(one).details.title == "New"
    assert "05-27T09:00" not in world.starts()


def test_a_series_takes_no_more_exceptions_than_it_may_have(world: World) -> None:
    series = world.series("RRULE:FREQ=HOURLY")
    full = tuple(START + number * HOUR for number in range(100, 100 + MOST_EXCEPTIONS))
    recurrence = replace(Series.of(series).recurrence, excluded=full)
    replace_with(world.events, series, replace(series, version=2, recurrence=lines.checked(recurrence)))
    with pytest.raises(TooManyExceptions):
        world.delete(at(series, "2026-03-26T10:00"))
    with pytest.raises(TooManyExceptions):
        world.change(at(series, "2026-03-26T10:00"), by=HOUR)
    assert "03-26T10:00" in world.starts("2026-03-26", "2026-03-27")
