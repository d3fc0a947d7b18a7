"""Series on the clocks of all zones: fast expansion near a window against a slow and obvious one from the start."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.event import Event
from domain.recurrence import lines
from domain.series import Series
from domain.time import Span
from domain.when import AllDay, Timed
from domain.window import Window
from tests.builders import BERLIN, DAY, HONOLULU, HOUR, KIRITIMATI, an_event
from tests.domain.test_time import ZONES

SAMOA, LORD_HOWE, KOLKATA = (ZoneInfo(name) for name in ("Pacific/Apia", "Australia/Lord_Howe", "Asia/Kolkata"))
YEAR_START, YEAR_END = datetime(2025, 12, 30, tzinfo=UTC), datetime(2027, 1, 2, tzinfo=UTC)
STEPS = {
    "DAILY": DAY,
    "WEEKLY": 7 * DAY,
    "HOURLY": HOUR,
    "MINUTELY;INTERVAL=30": timedelta(minutes=30),
    "MINUTELY;INTERVAL=17": timedelta(minutes=17),
}


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def a_series(start: str, *words: str, zone: ZoneInfo = BERLIN, length: timedelta = HOUR) -> Series:
    """A timed series whose first occurrence is at a local time."""
    anchor = local(start)
    first = slow_instant(anchor, zone)
    event = an_event(when=Timed(first, first + length, zone))
    return recurring(event, anchor, words, zone)


def an_all_day_series(start: str, *words: str, days: int = 1) -> Series:
    anchor = local(start)
    event = an_event(when=AllDay(anchor.date(), anchor.date() + (days - 1) * DAY))
    return recurring(event, anchor, words, None)


def recurring(event: Event, anchor: datetime, words: tuple[str, ...], zone: ZoneInfo | None) -> Series:
    return Series(event, lines.read(words, anchor, zone))


def window(start: str, end: str, zone: ZoneInfo = BERLIN) -> Window:
    return Window(Span(*(slow_instant(local(text), zone) for text in (start, end))), zone)


def slow_instant(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=zone).astimezone(UTC)


def starts(series: Series, within: Window) -> list[str]:
    """The starts in a window, on the wall clock of the series."""
    zone = series.zone or within.zone
    return [one.start.astimezone(zone).isoformat() for one in series.happenings(within)]


def slowly(series: Series, step: timedelta, within: Window) -> list[datetime]:
    """Each step from the start on the wall clock, as an instant; those that overlap the window, in order, once."""
    assert series.zone is not None
    length = series.event.span(series.zone).end - series.event.span(series.zone).start
    last = within.span.end.astimezone(series.zone).replace(tzinfo=None) + 3 * DAY
    found = {
        slow_instant(series.recurrence.anchor + number * step, series.zone)
        for number in range((last - series.recurrence.anchor) // step + 1)
    }
    return sorted(one for one in found if Span(one, one + length).overlaps(within.span))


@cache
def changes_of(zone: ZoneInfo) -> list[datetime]:
    """The hours of a year in which the clocks of a zone are put forward or back."""
    days = _changes(zone, YEAR_START, YEAR_END, DAY)
    return [change for day in days for change in _changes(zone, day - DAY, day, HOUR)]


def _changes(zone: ZoneInfo, start: datetime, end: datetime, step: timedelta) -> Iterator[datetime]:
    offset = start.astimezone(zone).utcoffset()
    while start < end:
        start += step
        now = start.astimezone(zone).utcoffset()
        if now != offset:
            yield start
        offset = now


CHANGING = [name for name in ZONES if name != "Factory" and changes_of(ZoneInfo(name))]


def test_most_zones_that_have_daylight_saving_are_looked_at() -> None:
    assert len(CHANGING) > 150


@pytest.mark.parametrize("name", CHANGING)
def test_around_each_change_of_each_zone_nothing_is_lost_doubled_or_out_of_order(name: str) -> None:
    zone = ZoneInfo(name)
    for change in changes_of(zone):
        start = (change - 5 * DAY).astimezone(zone).replace(tzinfo=None, minute=30, fold=0)
        around = Window(Span(change - 30 * HOUR, change + 30 * HOUR), zone)
        for words, step in STEPS.items():
            for hour in (0, 2) if step >= DAY else (0,):
                series = a_series(str(start.replace(hour=hour)), f"RRULE:FREQ={words}", zone=zone)
                found = [one.start for one in series.happenings(around)]
                assert found == slowly(series, step, around), (words, change)
                assert found == sorted(set(found))


@settings(max_examples=150, deadline=None)
@given(
    zone=st.sampled_from([BERLIN, SAMOA, LORD_HOWE, KOLKATA, HONOLULU, ZoneInfo("UTC"), ZoneInfo("America/St_Johns")]),
    words=st.sampled_from(sorted(STEPS)),
    anchor=st.datetimes(local("2011-12-20"), local("2012-01-10")).map(lambda at: at.replace(microsecond=0)),
    length=st.timedeltas(timedelta(0), 3 * DAY).map(lambda length: timedelta(seconds=length // timedelta(seconds=1))),
    begin=st.timedeltas(timedelta(days=-2), timedelta(days=12)),
    size=st.timedeltas(timedelta(minutes=1), timedelta(days=6)),
)
def test_a_window_shows_what_a_walk_from_the_start_finds(
    zone: ZoneInfo, words: str, anchor: datetime, length: timedelta, begin: timedelta, size: timedelta
) -> None:
    if slow_instant(anchor, zone).astimezone(zone).replace(tzinfo=None) != anchor:
        anchor += DAY  # the day that Samoa left out
    series = a_series(str(anchor), f"RRULE:FREQ={words}", zone=zone, length=length)
    start = series.event.span(zone).start + begin
    asked = Window(Span(start, start + size), zone)
    assert [one.start for one in series.happenings(asked)] == slowly(series, STEPS[words], asked)


@settings(max_examples=60, deadline=None)
@given(back=st.integers(0, 40 * 365), first=st.integers(0, 3000), size=st.integers(1, 90))
def test_the_age_of_a_series_changes_nothing(back: int, first: int, size: int) -> None:
    begin = local("2026-03-02T09:00") + first * HOUR
    asked = window(str(begin), str(begin + size * HOUR))
    young, old = (a_series(str(local("2026-03-02T09:00") - days * DAY), "RRULE:FREQ=DAILY") for days in (0, back))
    assert starts(young, asked) == starts(old, asked)


def test_nine_in_berlin_stays_nine_in_berlin() -> None:
    series = a_series("2026-03-28T09:00", "RRULE:FREQ=DAILY")
    assert starts(series, window("2026-03-28", "2026-03-31")) == [
        "2026-03-28T09:00:00+01:00",
        "2026-03-29T09:00:00+02:00",
        "2026-03-30T09:00:00+02:00",
    ]


def test_a_time_that_is_skipped_moves_forward_by_the_gap_on_that_day_only() -> None:
    series = a_series("2026-03-28T02:30", "RRULE:FREQ=DAILY")
    assert starts(series, window("2026-03-28", "2026-03-31")) == [
        "2026-03-28T02:30:00+01:00",
        "2026-03-29T03:30:00+02:00",
        "2026-03-30T02:30:00+02:00",
    ]


def test_a_series_that_begins_in_a_gap_goes_on_at_the_time_that_was_meant() -> None:
    series = a_series("2026-03-29T02:30", "RRULE:FREQ=DAILY")
    assert starts(series, window("2026-03-28", "2026-03-31")) == [
        "2026-03-29T03:30:00+02:00",
        "2026-03-30T02:30:00+02:00",
    ]


def test_a_time_that_happens_twice_is_the_first() -> None:
    series = a_series("2026-10-24T02:30", "RRULE:FREQ=DAILY;COUNT=2")
    assert starts(series, window("2026-10-24", "2026-10-27"))[1] == "2026-10-25T02:30:00+02:00"


def test_two_local_times_that_are_one_instant_are_one_occurrence() -> None:
    series = a_series("2026-03-29T00:00", "RRULE:FREQ=HOURLY;COUNT=5")
    assert starts(series, window("2026-03-29", "2026-03-30")) == [
        "2026-03-29T00:00:00+01:00",
        "2026-03-29T01:00:00+01:00",
        "2026-03-29T03:00:00+02:00",
        "2026-03-29T04:00:00+02:00",
    ]


def test_samoa_has_no_30th_of_december_2011() -> None:
    series = a_series("2011-12-28T10:00", "RRULE:FREQ=DAILY;COUNT=5", zone=SAMOA)
    found = starts(series, window("2011-12-28", "2012-01-03", SAMOA))
    assert [one[:10] for one in found] == ["2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"]


def test_lord_howe_moves_by_half_an_hour() -> None:
    series = a_series("2026-10-03T02:15", "RRULE:FREQ=DAILY;COUNT=3", zone=LORD_HOWE)
    assert starts(series, window("2026-10-03", "2026-10-07", LORD_HOWE)) == [
        "2026-10-03T02:15:00+10:30",
        "2026-10-04T02:45:00+11:00",
        "2026-10-05T02:15:00+11:00",
    ]


@pytest.mark.parametrize("zone", [KIRITIMATI, ZoneInfo("Etc/GMT+12"), BERLIN])
def test_an_all_day_series_occupies_its_dates_wherever_one_looks(zone: ZoneInfo) -> None:
    series = an_all_day_series("2026-03-27", "RRULE:FREQ=DAILY;INTERVAL=2", days=2)
    found = list(series.happenings(window("2026-03-30", "2026-03-31", zone)))
    assert [one.original.date().isoformat() for one in found] == ["2026-03-29"]
    day = series.when_at(found[0].original).span(zone)
    assert found[0].start == day.start == slow_instant(local("2026-03-29"), zone)


def test_an_all_day_series_is_in_each_window_that_one_of_its_days_overlaps() -> None:
    series = an_all_day_series("2026-03-01", "RRULE:FREQ=MONTHLY", days=3)
    assert len(list(series.happenings(window("2026-04-03T23:59", "2026-04-04")))) == 1
    assert list(series.happenings(window("2026-04-04", "2026-05-01"))) == []


def test_a_long_occurrence_reaches_into_a_window() -> None:
    series = a_series("2026-01-05T09:00", "RRULE:FREQ=MONTHLY", length=20 * DAY)
    assert starts(series, window("2026-03-24", "2026-03-25")) == ["2026-03-05T09:00:00+01:00"]
    assert starts(series, window("2026-03-25T09:00", "2026-03-26")) == []


def test_an_empty_occurrence_counts_at_its_instant() -> None:
    series = a_series("2026-01-05T09:00", "RRULE:FREQ=DAILY", length=timedelta(0))
    assert len(starts(series, window("2026-03-24T09:00", "2026-03-24T10:00"))) == 1
    assert starts(series, window("2026-03-24T08:00", "2026-03-24T09:00")) == []


def test_what_is_excluded_is_left_out_and_what_excludes_nothing_is_harmless() -> None:
    exdates = "EXDATE;TZID=Europe/Berlin:20260328T090000,20260330T090000,20260330T100000"
    series = a_series("2026-03-28T09:00", "RRULE:FREQ=DAILY;COUNT=4", exdates)
    assert [one[:10] for one in starts(series, window("2026-03-01", "2026-05-01"))] == ["2026-03-29", "2026-03-31"]


def test_an_occurrence_in_a_gap_is_excluded_by_either_of_its_times() -> None:
    for time in ("T023000", "T033000"):
        series = a_series("2026-03-28T02:30", "RRULE:FREQ=DAILY;COUNT=3", f"EXDATE;TZID=Europe/Berlin:20260329{time}")
        assert len(starts(series, window("2026-03-01", "2026-05-01"))) == 2


@pytest.mark.parametrize("text", ["2026-03-28T09:00", "2026-03-29T02:30", "2026-03-29T03:30", "2026-10-25T02:30"])
def test_an_original_start_leads_back_to_the_local_time_that_recurs(text: str) -> None:
    series = a_series("2026-01-01T" + text[11:], "RRULE:FREQ=DAILY")
    assert series.local_at(slow_instant(local(text), BERLIN)) == local(text)


def test_a_series_ends_on_the_last_date_that_anything_of_it_touches() -> None:
    ended = a_series("2026-03-28T23:30", "RRULE:FREQ=DAILY;COUNT=3", length=2 * DAY)
    assert ended.last_date >= local("2026-04-01").date()
    assert ended.last_date <= local("2026-04-03").date()
    assert a_series("2026-03-28T23:30", "RRULE:FREQ=DAILY").last_date.year == 9999


def test_the_last_days_of_the_calendar_are_no_trouble() -> None:
    series = a_series("9999-12-20T09:00", "RRULE:FREQ=DAILY", length=2 * DAY)
    found = starts(series, window("9999-12-20", "9999-12-30"))
    assert found[0] == "9999-12-20T09:00:00+01:00"
    assert len(found) >= 7
