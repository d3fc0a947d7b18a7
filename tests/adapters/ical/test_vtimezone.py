"""VTIMEZONEs as others read them: dateutil, which knows nothing of Daybook or of the zones' files, against zoneinfo."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from io import StringIO
from time import perf_counter
from zoneinfo import ZoneInfo

import icalendar
import pytest
from dateutil.tz import tzical
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.ical.vtimezone import vtimezone
from adapters.ical.zone_file import history
from adapters.ical.zone_footer import Change, Day, Kind, read_footer
from domain.time import LAST_DAY, NO_TIME, SECOND, local_of
from tests.builders import BERLIN, DAY, HOUR
from tests.domain.test_time import ZONES

NAMES = [name for name in ZONES if name != "Factory"]
EXOTIC = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Argentina/San_Luis",
    "America/Nuuk",
    "America/Scoresbysund",
    "America/St_Johns",
    "Antarctica/Troll",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Australia/Lord_Howe",
    "Europe/Dublin",
    "Europe/Volgograd",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Easter",
]


def year(number: int) -> datetime:
    return datetime(number, 1, 1, tzinfo=UTC)


def read(lines: list[str]) -> tzinfo:
    found = tzical(StringIO("\n".join(lines))).get()
    assert found is not None
    return found


def observances(lines: list[str]) -> list[str]:
    return [line for line in lines if line in {"BEGIN:STANDARD", "BEGIN:DAYLIGHT"}]


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The first seconds with another offset, found by halving, from zoneinfo alone."""
    while first < last:
        end = min(first + 5 * DAY, last)
        before = first.astimezone(zone).utcoffset()
        if end.astimezone(zone).utcoffset() != before:
            low, high = first, end
            while high - low > SECOND:
                middle = low + (high - low) // 2 // SECOND * SECOND
                low, high = (low, middle) if middle.astimezone(zone).utcoffset() != before else (middle, high)
            yield high
        first = end


def same(read_by_others: tzinfo, zone: ZoneInfo, moment: datetime) -> bool:
    """Whether both have the same offset at an instant, asked by its local time, as a reader of a DTSTART does."""
    local = local_of(moment, zone)
    fold = moment.astimezone(zone).fold
    wanted = local.replace(fold=fold, tzinfo=zone)
    return local.replace(fold=fold, tzinfo=read_by_others).utcoffset() == wanted.utcoffset()


def around(moment: datetime) -> list[datetime]:
    return [moment + step for step in (-30 * DAY, -SECOND, NO_TIME, 2 * HOUR, 40 * DAY)]


def wrong(zone: ZoneInfo, first: datetime, last: datetime, *, endless: bool = False) -> list[datetime]:
    """The instants around all changes at which a reader would be wrong."""
    others = read(vtimezone(zone, first, None if endless else last))
    asked = [first, last, *(one for change in changes(zone, first, last) for one in around(change))]
    return [one for one in asked if first <= one <= last and not same(others, zone, one)]


@pytest.mark.parametrize("name", NAMES)
def test_each_zone_is_read_as_it_is_around_all_changes_of_these_years(name: str) -> None:
    assert wrong(ZoneInfo(name), year(2025), year(2029), endless=True) == []


@pytest.mark.parametrize("name", EXOTIC)
def test_an_exotic_zone_is_read_as_it_was_and_will_be(name: str) -> None:
    assert wrong(ZoneInfo(name), year(1965), year(2045)) == []


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Asia/Gaza", "Africa/Cairo", "Europe/Dublin"])
def test_an_endless_zone_is_right_in_the_year_2200(name: str) -> None:
    others = read(vtimezone(ZoneInfo(name), year(2026), None))
    for change in changes(ZoneInfo(name), year(2200), year(2201)):
        assert [one for one in around(change) if not same(others, ZoneInfo(name), one)] == []
    assert len(list(changes(ZoneInfo(name), year(2200), year(2201)))) == 2


@settings(max_examples=60, deadline=None)
@given(
    name=st.sampled_from(NAMES),
    seconds=st.integers(-120 * 365 * 86400, 120 * 365 * 86400),
    length=st.timedeltas(NO_TIME, 30 * 365 * DAY),
    share=st.floats(0, 1),
)
def test_any_zone_is_read_as_it_is_at_any_instant_between_first_and_last(
    name: str, seconds: int, length: timedelta, share: float
) -> None:
    zone, start = ZoneInfo(name), year(1970) + timedelta(seconds=seconds)
    others = read(vtimezone(zone, start, start + length))
    assert same(others, zone, start)
    assert same(others, zone, start + length * share)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "UTC"])
def test_icalendar_reads_it_as_well(name: str) -> None:
    component = icalendar.Timezone.from_ical("\r\n".join(vtimezone(ZoneInfo(name), year(2020), None)))
    assert isinstance(component, icalendar.Timezone)
    others = component.to_tz(lookup_tzid=False)
    for change in [year(2021), *changes(ZoneInfo(name), year(2021), year(2023))]:
        assert [one for one in around(change) if not same(others, ZoneInfo(name), one)] == []


def test_what_is_done_every_year_is_one_rule_for_each_change() -> None:
    assert vtimezone(BERLIN, year(2026), None) == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Berlin",
        "BEGIN:DAYLIGHT",
        "DTSTART:19960331T020000",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "TZNAME:CEST",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "TZNAME:CET",
        "END:STANDARD",
        "END:VTIMEZONE",
    ]


def test_almost_all_zones_take_two_observances_at_most() -> None:
    sizes = {name: len(observances(vtimezone(ZoneInfo(name), year(2026), None))) for name in NAMES}
    assert max(sizes.values()) <= 4
    assert sum(size > 2 for size in sizes.values()) < len(NAMES) / 20


def test_a_day_around_the_end_of_a_month_takes_two_rules() -> None:
    rules = [line for line in vtimezone(ZoneInfo("Asia/Beirut"), year(2026), None) if "RRULE" in line]
    assert rules == ["RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"]
    rules = [line for line in vtimezone(ZoneInfo("Africa/Cairo"), year(2026), None) if "RRULE" in line]
    assert rules == [
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=-1FR",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=26,27,28,29,30,31;BYDAY=FR",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1;BYDAY=FR",
    ]


def test_years_before_the_rule_get_dates_and_no_rule() -> None:
    lines = vtimezone(BERLIN, year(1985), year(1989))
    assert not any(line.startswith("RRULE") for line in lines)
    assert "DTSTART:19840930T030000" in lines, "the observance in force at first, with its own start"
    assert len(observances(lines)) == 2
    assert [line for line in lines if line.startswith("RDATE")] == [
        "RDATE:19850929T030000,19860928T030000,19870927T030000,19880925T030000",
        "RDATE:19860330T020000,19870329T020000,19880327T020000",
    ]


def test_seconds_are_written_where_there_are_any() -> None:
    lines = vtimezone(BERLIN, year(1880), year(1900))
    assert "TZOFFSETFROM:+005328" in lines
    assert "TZNAME:LMT" in lines


def test_a_zone_without_changes_has_one_observance_that_began_long_ago() -> None:
    lines = vtimezone(ZoneInfo("Etc/GMT+5"), year(2026), None)
    assert observances(lines) == ["BEGIN:STANDARD"]
    assert {"DTSTART:19700101T000000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0500", "TZNAME:-05"} <= set(lines)
    assert "DTSTART:15830101T000000" in vtimezone(ZoneInfo("Etc/GMT+5"), year(1900), None)


def test_a_link_keeps_the_name_that_was_asked_for() -> None:
    assert vtimezone(ZoneInfo("Asia/Calcutta"), year(2026), None)[1] == "TZID:Asia/Calcutta"


def test_nothing_of_what_is_asked_for_is_beyond_the_calendar() -> None:
    first, last = year(1583), datetime(LAST_DAY.year, 12, 29, tzinfo=UTC)
    for name in NAMES:
        assert vtimezone(ZoneInfo(name), first, last) == vtimezone(ZoneInfo(name), first, None)


def test_a_known_zone_takes_less_than_a_millisecond() -> None:
    vtimezone(BERLIN, year(2026), None)
    begun = perf_counter()
    for number in range(100):
        vtimezone(BERLIN, year(2026 + number), year(2027 + number))
    assert perf_counter() - begun < 0.1


@pytest.mark.parametrize("name", NAMES)
def test_the_files_are_read_as_zoneinfo_reads_them(name: str) -> None:
    known = history(name)
    for onset in known.onsets:
        assert onset.at.astimezone(ZoneInfo(name)).utcoffset() == onset.after.offset
        assert (onset.at - SECOND).astimezone(ZoneInfo(name)).utcoffset() == onset.before.offset
        assert onset.at.astimezone(ZoneInfo(name)).tzname() == onset.after.name


STANDARD, DAYLIGHT = Kind(-3 * HOUR, "-03", is_dst=False), Kind(-2 * HOUR, "-02", is_dst=True)


@pytest.mark.parametrize(
    ("day", "time", "rules"),
    [
        ("M3.5.0", 2 * HOUR, ["BYMONTH=3;BYDAY=-1SU"]),
        ("M9.1.6", 24 * HOUR, ["BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU"]),
        ("M10.5.0", -HOUR, ["BYMONTH=10;BYMONTHDAY=24,25,26,27,28,29,30;BYDAY=SA"]),
        ("M1.1.3", -HOUR, ["BYMONTH=12;BYMONTHDAY=31;BYDAY=TU", "BYMONTH=1;BYMONTHDAY=1,2,3,4,5,6;BYDAY=TU"]),
        ("M12.5.0", 30 * HOUR, ["BYMONTH=12;BYMONTHDAY=26,27,28,29,30,31;BYDAY=MO", "BYMONTH=1;BYMONTHDAY=1;BYDAY=MO"]),
        ("J60", 2 * HOUR, ["BYMONTH=3;BYMONTHDAY=1"]),
        ("J365", 24 * HOUR, ["BYMONTH=1;BYMONTHDAY=1"]),
        ("10", 2 * HOUR, ["BYMONTH=1;BYMONTHDAY=11"]),
        ("100", 2 * HOUR, ["BYYEARDAY=101"]),
        ("M2.5.0", 24 * HOUR, []),
        ("J59", 24 * HOUR, []),
    ],
)
def test_a_yearly_change_is_put_into_words_where_there_are_any(day: str, time: timedelta, rules: list[str]) -> None:
    change = Change(Day.read(day), time, STANDARD, DAYLIGHT)
    assert list(change.rules()) == [f"FREQ=YEARLY;{rule}" for rule in rules]


def test_a_footer_may_have_signs_minutes_and_names_in_brackets() -> None:
    begin, end = read_footer("<-03>3<-02>,M3.5.0/-2:30,M10.5.0/-1")
    assert (begin.before, begin.after, end.after) == (STANDARD, DAYLIGHT, STANDARD)
    assert (begin.time, end.time) == (-2.5 * HOUR, -HOUR)
    assert begin.onset(2026).local == datetime.fromisoformat("2026-03-28T21:30")
    assert read_footer("IST-1GMT0,M10.5.0,M3.5.0/1")[0].after.offset == NO_TIME
    assert read_footer("<+0330>-3:30") == ()
    with pytest.raises(ValueError, match="no rule"):
        read_footer("CET-1CEST,M3.5.0")


@given(year=st.integers(1600, 9990), number=st.integers(1, 365))
def test_a_julian_day_never_is_february_29(year: int, number: int) -> None:
    found = Day.read(f"J{number}").of(year)
    assert (found.month, found.day) != (2, 29)
    assert found.replace(year=2001).timetuple().tm_yday == number
