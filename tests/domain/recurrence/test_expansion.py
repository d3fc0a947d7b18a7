"""Rules against a slow and obvious oracle, against dateutil, and at the edges of the calendar."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import islice, pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidField
from domain.recurrence import lines
from domain.recurrence.bounds import count_before
from domain.recurrence.recurrence import Recurrence
from tests.builders import BERLIN, DAY, UTC_ZONE
from tests.domain.recurrence import oracle

SECOND, HOUR, YEAR = timedelta(seconds=1), timedelta(hours=1), timedelta(days=366)
WEEKDAYS = oracle.DAYS
FREQUENCIES = ["YEARLY", "MONTHLY", "WEEKLY", "DAILY", "HOURLY", "MINUTELY"]
NEAR = {"YEARLY": 1300, "MONTHLY": 800, "WEEKLY": 300, "DAILY": 150, "HOURLY": 4, "MINUTELY": 2}
"""How many days from the start are looked at."""
LONGEST_STEP = {"YEARLY": 3, "MONTHLY": 14, "WEEKLY": 6, "DAILY": 20, "HOURLY": 50, "MINUTELY": 2000}


class Case(NamedTuple):
    """A series, and how far it is looked at."""

    anchor: datetime
    lines: Sequence[str]
    horizon: datetime
    zone: ZoneInfo | None = BERLIN


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(start: str, *words: str) -> Recurrence:
    return lines.read(words, at(start), BERLIN)


def shown(start: str, *words: str, till: str = "", since: str = "") -> list[str]:
    """The dates, or the times if there are any others than the start's, of what recurs in a window."""
    recurrence = read(start, *words)
    last = at(till) if till else recurrence.last
    assert last is not None
    found = recurrence.between(at(since or start), last)
    whole_days = all(time.time() == recurrence.anchor.time() for time in found)
    return [f"{time:%Y-%m-%d}" if whole_days else f"{time:%Y-%m-%dT%H:%M:%S}" for time in found]


def listed(items: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[list[Any]]:
    return st.lists(items, min_size=1, max_size=most, unique=True)


def of_either_sign(most: int) -> st.SearchStrategy[int]:
    """Numbers from 1 to a greatest one, or from its negative to -1; 0 stands for the start's own."""
    return st.integers(-most, most) | st.sampled_from([0, 1, most - 1, most, -1, -most])


NUMBERS = {
    "BYMONTH": listed(st.integers(0, 12), 4),
    "BYMONTHDAY": listed(of_either_sign(31), 6),
    "BYYEARDAY": listed(of_either_sign(366), 6),
    "BYWEEKNO": listed(of_either_sign(53), 5),
}
"""0 stands for the start's own."""
CLOCK_NUMBERS = {
    "BYHOUR": listed(st.integers(-1, 23), 8),
    "BYMINUTE": listed(st.integers(-1, 59), 5),
    "BYSECOND": listed(st.integers(-1, 59), 2),
}
"""-1 stands for the start's own."""
PICKING = {frequency: ["BYMONTH", "BYDAY", "BYMONTHDAY"] for frequency in FREQUENCIES} | {
    "YEARLY": [*NUMBERS, "BYDAY"],
    "WEEKLY": ["BYMONTH", "BYDAY"],
    "HOURLY": ["BYMONTH", "BYDAY", "BYMONTHDAY", "BYYEARDAY"],
    "MINUTELY": ["BYMONTH", "BYDAY", "BYMONTHDAY", "BYYEARDAY"],
}
PICKED = {name: st.lists(st.sampled_from(parts), max_size=3, unique=True) for name, parts in PICKING.items()}
CLOCK_PICKED = st.lists(st.sampled_from(sorted(CLOCK_NUMBERS)), max_size=2, unique=True)
PLAIN_DAYS = listed(st.sampled_from(WEEKDAYS), 7)
COUNTED_DAYS = {most: listed(st.tuples(of_either_sign(most), st.sampled_from(WEEKDAYS)), 4) for most in (5, 53)}
POSITIONS = st.sampled_from([2, 6, 366]).flatmap(lambda most: listed(of_either_sign(most).filter(bool), 3))
SELDOM, OFTEN = st.sampled_from([False, False, True]), st.booleans()
STEPS = {frequency: st.just(1) | st.integers(1, most) for frequency, most in LONGEST_STEP.items()}
WEEK_STARTS = st.sampled_from(["MO", *WEEKDAYS])


def joined(items: Iterable[object]) -> str:
    return ",".join(map(str, dict.fromkeys(items)))


@st.composite
def rules(draw: st.DrawFn, frequency: str, anchor: datetime, *, all_day: bool = False) -> dict[str, str]:
    """The parts of a rule without bounds, such as may stand together, often ones that the start is in."""
    parts = {"FREQ": frequency}
    yday = anchor.timetuple().tm_yday
    own = {"BYMONTH": anchor.month, "BYMONTHDAY": anchor.day, "BYYEARDAY": yday, "BYWEEKNO": max(yday // 7, 1)}
    picked = draw(PICKED[frequency])
    for name in sorted(set(picked) - {"BYDAY"}):
        parts[name] = joined(number or own[name] for number in draw(NUMBERS[name]))
    if "BYDAY" in picked and frequency in {"YEARLY", "MONTHLY"} and "BYWEEKNO" not in picked and draw(OFTEN):
        counted = draw(COUNTED_DAYS[5 if frequency == "MONTHLY" or "BYMONTH" in picked else 53])
        parts["BYDAY"] = joined(f"{number or ''}{day}" for number, day in counted)
    elif "BYDAY" in picked:
        parts["BYDAY"] = joined(draw(PLAIN_DAYS))
    if not all_day:
        clock = {"BYHOUR": anchor.hour, "BYMINUTE": anchor.minute, "BYSECOND": anchor.second}
        for name in draw(CLOCK_PICKED):
            parts[name] = joined(clock[name] if number < 0 else number for number in draw(CLOCK_NUMBERS[name]))
    if len(parts) > 1 and draw(OFTEN):
        parts["BYSETPOS"] = joined(draw(POSITIONS))
    return parts | {"INTERVAL": str(draw(STEPS[frequency])), "WKST": draw(WEEK_STARTS)}


def text_of(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in parts.items())


DATES = st.dates(at("1996-01-01").date(), at("2032-12-31").date())
EDGE_DATES = st.builds(
    lambda year, edge: at(f"{year}-{edge}").date(),
    st.integers(1996, 2032),
    st.sampled_from(
        ["01-01", "01-02", "01-03", "02-28", "03-01", "12-28", "12-29", "12-30", "12-31", "01-31", "04-30"]
    ),
)
CLOCK_CHANGES = st.sampled_from([at("2026-03-28").date(), at("2026-10-24").date(), at("2024-02-29").date()])
CLOCKS = st.sampled_from(["09:00:00", "00:00:00", "23:59:59", "02:30:00", "14:07:13"])
ANCHORS = st.builds(lambda day, clock: at(f"{day}T{clock}"), DATES | EDGE_DATES | CLOCK_CHANGES, CLOCKS)
BOUNDS = st.sampled_from(["", "", "COUNT", "UNTIL"])
UNTIL_FORMS = st.sampled_from(["%Y%m%d", "%Y%m%dT%H%M%S", "%Y%m%dT%H%M%SZ"])
COUNTS, PLACES = st.integers(1, 12), st.floats(0, 1)
CHOSEN = st.lists(st.sampled_from(FREQUENCIES), min_size=1, max_size=1) | listed(st.sampled_from(FREQUENCIES), 3)
ADDED = listed(PLACES, 3)


@st.composite
def bounds(draw: st.DrawFn, anchor: datetime, near: timedelta) -> dict[str, str]:
    kind = draw(BOUNDS)
    if kind == "COUNT":
        return {kind: str(draw(COUNTS))}
    if kind == "UNTIL":
        return {kind: f"{placed(anchor, near, draw(PLACES)):{draw(UNTIL_FORMS)}}"}
    return {}


def placed(anchor: datetime, near: timedelta, place: float) -> datetime:
    return anchor + int(place * (near // SECOND)) * SECOND


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A series of one or several rules and dates."""
    anchor = draw(ANCHORS)
    chosen = draw(CHOSEN)
    all_day = not set(chosen) & set(oracle.SUB_DAILY) and draw(SELDOM)
    if all_day:
        anchor = anchor.replace(hour=0, minute=0, second=0)
    near = timedelta(days=min(NEAR[frequency] for frequency in chosen))
    words = []
    for frequency in chosen:
        parts = draw(rules(frequency, anchor, all_day=all_day)) | draw(bounds(anchor, near))
        words.append(f"RRULE:{text_of(parts)}")
    if draw(SELDOM):
        added = (anchor + int(place * near.days) * DAY for place in draw(ADDED))
        words.append("RDATE:" + ",".join(f"{time:%Y%m%d}" if all_day else f"{time:%Y%m%dT%H%M%S}" for time in added))
    return Case(anchor, words, anchor + near, None if all_day else BERLIN)


def outcome(case: Case) -> Recurrence | InvalidField:
    try:
        return lines.read(case.lines, case.anchor, case.zone)
    except InvalidField as error:
        return error


def readable(case: Case) -> Recurrence:
    read_as = outcome(case)
    assume(isinstance(read_as, Recurrence))
    assert isinstance(read_as, Recurrence)
    return read_as


def is_rightly_refused(case: Case, error: InvalidField) -> bool:
    """Whether the oracle, as far as it looks, finds as little of the refused rule as the refusal says."""
    number = int(error.details["field"].split("[")[1].rstrip("]"))
    rule = case.lines[number].removeprefix("RRULE:")
    found = oracle.of_rule(rule, case.anchor, case.horizon, case.zone)
    if "UNTIL lies before" in error.title:
        return len(found) == 1
    if "more than the rule yields" in error.title:
        return len(found) < int(rule.split("COUNT=")[1].split(";")[0])
    if "1,440 times a day" in error.title:
        return "FREQ=MINUTELY" in rule and "BYSECOND" in rule
    assert "yields nothing" in error.title
    return found == [case.anchor] and not oracle.yields(rule, case.anchor, case.anchor)


@settings(max_examples=150, deadline=None)
@given(cases())
def test_what_recurs_is_what_a_walk_through_every_day_finds(case: Case) -> None:
    read_as = outcome(case)
    if isinstance(read_as, InvalidField):
        assert is_rightly_refused(case, read_as)
    else:
        expected = oracle.occurrences(case.lines, case.anchor, case.horizon, case.zone)
        assert read_as.between(case.anchor, case.horizon) == expected


@settings(max_examples=80, deadline=None)
@given(cases(), st.lists(st.floats(-0.1, 1.2), min_size=6, max_size=6))
def test_a_window_shows_what_the_whole_has_there(case: Case, places: list[float]) -> None:
    recurrence = readable(case)
    length = 5 * (case.horizon - case.anchor)
    whole = recurrence.between(case.anchor, case.anchor + 2 * length)
    times = [placed(case.anchor, length, place) for place in places]
    for first, last in zip(times[::2], times[1::2], strict=True):
        assert recurrence.between(first, last) == [time for time in whole if first <= time <= last]


@settings(max_examples=80, deadline=None)
@given(cases(), st.tuples(PLACES, PLACES))
def test_the_edges_of_a_window_are_in_it(case: Case, places: tuple[float, float]) -> None:
    recurrence = readable(case)
    whole = recurrence.between(case.anchor, case.horizon)
    first, last = sorted(int(place * (len(whole) - 1)) for place in places)
    assert recurrence.between(whole[first], whole[last]) == whole[first : last + 1]
    assert recurrence.between(whole[first] + SECOND, whole[last] - SECOND) == whole[first + 1 : last]
    assert all(recurrence.has(time) for time in (whole[first], whole[last]))


@settings(max_examples=80, deadline=None)
@given(cases())
def test_nothing_recurs_behind_the_last_occurrence_or_before_the_first(case: Case) -> None:
    recurrence = readable(case)
    assert recurrence.between(case.anchor - 5 * YEAR, case.anchor) == [case.anchor]
    if recurrence.last is not None:
        assert recurrence.has(recurrence.last)
        assert recurrence.between(recurrence.last + SECOND, recurrence.last + 5 * DAY) == []


@settings(max_examples=60, deadline=None)
@given(cases(), st.floats(0.001, 1))
def test_what_count_counts_before_a_time_is_known(case: Case, place: float) -> None:
    rule = readable(case._replace(lines=case.lines[:1])).rules[0]
    end = placed(case.anchor, case.horizon - case.anchor, place)
    earlier = oracle.of_rule(case.lines[0].removeprefix("RRULE:"), case.anchor, end - SECOND, case.zone)
    assert count_before(rule, case.anchor, end) == (len(earlier), earlier[-1])


@settings(max_examples=60, deadline=None)
@given(cases())
def test_parts_of_a_whole_are_the_whole(case: Case) -> None:
    recurrence = readable(case)
    last = case.anchor + 3 * (case.horizon - case.anchor)
    parts = list(recurrence.parts(case.anchor, last))
    assert [time for part in parts for time in part.times] == recurrence.between(case.anchor, last)
    assert (parts[0].first, parts[-1].last) == (case.anchor, last)
    assert all(left.last + SECOND == right.first for left, right in pairwise(parts))


def dateutil_reads_it_alike(anchor: datetime, parts: dict[str, str]) -> bool:
    """Whether dateutil reads such a rule as the RFC has it, and as Daybook decided what the RFC leaves open."""
    days = parts.get("BYDAY", "").split(",")
    if "BYWEEKNO" in parts:
        # Where nothing names days, it takes all of the week's, not the start's weekday alone. A week that lies in two
        # years it takes apart, which shows if years are left out or picked from, or loses, if it counts from the end.
        weeks = (abs(int(week)) for week in parts["BYWEEKNO"].split(","))
        return bool(parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}) and all(1 < week < 52 for week in weeks)
    if any(day in WEEKDAYS for day in days) and any(day not in WEEKDAYS for day in days):
        return False  # it takes the days that are both, a Monday and the first Friday
    if parts["FREQ"] == "WEEKLY" and "BYSETPOS" in parts:
        # A week that the start is in begins with the start to it.
        return WEEKDAYS[anchor.weekday()] == parts.get("WKST", "MO")
    return True


@settings(max_examples=150, deadline=None)
@given(st.data(), ANCHORS, st.sampled_from(FREQUENCIES))
def test_dateutil_finds_the_same(data: st.DataObject, anchor: datetime, frequency: str) -> None:
    parts = data.draw(rules(frequency, anchor))
    rule = text_of(parts)
    near = timedelta(days=NEAR[frequency])
    # dateutil has no start that the rule does not yield; so it begins at the first time that it does.
    started = readable(Case(anchor, [f"RRULE:{rule}"], anchor + near)).between(anchor, anchor + near)
    anchor = started[min(1, len(started) - 1)]
    assume(oracle.yields(rule, anchor, anchor) and dateutil_reads_it_alike(anchor, parts))
    found = lines.read([f"RRULE:{rule}"], anchor, UTC_ZONE).between(anchor, anchor + near)
    assert list(islice(rrulestr(rule, dtstart=anchor), len(found))) == found


def test_a_leap_day_recurs_in_leap_years() -> None:
    found = shown("1896-02-29T09:00", "RRULE:FREQ=YEARLY", till="1911-12-31")
    assert found == ["1896-02-29", "1904-02-29", "1908-02-29"]


def test_the_31st_recurs_in_long_months() -> None:
    found = shown("2026-01-31T09:00", "RRULE:FREQ=MONTHLY;COUNT=4")
    assert found == ["2026-01-31", "2026-03-31", "2026-05-31", "2026-07-31"]


def test_the_31st_day_from_the_end_is_the_first_of_long_months() -> None:
    found = shown("2026-01-01T09:00", "RRULE:FREQ=MONTHLY;BYMONTHDAY=-31;COUNT=4")
    assert found == ["2026-01-01", "2026-03-01", "2026-05-01", "2026-07-01"]


def test_the_last_working_day_is_picked_from_the_end() -> None:
    found = shown("2026-01-30T09:00", "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=4")
    assert found == ["2026-01-30", "2026-02-27", "2026-03-31", "2026-04-30"]


def test_week_53_recurs_in_years_that_have_one() -> None:
    found = shown("2020-12-28T09:00", "RRULE:FREQ=YEARLY;BYWEEKNO=53;COUNT=4")
    assert found == ["2020-12-28", "2026-12-28", "2032-12-27", "2037-12-28"]


def test_the_last_week_is_53_or_52() -> None:
    found = shown("2020-12-31T09:00", "RRULE:FREQ=YEARLY;BYWEEKNO=-1;COUNT=3")
    assert found == ["2020-12-31", "2021-12-30", "2022-12-29"]


def test_week_1_may_begin_in_december_and_belongs_to_the_next_year() -> None:
    found = shown("2025-01-01T09:00", "RRULE:FREQ=YEARLY;INTERVAL=2;BYWEEKNO=1;BYDAY=MO;COUNT=4")
    assert found == ["2025-01-01", "2027-01-04", "2029-01-01", "2030-12-30"]


def test_a_window_in_january_shows_the_last_week_of_the_year_before() -> None:
    rule = "RRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=TH,FR"
    assert shown("2020-12-31T09:00", rule, since="2027-01-01", till="2027-12-31") == ["2027-01-01"]


def test_a_start_in_january_may_be_in_the_last_week_of_the_year_before() -> None:
    found = shown("2027-01-01T09:00", "RRULE:FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR,SA,SU;COUNT=4")
    assert found == ["2027-01-01", "2027-01-02", "2027-01-03", "2032-12-31"]


def test_days_of_a_year_are_also_looked_for_within_weeks() -> None:
    found = shown("2026-01-05T09:00", "RRULE:FREQ=YEARLY;BYWEEKNO=1,2;BYYEARDAY=5,-1,100;COUNT=5")
    assert found == ["2026-01-05", "2027-01-05", "2028-01-05", "2029-01-05", "2029-12-31"]


def test_a_day_of_the_year_counts_from_its_end_for_hours_too() -> None:
    found = shown("2026-12-31T09:00", "RRULE:FREQ=HOURLY;INTERVAL=6;BYYEARDAY=-1,1;COUNT=4")
    assert [time[:13] for time in found] == ["2026-12-31T09", "2026-12-31T15", "2026-12-31T21", "2027-01-01T03"]


def test_the_366th_day_recurs_in_leap_years() -> None:
    found = shown("2024-12-31T09:00", "RRULE:FREQ=YEARLY;BYYEARDAY=366;COUNT=3")
    assert found == ["2024-12-31", "2028-12-31", "2032-12-31"]


def test_the_366th_day_from_the_end_is_the_first_of_leap_years() -> None:
    found = shown("2024-01-01T09:00", "RRULE:FREQ=YEARLY;BYYEARDAY=-366;COUNT=3")
    assert found == ["2024-01-01", "2028-01-01", "2032-01-01"]


def test_a_weekday_counts_in_the_year_if_no_month_is_named() -> None:
    found = shown("2026-01-01T09:00", "RRULE:FREQ=YEARLY;BYDAY=2FR,-1MO;COUNT=5")
    assert found == ["2026-01-01", "2026-01-09", "2026-12-28", "2027-01-08", "2027-12-27"]


def test_a_weekday_counts_in_the_year_also_if_days_of_the_month_are_named() -> None:
    found = shown("2026-01-09T09:00", "RRULE:FREQ=YEARLY;BYDAY=2FR;BYMONTHDAY=8,9,13;COUNT=3")
    assert found == ["2026-01-09", "2027-01-08", "2032-01-09"]


def test_a_weekday_counts_in_the_month_if_months_are_named() -> None:
    found = shown("2026-03-13T09:00", "RRULE:FREQ=YEARLY;BYDAY=2FR;BYMONTH=3,4;COUNT=3")
    assert found == ["2026-03-13", "2026-04-10", "2027-03-12"]


def test_until_includes_an_occurrence_exactly_then() -> None:
    assert shown("2026-03-01T09:00", "RRULE:FREQ=DAILY;UNTIL=20260303T080000Z")[-1] == "2026-03-03"


def test_until_a_second_before_an_occurrence_excludes_it() -> None:
    assert shown("2026-03-01T09:00", "RRULE:FREQ=DAILY;UNTIL=20260303T075959Z")[-1] == "2026-03-02"


def test_until_is_an_instant_on_the_clock_of_its_day() -> None:
    assert shown("2026-03-27T09:00", "RRULE:FREQ=DAILY;UNTIL=20260329T070000Z")[-1] == "2026-03-29"


def test_a_date_that_the_rule_yields_too_is_there_once() -> None:
    found = shown("2026-03-01T09:00", "RRULE:FREQ=DAILY;COUNT=3", "RDATE:20260302T090000,20260310T090000")
    assert found == ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-10"]


def test_a_date_is_not_counted() -> None:
    assert len(shown("2026-03-01T09:00", "RRULE:FREQ=DAILY;COUNT=3", "RDATE:20260301T120000")) == 4


def test_what_two_rules_yield_is_there_once() -> None:
    found = shown("2026-03-02T09:00", "RRULE:FREQ=DAILY;COUNT=3", "RRULE:FREQ=WEEKLY;BYDAY=TU;COUNT=3")
    assert found == ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-10"]


def test_exceptions_are_kept_apart_from_what_recurs() -> None:
    recurrence = read("2026-03-01T09:00", "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:20260301T090000,20260302T100000")
    assert recurrence.excluded == (at("2026-03-01T09:00"), at("2026-03-02T10:00"))
    assert len(recurrence.between(recurrence.anchor, recurrence.anchor + YEAR)) == 3


def test_a_start_that_the_rule_does_not_yield_is_the_first_and_is_counted() -> None:
    found = shown("2026-03-04T09:00", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=3")
    assert found == ["2026-03-04", "2026-03-09", "2026-03-16"]


def test_a_start_that_the_rule_does_not_yield_is_in_windows_that_hold_it_only() -> None:
    found = shown("2026-03-04T09:00", "RRULE:FREQ=WEEKLY;BYDAY=MO", since="2026-03-04T09:00:01", till="2026-03-10")
    assert found == ["2026-03-09"]


def test_a_count_of_one_is_the_start_alone() -> None:
    assert shown("2026-03-04T09:00", "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=1") == ["2026-03-04"]


def test_what_is_picked_from_a_first_partial_month_is_picked_from_all_of_it() -> None:
    found = shown("2026-03-20T09:00", "RRULE:FREQ=MONTHLY;BYDAY=FR;BYSETPOS=1,-1;COUNT=4")
    assert found == ["2026-03-20", "2026-03-27", "2026-04-03", "2026-04-24"]


def test_what_is_picked_from_a_day_are_its_times() -> None:
    found = shown("2026-03-01T09:00", "RRULE:FREQ=DAILY;BYHOUR=9,12;BYMINUTE=0,30;BYSETPOS=1,-1;COUNT=4")
    assert [time[8:16] for time in found] == ["01T09:00", "01T12:30", "02T09:00", "02T12:30"]


def test_the_wall_clock_says_what_each_hour_is() -> None:
    found = shown("2026-03-29T00:00", "RRULE:FREQ=HOURLY;COUNT=5")
    assert [time[11:16] for time in found] == ["00:00", "01:00", "02:00", "03:00", "04:00"]


def test_an_interval_of_hours_may_be_longer_than_a_day() -> None:
    found = shown("2026-03-01T09:00", "RRULE:FREQ=HOURLY;INTERVAL=100;COUNT=3")
    assert found == ["2026-03-01T09:00:00", "2026-03-05T13:00:00", "2026-03-09T17:00:00"]


def test_an_interval_of_minutes_may_be_longer_than_a_day() -> None:
    found = shown("2026-03-01T09:00", "RRULE:FREQ=MINUTELY;INTERVAL=10000;BYHOUR=7,8,14;COUNT=3")
    assert found == ["2026-03-01T09:00:00", "2026-03-08T07:40:00", "2026-06-06T14:20:00"]


def test_a_leap_second_is_the_one_before() -> None:
    assert shown("2026-03-01T09:00:59", "RRULE:FREQ=MINUTELY;BYSECOND=60;COUNT=2")[-1] == "2026-03-01T09:01:59"


def test_an_all_day_series_recurs_at_midnights() -> None:
    recurrence = lines.read(["RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=3"], at("2026-03-02"), None)
    assert recurrence.between(at("2026-01-01"), at("2027-01-01")) == [
        at("2026-03-02"),
        at("2026-04-06"),
        at("2026-05-04"),
    ]


EDGE_RULES = [
    "YEARLY",
    "YEARLY;BYWEEKNO=1,52,53,-1;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "YEARLY;BYYEARDAY=1,-1,-3",
    "YEARLY;BYDAY=-1MO,1MO,53WE",
    "YEARLY;INTERVAL=5000;BYWEEKNO=1;BYMONTH=1;BYDAY=MO,TU,WE,TH,FR,SA,SU",
    "MONTHLY;BYMONTHDAY=-3",
    "YEARLY;BYWEEKNO=52;BYMONTH=12;BYDAY=MO,SU",
    "WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;WKST=WE",
    "WEEKLY;BYDAY=MO,SU;BYMONTH=12",
    "DAILY;BYDAY=WE",
    "HOURLY",
    "MINUTELY;INTERVAL=1000000",
]


@pytest.mark.parametrize("rule", EDGE_RULES)
@pytest.mark.parametrize("start", ["1583-01-02T09:00", "9999-12-29T09:00", "9998-03-01T09:00", "9999-12-25T09:00"])
@pytest.mark.parametrize("bound", ["", ";COUNT=1", ";UNTIL=99991231T235959Z"])
def test_at_the_ends_of_the_calendar_whatever_recurs_is_within_what_is_asked_for(
    rule: str, start: str, bound: str
) -> None:
    with suppress(InvalidField):  # of a rule that has nothing left to yield there
        recurrence = read(start, f"RRULE:FREQ={rule}{bound}")
        for first, last in (("0001-01-01", "1583-12-31"), ("9998-12-01", "9999-12-31T23:59:59")):
            found = recurrence.between(at(first), at(last))
            assert all(max(at(first), at(start)) <= time <= at(last) for time in found)
            assert found == sorted(set(found))


def test_the_last_day_of_the_calendar_is_yielded() -> None:
    assert shown("9999-12-01T09:00", "RRULE:FREQ=DAILY;COUNT=29")[-1] == "9999-12-29"


def test_more_than_the_calendar_has_room_for_is_refused() -> None:
    with pytest.raises(InvalidField, match="COUNT=40 is more than the rule yields: 29 occurrences, up to 9999-12-29"):
        read("9999-12-01T09:00", "RRULE:FREQ=DAILY;COUNT=40")


def test_a_count_is_reached_in_the_last_years_of_the_calendar() -> None:
    assert shown("9990-06-01T09:00", "RRULE:FREQ=MONTHLY;COUNT=115")[-1] == "9999-12-01"


def test_an_exception_in_the_last_days_of_the_calendar_is_no_trouble() -> None:
    words = "RRULE:FREQ=DAILY;COUNT=3", "EXDATE:99991201T090000"
    assert len(shown("9999-12-01T09:00", *words)) == 3


@pytest.mark.parametrize("zone", [ZoneInfo("Asia/Tokyo"), ZoneInfo("America/New_York"), None])
@pytest.mark.parametrize("until", ["99991231T235959Z", "99991231T235959", "99991231"])
def test_until_the_end_of_time_reaches_to_the_last_day_of_the_calendar(zone: ZoneInfo | None, until: str) -> None:
    recurrence = lines.read([f"RRULE:FREQ=DAILY;UNTIL={until}"], at("2026-01-05"), zone)
    assert recurrence.last is not None
    assert recurrence.last >= at("9999-12-29")


@pytest.mark.parametrize("rule", ["DAILY", "DAILY;INTERVAL=4", "WEEKLY;BYDAY=MO,SA", "HOURLY;INTERVAL=96"])
def test_a_series_of_four_hundred_years_shows_what_a_new_one_does(rule: str) -> None:
    cycle = timedelta(days=146_097 * 4)  # after which weekdays and leap years are the same again; twice, in even days
    old, new = (read(f"{at('3626-03-02T09:00') - age}", f"RRULE:FREQ={rule}") for age in (cycle, timedelta()))
    window = at("3626-05-01"), at("3626-06-01")
    assert old.between(*window) == new.between(*window)


SPARSE_RULES = [
    "MINUTELY;BYSECOND=1;BYSETPOS=2",
    "MINUTELY;INTERVAL=2;BYMINUTE=1",
    "HOURLY;INTERVAL=2;BYHOUR=8",
    "HOURLY;BYMONTH=2;BYMONTHDAY=30",
    "DAILY;BYHOUR=3;BYSETPOS=2",
    "WEEKLY;BYSETPOS=2;BYDAY=MO",
    "MONTHLY;BYDAY=5MO;BYMONTH=2;BYMONTHDAY=1",
    "YEARLY;BYWEEKNO=20;BYMONTH=1",
    "YEARLY;BYDAY=53MO;BYMONTHDAY=1;BYYEARDAY=2",
]


@pytest.mark.parametrize("rule", SPARSE_RULES)
@pytest.mark.parametrize("bound", ["", ";COUNT=2", ";UNTIL=99991231T235959Z"])
def test_a_rule_that_yields_nothing_in_a_hundred_years_is_refused(rule: str, bound: str) -> None:
    with pytest.raises(InvalidField, match="The rule yields nothing within a hundred years of the start") as refused:
        read("2026-03-01T09:00", f"RRULE:FREQ={rule}{bound}")
    assert refused.value.details == {"field": "recurrence[0]"}
