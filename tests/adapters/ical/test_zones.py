"""Which zone a TZID means: by its name, as programs word it, and by the rules that a file brings along."""

from datetime import UTC, datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.ical.content import Component, calendars
from adapters.ical.vtimezone import vtimezone
from adapters.ical.zones import Zones
from domain.time import NO_TIME, local_of
from tests.builders import DAY, HOUR
from tests.domain.test_time import ZONES

MINUTE = timedelta(minutes=1)
YEARS = range(2026, 2028)
NAMES = [name for name in ZONES if name != "Factory"]
FIRST_SUNDAY, SECOND_SUNDAY = "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"


def observance(name: str, start: str, before: str, after: str, *more: str) -> list[str]:
    return [f"BEGIN:{name}", f"DTSTART:{start}", f"TZOFFSETFROM:{before}", f"TZOFFSETTO:{after}", *more, f"END:{name}"]


def a_vtimezone(tzid: str, *observances: list[str], more: str = "X-SOURCE:a test") -> list[str]:
    inside = [line for one in observances for line in one]
    return ["BEGIN:VTIMEZONE", f"TZID:{tzid}", more, *inside, "END:VTIMEZONE"]


def us_eastern(tzid: str) -> list[str]:
    return a_vtimezone(
        tzid,
        observance("STANDARD", "16011104T020000", "-0400", "-0500", FIRST_SUNDAY),
        observance("DAYLIGHT", "16010311T020000", "-0500", "-0400", SECOND_SUNDAY),
    )


def unique_rules(tzid: str) -> list[str]:
    """Rules that no zone has: an hour and seven minutes ahead of UTC, three hours in summer."""
    return a_vtimezone(
        tzid,
        observance("STANDARD", "19700101T030000", "+0300", "+0107", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
        observance("DAYLIGHT", "19700301T010000", "+0107", "+0300", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    )


def fixed(tzid: str, offset: str) -> list[str]:
    return a_vtimezone(tzid, observance("STANDARD", "16010101T000000", offset, offset))


def a_calendar(*vtimezones: list[str]) -> Component:
    lines = ["BEGIN:VCALENDAR", *(line for one in vtimezones for line in one), "END:VCALENDAR"]
    return calendars("\r\n".join(lines).encode())[0]


def found(tzid: str, *vtimezones: list[str], years: range = YEARS) -> str | None:
    zone = Zones(a_calendar(*vtimezones)).zone(tzid, years)
    return zone.key if zone else None


def local(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("tzid", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ('"Asia/Calcutta"', "Asia/Calcutta"),
        ("US/Pacific", "US/Pacific"),
        ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", "Europe/Berlin"),
        ("/mozilla.org/20050126_1/America/New_York", "America/New_York"),
        ("/softwarestudio.org/Olson_20011030_5/Europe/Lisbon", "Europe/Lisbon"),
        ("/citadel.org/20210210_1/America/Argentina/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("/citadel.org/20210210_1/America/Indiana/Knox", "America/Indiana/Knox"),
        ("W. Europe Standard Time", "Europe/Berlin"),
        ("eastern standard time", "America/New_York"),
        ("Tokyo Standard Time", "Asia/Tokyo"),
        ("UTC", "UTC"),
        ("GMT", "GMT"),
        ("Etc/UTC", "Etc/UTC"),
        ("Z", "UTC"),
        ("Coordinated Universal Time", "UTC"),
        ("tzone://Microsoft/Utc", "UTC"),
    ],
)
def test_a_name_says_which_zone_it_is(tzid: str, name: str) -> None:
    assert found(tzid) == name


@pytest.mark.parametrize(
    "tzid",
    ["", "/", "//", "Customized Time Zone", "tzone://Microsoft/Custom", "Factory", "/somebody/EST", "../../etc/passwd"],
)
def test_a_name_that_means_nothing_by_itself_is_no_zone(tzid: str) -> None:
    assert found(tzid) is None
    assert Zones(a_calendar()).offset(tzid, local("2026-01-01")) is None


def test_a_name_counts_more_than_the_rules_beside_it() -> None:
    assert found("Europe/Berlin", us_eastern("Europe/Berlin")) == "Europe/Berlin"


def test_a_location_tells_which_zone_it_is() -> None:
    assert found("Home", a_vtimezone("Home", more="X-LIC-LOCATION:Europe/Vienna")) == "Europe/Vienna"


@pytest.mark.parametrize("tzid", ["Tzid1", "Customized Time Zone", "GMT -0500 (Standard) / GMT -0400 (Daylight)"])
def test_rules_since_1601_are_those_of_a_zone_of_today(tzid: str) -> None:
    assert found(tzid, us_eastern(tzid)) == "America/New_York"


def test_a_name_is_the_same_whether_escaped_or_quoted() -> None:
    name = "(UTC-05:00) Eastern Time (US & Canada), Bogota"
    assert found(name, us_eastern(name.replace(",", "\\,"))) == "America/New_York"


def test_the_rules_must_be_those_of_the_zone_in_all_years_asked_for() -> None:
    assert found("Tzid1", us_eastern("Tzid1"), years=range(2007, 2027)) == "America/New_York"
    assert found("Tzid1", us_eastern("Tzid1"), years=range(2006, 2027)) is None


def test_a_rule_that_has_ended_is_followed_by_the_next_one() -> None:
    old_spring = "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z"
    old_autumn = "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z"
    history = a_vtimezone(
        "Work",
        observance("DAYLIGHT", "19870405T020000", "-0500", "-0400", old_spring),
        observance("STANDARD", "19671029T020000", "-0400", "-0500", old_autumn),
        observance("DAYLIGHT", "20070311T020000", "-0500", "-0400", SECOND_SUNDAY),
        observance("STANDARD", "20071104T020000", "-0400", "-0500", FIRST_SUNDAY),
    )
    assert found("Work", history, years=range(1990, 2027)) == "America/New_York"
    zones = Zones(a_calendar(history))
    assert zones.offset("Work", local("2006-04-02T12:00")) == -4 * HOUR
    assert zones.offset("Work", local("2006-10-30")) == -5 * HOUR
    assert zones.offset("Work", local("2007-03-10")) == -5 * HOUR


@pytest.mark.parametrize("until", ["20250330T010000Z", "20250330T020000", "20250330"])
def test_the_last_onset_of_a_rule_is_the_one_at_its_until(until: str) -> None:
    rule = f"RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL={until}"
    autumn = "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"
    ended = a_vtimezone(
        "Work",
        observance("DAYLIGHT", "20200329T020000", "+0100", "+0200", rule),
        observance("STANDARD", "20201025T030000", "+0200", "+0100", autumn),
    )
    zones = Zones(a_calendar(ended))
    assert [zones.offset("Work", local(f"{year}-07-01")) for year in (2025, 2026)] == [2 * HOUR, HOUR]


def test_of_what_lies_before_its_first_onset_a_vtimezone_says_nothing() -> None:
    recent = a_vtimezone(
        "Work",
        observance("STANDARD", "20251026T030000", "+0200", "+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
        observance("DAYLIGHT", "20260329T020000", "+0100", "+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU"),
    )
    assert found("Work", recent, years=range(2020, 2030)) == "Europe/Berlin"


def test_dates_say_when_clocks_are_changed_as_rules_do() -> None:
    dated = a_vtimezone(
        "Work",
        observance("STANDARD", "20251026T030000", "+0200", "+0100", "RDATE:20261025T030000,20271031T030000"),
        observance("DAYLIGHT", "20260329T020000", "+0100", "+0200", "RDATE:20270328T020000"),
    )
    assert found("Work", dated) == "Europe/Berlin"
    assert found("Work", dated, years=range(2026, 2029)) is None


@pytest.mark.parametrize(
    ("offset", "name"),
    [
        ("+0100", "Etc/GMT-1"),
        ("-0800", "Etc/GMT+8"),
        ("+0000", "UTC"),
        ("+0530", "Asia/Kolkata"),
        ("-1200", "Etc/GMT+12"),
        ("-1300", None),
        ("+0107", None),
    ],
)
def test_a_fixed_offset_is_a_zone_that_never_changes(offset: str, name: str | None) -> None:
    assert found("Mine", fixed("Mine", offset)) == name


def test_where_no_zone_is_alike_the_offsets_of_the_rules_are_known() -> None:
    zones = Zones(a_calendar(unique_rules("Odd")))
    winter, summer = HOUR + 7 * MINUTE, 3 * HOUR
    assert zones.zone("Odd", YEARS) is None
    assert zones.offset("Odd", local("2026-01-15T12:00")) == winter
    assert zones.offset("Odd", local("2026-07-15T12:00")) == summer
    assert zones.offset("Odd", local("2026-03-29T00:59:59")) == winter
    assert zones.offset("Odd", local("2026-03-29T02:00")) == winter, "in the gap, the offset before it"
    assert zones.offset("Odd", local("2026-03-29T02:53")) == summer
    assert zones.offset("Odd", local("2026-10-25T02:30")) == summer, "twice, so the first"
    assert zones.offset("Odd", local("2026-10-25T03:00")) == winter
    assert zones.offset("Odd", local("1960-07-01")) == 3 * HOUR, "before all onsets, what the first changes from"
    assert zones.offset("Nowhere", local("2026-01-15")) is None


BROKEN = {
    "no observances": a_vtimezone("Bad"),
    "no end": a_vtimezone("Bad", observance("STANDARD", "16010101T000000", "+0100", "+0100"))[:-1],
    "an observance without an end": a_vtimezone(
        "Bad", observance("STANDARD", "16010101T000000", "+0100", "+0100")[:-1]
    ),
    "no start": a_vtimezone("Bad", ["BEGIN:STANDARD", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0100", "END:STANDARD"]),
    "no offset": a_vtimezone("Bad", ["BEGIN:STANDARD", "DTSTART:16010101T000000", "END:STANDARD"]),
    "no date": a_vtimezone("Bad", observance("STANDARD", "20260230T000000", "+0100", "+0100")),
    "no offset in it": a_vtimezone("Bad", observance("STANDARD", "16010101T000000", "+1:00", "+0100")),
    "a day's offset": a_vtimezone("Bad", observance("STANDARD", "16010101T000000", "+0100", "+2400")),
    "no rule": a_vtimezone("Bad", observance("STANDARD", "16010101T000000", "+0100", "+0100", "RRULE:often")),
    "a period": a_vtimezone("Bad", observance("STANDARD", "16010101T000000", "+0100", "+0100", "RDATE:20260101/P1D")),
}
HOSTILE = {
    "every second": observance("STANDARD", "16010101T000000", "+0100", "+0200", "RRULE:FREQ=SECONDLY"),
    "every minute": observance("STANDARD", "16010101T000000", "+0100", "+0200", "RRULE:FREQ=MINUTELY"),
    "every day": observance("STANDARD", "16010101T000000", "+0100", "+0200", "RRULE:FREQ=DAILY"),
    "every hour of a month": observance(
        "STANDARD", "16010101T000000", "+0100", "+0200", "RRULE:FREQ=MONTHLY;BYHOUR=0,1,2,3,4,5"
    ),
    "counted to the end of time": observance(
        "STANDARD", "16010101T000000", "+0100", "+0200", "RRULE:FREQ=YEARLY;COUNT=9999"
    ),
}


@pytest.mark.parametrize("what", [*BROKEN, *HOSTILE])
def test_a_vtimezone_that_is_broken_or_absurd_is_as_good_as_none(what: str) -> None:
    lines = BROKEN.get(what) or a_vtimezone("Bad", HOSTILE[what])
    zones = Zones(a_calendar(lines))
    assert zones.zone("Bad", YEARS) is None
    assert zones.offset("Bad", local("2026-01-01")) is None


@pytest.mark.parametrize("start", ["00010101T000000", "00010101", "99991231T235959", "16010101T000000"])
@pytest.mark.parametrize("until", ["", ";UNTIL=99991231T235959Z", ";UNTIL=00010101", ";UNTIL=99991231", ";COUNT=3"])
def test_the_ends_of_time_break_nothing(start: str, until: str) -> None:
    rule = f"RRULE:FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1{until}"
    zones = Zones(a_calendar(a_vtimezone("Far", observance("STANDARD", start, "+2359", "-2359", rule))))
    for years in (range(1, 3), range(2026, 2027), range(9998, 10000), range(0), range(1583, 9999)):
        assert zones.zone("Far", years) is None
    for moment in ("0001-01-01", "2026-01-01T12:00", "9999-12-31T23:59:59"):
        assert abs(zones.offset("Far", local(moment)) or NO_TIME) == 24 * HOUR - MINUTE


def test_a_rule_may_be_counted_though_it_should_not() -> None:
    counted = a_vtimezone(
        "Old",
        observance("DAYLIGHT", "20200329T020000", "+0100", "+0200", "RRULE:FREQ=YEARLY;COUNT=2;BYMONTH=3;BYDAY=-1SU"),
        observance("STANDARD", "20201025T030000", "+0200", "+0100", "RRULE:FREQ=YEARLY;COUNT=2;BYMONTH=10;BYDAY=-1SU"),
    )
    zones = Zones(a_calendar(counted))
    assert zones.offset("Old", local("2021-07-01")) == 2 * HOUR
    assert zones.offset("Old", local("2022-07-01")) == HOUR


def test_more_than_any_zone_has_is_not_looked_at() -> None:
    many = [observance("STANDARD", f"{1600 + number % 400}0101T000000", "+0100", "+0200") for number in range(501)]
    rules = [observance("STANDARD", "16010101T000000", "+0100", "+0200", FIRST_SUNDAY) for _ in range(41)]
    dates = "RDATE:" + ",".join(f"{year}0{month}01" for year in range(1700, 1950) for month in range(1, 10))
    weeks = observance("STANDARD", "16010101T000000", "+0100", "+0200", "RRULE:FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR")
    for lines in (many, rules, [observance("STANDARD", "16010101T000000", "+0100", "+0200", dates)]):
        assert Zones(a_calendar(a_vtimezone("Bad", *lines))).offset("Bad", local("2026-01-01")) is None
    assert found("Bad", a_vtimezone("Bad", weeks), years=range(2000, 2100)) is None


def test_a_file_full_of_zones_takes_seconds_at_most() -> None:
    hard = [observance("STANDARD", f"16{number:02}0101T000000", "+0107", "+0300", FIRST_SUNDAY) for number in range(40)]
    zones = Zones(a_calendar(*(a_vtimezone(f"Bad{number}", *hard) for number in range(300))))
    begun = perf_counter()
    for number in range(300):
        assert zones.zone(f"Bad{number}", range(2000, 2100)) is None
    assert zones.offset("Bad0", local("2026-06-01")) == 3 * HOUR, "some work is kept for what no zone matches"
    for number in range(300):
        zones.offset(f"Bad{number}", local("2026-06-01"))
    assert perf_counter() - begun < 10


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(NAMES), start=st.integers(1900, 2080), length=st.integers(1, 20), share=st.floats(0, 1))
def test_what_we_write_is_recognised_under_any_name(name: str, start: int, length: int, share: float) -> None:
    zone, years = ZoneInfo(name), range(start, start + length)
    first, last = datetime(years.start, 1, 1, tzinfo=UTC), datetime(years.stop, 1, 1, tzinfo=UTC)
    lines = vtimezone(zone, first - DAY, last)
    lines[1] = "TZID:Mine"
    zones = Zones(a_calendar(lines))
    alike = zones.zone("Mine", years)
    assert alike is not None
    moments = [first + (last - first) * share, *(first + number * 9 * DAY for number in range(40 * length))]
    for moment in moments:
        assert moment.astimezone(alike).utcoffset() == moment.astimezone(zone).utcoffset()
        at = local_of(moment, zone).replace(microsecond=0)
        assert zones.offset("Mine", at) == at.replace(tzinfo=zone).utcoffset()


@settings(max_examples=100, deadline=None)
@given(name=st.sampled_from(NAMES), year=st.integers(1900, 2080), minutes=st.integers(0, 365 * 24 * 60))
def test_offsets_are_those_of_the_zone_at_any_local_time(name: str, year: int, minutes: int) -> None:
    zone, first = ZoneInfo(name), datetime(year, 1, 1, tzinfo=UTC)
    lines = vtimezone(zone, first - 3 * DAY, first + 370 * DAY)
    at = first.replace(tzinfo=None) + timedelta(minutes=minutes)
    assert Zones(a_calendar(lines)).offset(name, at) == at.replace(tzinfo=zone).utcoffset()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("BEGIN:STANDRDXTZOFW0123+-/;=,YRULMH\\ ", max_size=30), max_size=8))
def test_nothing_that_a_vtimezone_may_hold_breaks_the_reading(lines: list[str]) -> None:
    zones = Zones(
        a_calendar(["BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", *lines, "END:STANDARD", "END:VTIMEZONE"])
    )
    zones.zone("Mine", YEARS)
    zones.offset("Mine", local("2026-01-01"))
