"""The contract of `domain.ports.Events`, for what recurs: series, overrides, and steps that belong together."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.errors import Conflict, EventNotFound
from domain.event import Event
from domain.ids import new_segment_id
from domain.ports import Dropped, Edit, Events
from domain.recurrence import lines
from domain.series import Series, SeriesOf
from domain.time import utc_of
from domain.use_cases.purge import ClearDropped
from tests.builders import (
    BERLIN,
    DAY,
    HOUR,
    NOON,
    a_calendar_id,
    a_clock,
    add,
    all_day,
    an_event,
    moved,
    remove,
    replace_with,
    retitled,
    timed,
)

ANCHOR = datetime(2026, 3, 2, 9)  # noqa: DTZ001 local
FIRST = utc_of(ANCHOR, BERLIN)


def a_series(*words: str, anchor: datetime = ANCHOR, length: timedelta = HOUR) -> Series:
    zone = BERLIN
    event = an_event(when=timed(utc_of(anchor, zone), length, zone))
    return Series.of(replace(event, recurrence=lines.read(words or ["RRULE:FREQ=WEEKLY"], anchor, zone)))


def kept(events: Events, series: Series) -> Series:
    add(events, series.event)
    return series


def found(events: Events, series: Series, first: date, last: date | None = None) -> list[Series]:
    """The series in the first batch of a range, having checked that there are none in the others."""
    batches = list(events.touching(series.event.calendar_id, first, last or first, wanted=100))
    assert not any(batch.series for batch in batches[1:])
    assert all(event.recurrence is None for batch in batches for event in batch.events)
    return list(batches[0].series)


def overridden(series: Series, original: datetime, override: Event) -> Series:
    recurrence = replace(
        series.recurrence,
        overridden={**series.recurrence.overridden, original: series.local_at(original)},
        overrides_until=override.when.touched_dates()[1],
    )
    event = series.event
    return Series.of(event.changed(event.when, event.details, a_clock(), recurrence))


def with_override(events: Events, series: Series, original: datetime, at: datetime) -> tuple[Series, Event]:
    """Move one occurrence alone; the series and the override, as they are kept then."""
    override = series.adopted(moved(series.occurrence(original), timed(at, HOUR, BERLIN)))
    owner = overridden(series, original, override)
    events.write([Edit(series.event, owner.event), Edit(None, override)], a_clock())
    return owner, override


WORDS = (
    "RRULE:FREQ=MONTHLY;COUNT=9;INTERVAL=2;BYDAY=1MO,-1FR;BYSETPOS=-1;WKST=SU",
    "RRULE:FREQ=WEEKLY;UNTIL=20261231",
    "RDATE:20260401T070000Z,20260501T070000Z",
    "EXDATE:20260309T080000Z",
)


def test_a_series_is_kept_whole(events: Events) -> None:
    series = kept(events, a_series(*WORDS))
    assert events.find(series.event.calendar_id, series.event.id).result() == series.event
    assert found(events, series, date(2026, 4, 1)) == [series]


def test_an_all_day_series_is_kept_whole(events: Events) -> None:
    event = an_event(when=all_day(date(2026, 3, 2), date(2026, 3, 4)))
    words = ["RRULE:FREQ=YEARLY;UNTIL=20300302", "RDATE;VALUE=DATE:20260601", "EXDATE;VALUE=DATE:20270302"]
    series = Series.of(replace(event, recurrence=lines.read(words, datetime(2026, 3, 2), None)))  # noqa: DTZ001
    assert found(events, kept(events, series), date(2029, 1, 1)) == [series]


@pytest.mark.parametrize("width", [0, 40, 300])
def test_a_series_is_found_from_any_time_on_until_it_has_ended(events: Events, width: int) -> None:
    series = kept(events, a_series("RRULE:FREQ=WEEKLY;COUNT=4"))
    endless = replace(a_series().event, calendar_id=series.event.calendar_id)
    add(events, endless)
    for day in (date(2026, 3, 2), date(2026, 3, 23)):
        ids = {one.event.id for one in found(events, series, day, day + width * DAY)}
        assert ids == {series.event.id, endless.id}
    for day in (date(2026, 4, 1), date(2126, 4, 1)):
        assert [one.event.id for one in found(events, series, day, day + width * DAY)] == [endless.id]


def test_the_wall_clock_is_the_truth_of_a_series_in_a_gap(events: Events) -> None:
    gap = datetime(2026, 3, 29, 2, 30)  # noqa: DTZ001 local
    series = kept(events, a_series("RRULE:FREQ=DAILY", anchor=gap))
    again = Series.of(events.find(series.event.calendar_id, series.event.id).result())
    assert again.recurrence.anchor == gap
    assert again == series


def test_an_override_is_kept_on_its_own_day_and_known_by_its_original_start(events: Events) -> None:
    series, original = kept(events, a_series()), FIRST + 7 * DAY
    owner, override = with_override(events, series, original, NOON + 60 * DAY)
    calendar, day = override.calendar_id, (NOON + 60 * DAY).date()
    assert events.find_many(calendar, [override.id]).result() == [override]
    assert override.original == original
    (listed,) = [event for batch in events.touching(calendar, day, day, 10) for event in batch.events]
    assert SeriesOf(found(events, owner, day)).adopted(listed) == override


def test_a_series_is_found_as_long_as_an_override_of_it_is_to_come(events: Events) -> None:
    series = kept(events, a_series("RRULE:FREQ=WEEKLY;COUNT=2"))
    owner, _ = with_override(events, series, FIRST + 7 * DAY, NOON + 500 * DAY)
    assert found(events, owner, (NOON + 500 * DAY).date()) == [owner]
    assert found(events, owner, (NOON + 510 * DAY).date()) == []


def test_steps_of_a_write_happen_together_or_not_at_all(events: Events) -> None:
    series, original = kept(events, a_series()), FIRST + 7 * DAY
    changed = retitled(series.event, "theirs")
    replace_with(events, series.event, replace(changed, recurrence=series.recurrence))
    with pytest.raises(Conflict):
        with_override(events, series, original, NOON)
    occurrence = series.occurrence(original)
    assert events.find_many(occurrence.calendar_id, [occurrence.id]).result() == []


def test_a_series_can_be_split_in_one_step(events: Events) -> None:
    series = kept(events, a_series())
    head = lines.read(["RRULE:FREQ=WEEKLY;COUNT=2"], ANCHOR, BERLIN)
    ended = series.event.changed(series.event.when, series.event.details, a_clock(), head)
    begin = FIRST + 14 * DAY
    segment = new_segment_id(begin, series.event.id, bytes)
    rest = replace(series.recurrence, anchor=series.local_at(begin))
    tail = replace(series.event, id=segment, when=series.when_at(begin), recurrence=rest)
    events.write([Edit(series.event, ended), Edit(None, tail)], a_clock())
    assert [one.event for one in found(events, series, date(2026, 6, 1))] == [tail]
    assert {one.event.id for one in found(events, series, date(2026, 3, 2))} == {ended.id, tail.id}


def test_an_event_becomes_a_series_and_an_event_again(events: Events) -> None:
    series = a_series()
    single = replace(series.event, recurrence=None)
    add(events, single)
    replace_with(events, single, replace(series.event, version=2))
    assert len(found(events, series, date(2027, 3, 2))) == 1
    replace_with(events, replace(series.event, version=2), replace(single, version=3))
    assert found(events, series, date(2026, 3, 2)) == []
    (batch,) = events.touching(single.calendar_id, FIRST.date(), FIRST.date(), 10)
    assert [event.version for event in batch.events] == [3]


def test_a_removed_series_is_nowhere(events: Events) -> None:
    series = kept(events, a_series())
    remove(events, series.event)
    assert found(events, series, date(2026, 3, 2)) == []
    with pytest.raises(EventNotFound):
        events.find(series.event.calendar_id, series.event.id).result()


def test_an_override_can_be_made_again_where_one_was_removed(events: Events) -> None:
    series, original = kept(events, a_series()), FIRST + 7 * DAY
    owner, override = with_override(events, series, original, NOON)
    plain = replace(series.event, version=owner.event.version + 1)
    events.write([Edit(owner.event, plain), Edit(override, None)], a_clock())
    with_override(events, Series.of(plain), original, NOON + DAY)
    (again,) = events.find_many(override.calendar_id, [override.id]).result()
    assert again.when == timed(NOON + DAY, HOUR, BERLIN)


def test_what_was_dropped_is_cleared_away_unless_it_is_alive_again(events: Events) -> None:
    series, dead, alive = kept(events, a_series()), FIRST + 7 * DAY, FIRST + 14 * DAY
    owner, first = with_override(events, series, dead, NOON + 90 * DAY)
    owner, second = with_override(events, owner, alive, NOON + 91 * DAY)
    left = replace(owner.recurrence, overridden={alive: owner.local_at(alive)})
    event = owner.event.changed(owner.event.when, owner.event.details, a_clock(), left)
    dropped = Dropped(event.calendar_id, [first.id, second.id])
    events.write([Edit(owner.event, event)], a_clock(), dropped)
    assert ClearDropped(events, a_clock)(dropped) == 1
    assert events.find_many(event.calendar_id, [first.id, second.id]).result() == [second]
    assert ClearDropped(events, a_clock)(dropped) == 0


def test_a_purge_takes_series_overrides_and_word_of_dropped_ones_along(events: Events) -> None:
    series = kept(events, a_series())
    owner, override = with_override(events, series, FIRST, NOON)
    events.write(
        [Edit(owner.event, replace(owner.event, version=9))], a_clock(), Dropped(override.calendar_id, [override.id])
    )
    calendar = series.event.calendar_id
    assert events.count(calendar) == 2
    assert events.purge(calendar) >= 2
    assert events.purge(calendar) == 0
    assert found(events, series, date(2026, 3, 2)) == []


def test_a_series_with_as_many_exceptions_as_one_may_have_is_kept(events: Events) -> None:
    exdates = ",".join(f"{FIRST + day * DAY:%Y%m%dT%H%M%SZ}" for day in range(1, 10))
    hours = [f"EXDATE:{FIRST + number * HOUR:%Y%m%dT%H%M%SZ}" for number in range(1, 1000)]
    series = kept(events, a_series("RRULE:FREQ=HOURLY", f"EXDATE:{exdates}", *hours))
    many = {FIRST + number * HOUR: ANCHOR + number * HOUR for number in range(1000, 1950)}
    full = replace(series.recurrence, overridden=many)
    event = series.event.changed(series.event.when, series.event.details, a_clock(), lines.checked(full))
    replace_with(events, series.event, event)
    assert events.find(event.calendar_id, event.id).result() == event


def test_zones_of_series_are_kept_by_name(events: Events) -> None:
    series = kept(events, a_series())
    when = events.find(series.event.calendar_id, series.event.id).result().when
    assert when.local_zone == ZoneInfo("Europe/Berlin")


def test_a_calendar_has_its_own_series_only(events: Events) -> None:
    series = kept(events, a_series())
    other = replace(series, event=replace(series.event, calendar_id=a_calendar_id()))
    assert found(events, other, date(2026, 3, 2)) == []
