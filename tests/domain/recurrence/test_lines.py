"""A recurrence as lines: what is understood, in which form it is written, and what is refused with which words."""

from contextlib import suppress
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.errors import DaybookError, InvalidField
from domain.recurrence import lines
from domain.recurrence.lines import MOST_RULES, TooManyExceptions, written
from domain.recurrence.recurrence import MOST_EXCEPTIONS, Recurrence
from domain.recurrence.rule import MOST_COUNT
from tests.builders import BERLIN, DAY, UTC_ZONE
from tests.domain.recurrence.test_expansion import Case, cases, outcome, readable

NEW_YORK, SAMOA = ZoneInfo("America/New_York"), ZoneInfo("Pacific/Apia")
START = "2026-03-02T09:00"  # a Monday
DAILY = "RRULE:FREQ=DAILY"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def read(*words: str, zone: ZoneInfo | None = BERLIN, start: str = START) -> Recurrence:
    anchor = at(start)
    return lines.read(words, anchor if zone else anchor.replace(hour=0), zone)


def rewritten(*words: str, zone: ZoneInfo | None = BERLIN) -> list[str]:
    return written(read(*words, zone=zone), zone)


def refusal(*words: str, zone: ZoneInfo | None = BERLIN) -> InvalidField:
    with pytest.raises(InvalidField) as refused:
        read(*words, zone=zone)
    return refused.value


@pytest.mark.parametrize(
    ("worded", "canonical"),
    [
        ("FREQ=WEEKLY", "FREQ=WEEKLY"),
        ("freq=weekly;byday=mo", "FREQ=WEEKLY;BYDAY=MO"),
        ("WKST=MO;INTERVAL=1;FREQ=DAILY", "FREQ=DAILY"),
        ("FREQ=WEEKLY;WKST=SU", "FREQ=WEEKLY;WKST=SU"),
        ("FREQ=WEEKLY;INTERVAL=02;COUNT=+010", "FREQ=WEEKLY;COUNT=10;INTERVAL=2"),
        ("FREQ=WEEKLY;BYDAY=SU,MO,SU", "FREQ=WEEKLY;BYDAY=MO,SU"),
        ("FREQ=MONTHLY;BYDAY=+2MO,FR,-1FR,01MO", "FREQ=MONTHLY;BYDAY=-1FR,FR,1MO,2MO"),
        ("FREQ=MONTHLY;BYMONTHDAY=31,+1,-1,01", "FREQ=MONTHLY;BYMONTHDAY=-1,1,31"),
        ("FREQ=MINUTELY;BYSECOND=60", "FREQ=MINUTELY;BYSECOND=59"),
        (
            "BYSETPOS=1;BYMONTH=3;BYWEEKNO=9;BYYEARDAY=61;BYMONTHDAY=2;BYDAY=MO;BYHOUR=9;BYMINUTE=0;BYSECOND=0"
            ";INTERVAL=2;FREQ=YEARLY;WKST=SA",
            "FREQ=YEARLY;INTERVAL=2;BYSECOND=0;BYMINUTE=0;BYHOUR=9;BYDAY=MO;BYMONTHDAY=2;BYYEARDAY=61;BYWEEKNO=9"
            ";BYMONTH=3;BYSETPOS=1;WKST=SA",
        ),
    ],
)
def test_a_rule_is_written_in_one_form(worded: str, canonical: str) -> None:
    assert rewritten(f"RRULE:{worded}") == [f"RRULE:{canonical}"]


@pytest.mark.parametrize(
    ("until", "zone", "normal"),
    [
        ("20260710T120000Z", BERLIN, "20260710T120000Z"),
        ("20260710T120000", BERLIN, "20260710T100000Z"),
        ("20260310T120000", BERLIN, "20260310T110000Z"),
        ("20260710", BERLIN, "20260710T215959Z"),
        ("20260710", UTC_ZONE, "20260710T235959Z"),
        ("20260710", NEW_YORK, "20260711T035959Z"),
        ("20260329T023000", BERLIN, "20260329T013000Z"),
        ("20261025T023000", BERLIN, "20261025T003000Z"),
        ("20260710", None, "20260710"),
        ("20260710T235959Z", None, "20260710"),
        ("20260710T000000", None, "20260710"),
        ("20260710t120000z", BERLIN, "20260710T120000Z"),
    ],
)
def test_until_is_written_as_the_series_needs_it(until: str, zone: ZoneInfo | None, normal: str) -> None:
    assert rewritten(f"{DAILY};UNTIL={until}", zone=zone) == [f"{DAILY};UNTIL={normal}"]


@pytest.mark.parametrize("until", ["20260302T080000Z", "20260302T090000", "20260302"])
def test_until_the_start_leaves_the_start(until: str) -> None:
    assert read(f"{DAILY};UNTIL={until}").last == at(START)


@pytest.mark.parametrize("until", ["20260305", "20260305T225959Z", "20260305T235959", "20260305T090000"])
def test_a_date_as_until_includes_all_of_its_day(until: str) -> None:
    assert read(f"{DAILY};UNTIL={until}").last == at("2026-03-05T09:00")


@pytest.mark.parametrize(
    ("line", "zone", "canonical"),
    [
        ("RDATE:20260309T090000", BERLIN, "RDATE;TZID=Europe/Berlin:20260309T090000"),
        ("RDATE:20260309T080000Z", BERLIN, "RDATE;TZID=Europe/Berlin:20260309T090000"),
        ("RDATE;TZID=Europe/Berlin:20260309T090000", BERLIN, "RDATE;TZID=Europe/Berlin:20260309T090000"),
        ("RDATE;TZID=America/New_York:20260309T040000", BERLIN, "RDATE;TZID=Europe/Berlin:20260309T090000"),
        ('RDATE;TZID="America/New_York":20260309T040000', BERLIN, "RDATE;TZID=Europe/Berlin:20260309T090000"),
        ("RDATE;TZID=America/New_York:20260309T080000Z", BERLIN, "RDATE;TZID=Europe/Berlin:20260309T090000"),
        ("RDATE:20260309T090000", UTC_ZONE, "RDATE:20260309T090000Z"),
        ("RDATE;TZID=Europe/Berlin:20260309T090000", UTC_ZONE, "RDATE:20260309T080000Z"),
        ("RDATE:20260309", None, "RDATE;VALUE=DATE:20260309"),
        ("RDATE;VALUE=DATE:20260309", None, "RDATE;VALUE=DATE:20260309"),
        (
            "rdate;value=date-time;tzid=Europe/Berlin:20260309t090000",
            BERLIN,
            "RDATE;TZID=Europe/Berlin:20260309T090000",
        ),
        ("RDATE:20260311T090000,20260309T090000", UTC_ZONE, "RDATE:20260309T090000Z,20260311T090000Z"),
        ("RDATE:20260309T090000,20260309T090000Z", UTC_ZONE, "RDATE:20260309T090000Z"),
        ("RDATE:20260302T090000,20260309T090000", UTC_ZONE, "RDATE:20260309T090000Z"),
        ("EXDATE:20260309T080000Z", BERLIN, "EXDATE;TZID=Europe/Berlin:20260309T090000"),
        ("EXDATE:20260309", None, "EXDATE;VALUE=DATE:20260309"),
        ("EXDATE:20250309", None, "EXDATE;VALUE=DATE:20250309"),
    ],
)
def test_dates_are_written_on_the_wall_clock_of_the_series(line: str, zone: ZoneInfo | None, canonical: str) -> None:
    assert rewritten(DAILY, line, zone=zone) == [DAILY, canonical]


def test_lines_of_a_kind_become_one_behind_the_rules() -> None:
    words = (
        "EXDATE:20260305T090000",
        "RDATE:20260311T110000",
        "RRULE:FREQ=YEARLY",
        "EXDATE:20260304T090000",
        "RDATE:20260310T110000",
        DAILY,
    )
    assert rewritten(*words) == [
        "RRULE:FREQ=YEARLY",
        DAILY,
        "RDATE;TZID=Europe/Berlin:20260310T110000,20260311T110000",
        "EXDATE;TZID=Europe/Berlin:20260304T090000,20260305T090000",
    ]


def test_space_around_a_line_is_nothing() -> None:
    assert rewritten(f"  {DAILY}\r\n", " EXDATE:20260309T090000\t")[0] == DAILY


def test_a_time_that_the_clocks_skip_keeps_its_wall_clock() -> None:
    assert read(DAILY, "EXDATE:20260329T023000").excluded == (at("2026-03-29T02:30"),)


def test_a_time_of_another_zone_that_comes_twice_here_is_the_first() -> None:
    assert read(DAILY, "RDATE:20261025T003000Z").dates == (at("2026-10-25T02:30"),)


def test_a_series_may_have_dates_and_no_rule() -> None:
    recurrence = read("RDATE:20260309T090000")
    assert recurrence.between(at(START), at("2027-01-01T00:00")) == [at(START), at("2026-03-09T09:00")]


def test_the_first_occurrence_may_be_excluded() -> None:
    assert read(f"{DAILY};COUNT=2", "EXDATE:20260302T090000").excluded == (at(START),)


def test_an_exception_that_matches_nothing_is_kept() -> None:
    assert read(DAILY, "EXDATE:20260302T100000").excluded == (at("2026-03-02T10:00"),)


LINE = "A line begins with RRULE:, RDATE: or EXDATE:"
PARTS = "A rule is made of parts such as FREQ=WEEKLY;BYDAY=MO"
BOUND = "COUNT is from 1 to 10,000"
PICKS = "BYSETPOS picks from what another BY part gives"
STAMP = "is neither a date, as in 20260329, nor a date-time"
COUNTED = "BYDAY can count days, as in 1MO, only with FREQ=MONTHLY or FREQ=YEARLY"
BARREN = "The rule yields nothing within a hundred years of the start"
PERIODS = "Periods are not supported"
NO_ZONE = "TZID is not an IANA time zone"
BEYOND = "must lie between 1583-01-02 and 9999-12-29"

REFUSALS = [
    ("", LINE),
    ("FREQ=DAILY", LINE),
    ("RRULE", LINE),
    ("RRULE FREQ=DAILY", LINE),
    ("RRULE:FREQ=DAILY\nRRULE:FREQ=DAILY", LINE),
    ("ATTENDEE:mailto:ada@example.org", LINE),
    ("EXRULE:FREQ=DAILY", "EXRULE was taken out of iCalendar"),
    ("DTSTART:20260302T090000", "DTSTART does not belong here"),
    ("DTEND;TZID=Europe/Berlin:20260302T090000", "DTEND does not belong here"),
    ("duration:PT1H", "DURATION does not belong here"),
    ("RRULE:", PARTS),
    ("RRULE:DAILY", PARTS),
    ("RRULE:FREQ=DAILY;", PARTS),
    ("RRULE:FREQ=;INTERVAL=2", PARTS),
    ("RRULE:INTERVAL=2", "FREQ is missing: YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY."),
    ("RRULE:FREQ=SECONDLY", "the shortest period is MINUTELY"),
    ("RRULE:FREQ=FORTNIGHTLY", "FREQ must be one of YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY."),
    ("RRULE:FREQ=DAILY;FREQ=DAILY", "FREQ is given more than once"),
    ("RRULE:FREQ=DAILY;byhour=9;BYHOUR=9", "BYHOUR is given more than once"),
    ("RRULE:FREQ=DAILY;COUNT=2;UNTIL=20270101", "COUNT and UNTIL cannot both bound a rule"),
    ("RRULE:FREQ=DAILY;COUNT=0", BOUND),
    ("RRULE:FREQ=DAILY;COUNT=-1", BOUND),
    ("RRULE:FREQ=DAILY;COUNT=many", BOUND),
    (f"RRULE:FREQ=DAILY;COUNT={MOST_COUNT + 1}", BOUND),
    ("RRULE:FREQ=DAILY;COUNT=99999999999999999999", BOUND),
    ("RRULE:FREQ=DAILY;INTERVAL=0", "INTERVAL takes numbers from 1 to 1000000."),
    ("RRULE:FREQ=DAILY;INTERVAL=1000001", "INTERVAL takes numbers from 1 to 1000000."),
    ("RRULE:FREQ=DAILY;INTERVAL=1.5", "INTERVAL takes numbers from 1 to 1000000."),
    ("RRULE:FREQ=DAILY;BYMONTH=0", "BYMONTH takes numbers from 1 to 12."),
    ("RRULE:FREQ=DAILY;BYMONTH=13", "BYMONTH takes numbers from 1 to 12."),
    ("RRULE:FREQ=DAILY;BYMONTH=-1", "BYMONTH takes numbers from 1 to 12."),
    ("RRULE:FREQ=DAILY;BYMONTH=1,,2", "BYMONTH takes numbers from 1 to 12."),
    ("RRULE:FREQ=DAILY;BYMONTH=٣", "BYMONTH takes numbers from 1 to 12."),
    ("RRULE:FREQ=DAILY;BYMONTHDAY=0", "BYMONTHDAY takes numbers from 1 to 31, or -31 to -1."),
    ("RRULE:FREQ=DAILY;BYMONTHDAY=-32", "BYMONTHDAY takes numbers from 1 to 31, or -31 to -1."),
    ("RRULE:FREQ=YEARLY;BYYEARDAY=367", "BYYEARDAY takes numbers from 1 to 366, or -366 to -1."),
    ("RRULE:FREQ=YEARLY;BYWEEKNO=-54", "BYWEEKNO takes numbers from 1 to 53, or -53 to -1."),
    ("RRULE:FREQ=DAILY;BYHOUR=24", "BYHOUR takes numbers from 0 to 23."),
    ("RRULE:FREQ=DAILY;BYMINUTE=60", "BYMINUTE takes numbers from 0 to 59."),
    ("RRULE:FREQ=DAILY;BYSECOND=61", "BYSECOND takes numbers from 0 to 60."),
    ("RRULE:FREQ=DAILY;BYHOUR=9;BYSETPOS=0", "BYSETPOS takes numbers from 1 to 366, or -366 to -1."),
    ("RRULE:FREQ=DAILY;BYHOUR=9;BYSETPOS=367", "BYSETPOS takes numbers from 1 to 366, or -366 to -1."),
    ("RRULE:FREQ=YEARLY;BYDAY=0MO", "BYDAY takes numbers from 1 to 53, or -53 to -1."),
    ("RRULE:FREQ=YEARLY;BYDAY=54MO", "BYDAY takes numbers from 1 to 53, or -53 to -1."),
    ("RRULE:FREQ=WEEKLY;BYDAY=MONDAY", "BYDAY takes days such as MO"),
    ("RRULE:FREQ=WEEKLY;BYDAY=MO TU", "BYDAY takes days such as MO"),
    ("RRULE:FREQ=WEEKLY;WKST=1MO", "WKST is a day of the week"),
    ("RRULE:FREQ=MONTHLY;BYWEEKNO=1", "BYWEEKNO cannot be used with FREQ=MONTHLY."),
    ("RRULE:FREQ=DAILY;BYYEARDAY=1", "BYYEARDAY cannot be used with FREQ=DAILY."),
    ("RRULE:FREQ=WEEKLY;BYYEARDAY=1", "BYYEARDAY cannot be used with FREQ=WEEKLY."),
    ("RRULE:FREQ=MONTHLY;BYYEARDAY=1", "BYYEARDAY cannot be used with FREQ=MONTHLY."),
    ("RRULE:FREQ=WEEKLY;BYMONTHDAY=1", "BYMONTHDAY cannot be used with FREQ=WEEKLY."),
    ("RRULE:FREQ=WEEKLY;BYDAY=1MO", COUNTED),
    ("RRULE:FREQ=DAILY;BYDAY=MO,-1FR", COUNTED),
    ("RRULE:FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO", "BYDAY cannot count days, as in 1MO, together with BYWEEKNO."),
    ("RRULE:FREQ=DAILY;BYSETPOS=1", PICKS),
    ("RRULE:FREQ=DAILY;INTERVAL=2;BYSETPOS=1;WKST=SU", PICKS),
    ("RRULE:RSCALE=GREGORIAN;FREQ=DAILY", "RSCALE (RFC 7529) is not supported"),
    ("RRULE:FREQ=MONTHLY;SKIP=FORWARD", "SKIP (RFC 7529) is not supported"),
    ("RRULE:FREQ=YEARLY;BYEASTER=0", "BYEASTER is not a part of a rule."),
    ("RRULE:FREQ=MINUTELY;BYSECOND=0,30", "A rule has at most 1,440 times a day"),
    ("RRULE:FREQ=DAILY;UNTIL=tomorrow", f"TOMORROW {STAMP}"),
    ("RRULE:FREQ=DAILY;UNTIL=2026-05-01", f"2026-05-01 {STAMP}"),
    ("RRULE:FREQ=DAILY;UNTIL=20260230", f"20260230 {STAMP}"),
    ("RRULE:FREQ=DAILY;UNTIL=20260301T240000", f"20260301T240000 {STAMP}"),
    ("RRULE:FREQ=DAILY;UNTIL=20260302T075959Z", "The rule yields nothing: UNTIL lies before the start."),
    ("RRULE:FREQ=DAILY;UNTIL=20260301", "The rule yields nothing: UNTIL lies before the start."),
    ("RRULE:FREQ=DAILY;UNTIL=00010101T000000", "The rule yields nothing: UNTIL lies before the start."),
    ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", BARREN),
    ("RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=3", BARREN),
    (
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=10000",
        "COUNT=10000 is more than the rule yields: 244 occurrences, up to 3028-02-29.",
    ),
    ("RDATE;VALUE=PERIOD:20260309T090000/PT1H", PERIODS),
    ("RDATE;value=period:20260309T090000", PERIODS),
    ("RDATE:20260309T090000/PT1H", PERIODS),
    ("RRULE;X-NAME=y:FREQ=DAILY", "RRULE takes no parameters"),
    ("RDATE;ALTREP=x:20260309T090000", "RDATE takes the parameters TZID, and VALUE, which is DATE or DATE-TIME."),
    ("EXDATE;VALUE=TEXT:20260309T090000", "EXDATE takes the parameters TZID, and VALUE, which is DATE or DATE-TIME."),
    ("EXDATE;TZID=Mars/Olympus:20260309T090000", NO_ZONE),
    ("EXDATE;TZID=europe/berlin:20260309T090000", NO_ZONE),
    ("EXDATE;TZID:20260309T090000", NO_ZONE),
    ("EXDATE;TZID=:20260309T090000", NO_ZONE),
    ("EXDATE:", f" {STAMP}"),
    ("EXDATE:20260309T090000,", f" {STAMP}"),
    ("EXDATE:20260309T0900", f"20260309T0900 {STAMP}"),
    ("EXDATE:20260309T090060", f"20260309T090060 {STAMP}"),
    ("EXDATE:２０２６０３０９T090000", STAMP),
    ("RDATE:20260309", "RDATE of this series takes date-times, as in 20260329T090000"),
    ("EXDATE;VALUE=DATE:20260309", "EXDATE of this series takes date-times, as in 20260329T090000"),
    ("RDATE:20261025T013000Z", "2026-10-25T02:30 happens twice in Europe/Berlin; a series takes the first."),
    ("RDATE:99991231T235959Z", BEYOND),
    ("RDATE:99991230T090000", BEYOND),
    ("EXDATE:00010101T000000", BEYOND),
    ("EXDATE;TZID=Asia/Tokyo:00010101T000000", BEYOND),
]


@pytest.mark.parametrize(("line", "sentence"), REFUSALS)
def test_what_cannot_be_understood_is_refused_with_its_reason(line: str, sentence: str) -> None:
    error = refusal(line)
    assert error.details == {"field": "recurrence[0]"}
    assert error.title.startswith("recurrence[0]: ")
    assert sentence in error.title


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("RRULE:FREQ=HOURLY", "The rule of an all-day series has no BYHOUR, BYMINUTE or BYSECOND, and DAILY at least."),
        ("RRULE:FREQ=DAILY;BYHOUR=0", "has no BYHOUR"),
        ("RRULE:FREQ=DAILY;BYMINUTE=0", "has no BYHOUR"),
        ("RRULE:FREQ=DAILY;BYSECOND=0", "has no BYHOUR"),
        ("RRULE:FREQ=DAILY;UNTIL=20260301", "UNTIL lies before the start"),
        ("RDATE:20260309T000000", "RDATE of this series takes dates, as in 20260329"),
        ("EXDATE:20260309T000000Z", "EXDATE of this series takes dates, as in 20260329"),
        ("EXDATE:99991231", BEYOND),
    ],
)
def test_what_an_all_day_series_cannot_have_is_refused_with_its_reason(line: str, sentence: str) -> None:
    error = refusal(line, zone=None)
    assert error.details == {"field": "recurrence[0]"}
    assert sentence in error.title


def test_the_line_at_fault_is_named() -> None:
    assert refusal(DAILY, "RDATE:20260309T090000", "RDATE:soon").details == {"field": "recurrence[2]"}


def test_what_a_client_wrote_is_repeated_only_in_part() -> None:
    assert len(refusal(f"RRULE:FREQ=DAILY;UNTIL={'9' * 1000}").title) < 200
    assert len(refusal(f"RRULE:FREQ=DAILY;{'X' * 1000}=1").title) < 200
    assert len(refusal(f"RDATE;{'X' * 1000}=1:20260309T090000").title) < 200


def test_a_date_before_the_start_is_refused() -> None:
    error = refusal(DAILY, "RDATE:20260302T085959")
    assert error.details == {"field": "recurrence"}
    assert "an RDATE lies before the start" in error.title


@pytest.mark.parametrize(
    "words",
    [
        (f"{DAILY};COUNT=1", "EXDATE:20260302T090000"),
        (f"{DAILY};COUNT=2", "EXDATE:20260302T090000,20260303T090000"),
        (f"{DAILY};UNTIL=20260303", "EXDATE:20260302T090000,20260303T090000"),
        ("RDATE:20260309T090000", "EXDATE:20260309T090000,20260302T090000"),
    ],
)
def test_a_series_of_which_nothing_is_left_is_refused(words: tuple[str, ...]) -> None:
    error = refusal(*words)
    assert error.details == {"field": "recurrence"}
    assert "every occurrence is excluded" in error.title


def test_a_series_has_a_limited_number_of_rules() -> None:
    assert len(read(*[DAILY] * MOST_RULES).rules) == MOST_RULES
    assert refusal(*[DAILY] * (MOST_RULES + 1)).details == {"field": "recurrence", "limit": MOST_RULES}


def test_a_count_is_limited() -> None:
    last = read(f"{DAILY};COUNT={MOST_COUNT}").last
    assert last == at(START) + (MOST_COUNT - 1) * DAY


def dates_line(name: str, count: int, first: str) -> str:
    return f"{name}:" + ",".join(f"{at(first) + number * DAY:%Y%m%dT%H%M%S}" for number in range(count))


def test_a_series_has_a_limited_number_of_exceptions() -> None:
    added = dates_line("RDATE", MOST_EXCEPTIONS // 2, "2026-03-03T10:00")
    excluded = dates_line("EXDATE", MOST_EXCEPTIONS // 2, "2026-03-03T09:00")
    assert read(DAILY, added, excluded).exceptions == MOST_EXCEPTIONS
    with pytest.raises(TooManyExceptions) as refused:
        read(DAILY, added, excluded, "EXDATE:20260302T110000")
    assert refused.value.details == {"field": "recurrence", "limit": MOST_EXCEPTIONS}


@settings(max_examples=150, deadline=None)
@given(cases(), st.lists(st.integers(1, 300), max_size=3))
def test_what_was_written_reads_the_same_and_is_written_the_same(case: Case, excluded: list[int]) -> None:
    form = "%Y%m%dT%H%M%S" if case.zone else "%Y%m%d"
    exdates = [f"EXDATE:{case.anchor + days * DAY:{form}}" for days in excluded]
    recurrence = readable(case._replace(lines=[*case.lines, *exdates]))
    words = written(recurrence, case.zone)
    assert lines.read(words, case.anchor, case.zone) == recurrence
    assert written(recurrence, case.zone) == words


@settings(max_examples=100, deadline=None)
@given(cases(), st.randoms(use_true_random=False))
def test_neither_case_nor_order_of_parts_makes_a_difference(case: Case, random: Random) -> None:
    def reworded(line: str) -> str:
        name, _, value = line.partition(":")
        parts = value.split(";")
        random.shuffle(parts)
        return "".join(random.choice([str.lower, str.upper])(letter) for letter in f"{name}:{';'.join(parts)}")

    again = outcome(case._replace(lines=[reworded(line) for line in case.lines]))
    known = outcome(case)
    assert str(again) == str(known)


WORDS = [
    *("RRULE:", "RDATE", "EXDATE", "RDATE:", "EXDATE:", ";", ":", ",", "=", "-", "/", '"', " ", "\n", "0", "1", "60"),
    *("FREQ=DAILY", "FREQ=YEARLY", "FREQ=MINUTELY", "FREQ=", ";INTERVAL=", ";INTERVAL=1000000", ";COUNT=", ";UNTIL="),
    *(";BYDAY=", "MO", "-53SU", ";BYSETPOS=", ";BYWEEKNO=", ";BYYEARDAY=-366", ";BYMONTH=2", ";BYMONTHDAY=30"),
    *(
        ";WKST=",
        "SU",
        ";BYHOUR=",
        ";BYMINUTE=",
        ";BYSECOND=",
        ";TZID",
        ";TZID=",
        ";VALUE=",
        "PERIOD",
        "UTC",
        "Etc/GMT+12",
    ),
    *("20260302", "20260309T090000", "20261025T013000Z", "00010101", "99991231T235959", "99991231T235959Z", "T", "Z"),
    *("１", "ı", "ſ", "ß", "\x00", "\ud800"),
]
GARBAGE = st.text(max_size=30) | st.lists(st.sampled_from(WORDS), max_size=12).map("".join)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(GARBAGE, max_size=4),
    st.sampled_from([BERLIN, UTC_ZONE, SAMOA, ZoneInfo("Etc/GMT+12"), None]),
    st.sampled_from(["1583-01-03T00:00", START, "2011-12-30T00:00", "9999-12-29T00:00"]),
)
def test_whatever_text_there_is_it_is_understood_or_refused(
    words: list[str], zone: ZoneInfo | None, start: str
) -> None:
    with suppress(DaybookError):
        written(lines.read(words, at(start), zone), zone)
