"""What a window is, and which days must be looked at for it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from domain.errors import InvalidField
from domain.time import FIRST_DAY, LAST_DAY, Span, start_of_day
from domain.window import LONGEST, Position, WindowQuery
from tests.builders import BERLIN, DAY, HOUR, KIRITIMATI, NOON, UTC_ZONE, an_event
from tests.domain.test_time import MOMENTS, ZONES


def test_dates_are_read_in_the_default_zone_unless_the_query_has_one() -> None:
    bounds = date(2026, 3, 28), date(2026, 3, 30)
    assert WindowQuery(*bounds).read_in(BERLIN).span == Span.of_dates(bounds[0], bounds[1] - DAY, BERLIN)
    assert WindowQuery(*bounds, KIRITIMATI).read_in(BERLIN).zone == KIRITIMATI


def test_without_an_end_a_window_reaches_366_days_or_to_the_end_of_the_calendar() -> None:
    assert WindowQuery(NOON, None).read_in(UTC_ZONE).span == Span(NOON, NOON + LONGEST)
    last = WindowQuery(LAST_DAY, None).read_in(KIRITIMATI).span
    assert last == Span.of_dates(LAST_DAY, LAST_DAY, KIRITIMATI)


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [
        (NOON, NOON, "to"),
        (NOON, NOON - HOUR, "to"),
        (date(2026, 3, 28), date(2026, 3, 28), "to"),
        (NOON, NOON + LONGEST + timedelta(microseconds=1), "to"),
        (FIRST_DAY, LAST_DAY, "to"),
        (NOON.replace(tzinfo=None), None, "from"),
        (NOON, NOON.replace(tzinfo=None), "to"),
        (date(1583, 1, 1), None, "from"),
        (datetime(9999, 12, 31, 23, tzinfo=UTC), None, "from"),
    ],
)
def test_a_window_that_makes_no_sense_is_refused_by_field(start: datetime, end: datetime | None, field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        WindowQuery(start, end).read_in(UTC_ZONE)
    assert refused.value.details["field"] == field


@given(MOMENTS, st.timedeltas(HOUR, timedelta(days=300)), st.sampled_from(ZONES), MOMENTS, st.integers(0, 3))
def test_the_days_to_look_at_hold_all_that_overlaps_in_any_zone(
    start: datetime, length: timedelta, zone: str, other: datetime, dates: int
) -> None:
    local = ZoneInfo(zone)
    query = WindowQuery(start, start + length)
    first, last = query.days(None)
    window = query.read_in(local)
    day = start.date() + (other - start) % (length + 4 * DAY) - 2 * DAY
    if Span.of_dates(day, day + dates * DAY, local).overlaps(window.span):
        assert day <= last
        assert day + dates * DAY >= first
    begins = start + (other - start) % length
    assert first <= begins.date() <= last


@given(st.dates(FIRST_DAY, LAST_DAY), st.integers(1, 366), st.sampled_from(ZONES))
def test_a_window_of_dates_is_within_the_days_to_look_at(first: date, count: int, zone: str) -> None:
    assume(LAST_DAY - first >= timedelta(days=count))
    query = WindowQuery(first, first + timedelta(days=count), ZoneInfo(zone))
    span = query.read_in(UTC_ZONE).span
    start, end = query.days(None)
    assert start <= max(span.start.date(), FIRST_DAY) <= first  # nothing starts before the first day
    assert first + timedelta(days=count - 1) <= end
    assert (span.end - timedelta(microseconds=1)).date() <= end


def test_behind_a_position_only_what_starts_later_is_looked_at() -> None:
    query = WindowQuery(date(2026, 3, 1), date(2026, 4, 1))
    assert query.days(Position(NOON, an_event().id)) == (date(2026, 3, 27), date(2026, 4, 1))
    assert query.days(Position(NOON - 90 * DAY, an_event().id)) == query.days(None)


def test_a_day_begins_at_its_own_midnight() -> None:
    assert start_of_day(date(2026, 3, 29), BERLIN) == datetime(2026, 3, 28, 23, tzinfo=UTC)
