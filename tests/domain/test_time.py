"""Zones, instants and spans."""

from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from zoneinfo import TZPATH, ZoneInfo

import pytest
import tzdata
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidField
from domain.time import FIRST_DAY, LAST_DAY, Span, instant, start_of_day, zone, zones_version
from tests.builders import BERLIN, DAY, HOUR, NOON

ZONES = sorted((files("tzdata") / "zones").read_text().split())
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
LENGTHS = st.timedeltas(timedelta(0), timedelta(days=40))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    "name",
    ["", "Mars/Olympus", "../UTC", "/etc/localtime", "Europe", "UTC ", "Factory", "right/UTC", "posix/UTC", "a\x00b"],
)
def test_what_is_no_iana_zone_is_refused_by_field(name: str) -> None:
    with pytest.raises(InvalidField) as refused:
        zone(name)
    assert refused.value.details == {"field": "time_zone"}


def test_every_iana_zone_is_known() -> None:
    assert [zone(name).key for name in ZONES if name != "Factory"]


def test_zones_come_from_the_package_whose_release_is_named() -> None:
    assert list(TZPATH) == [str(files("tzdata") / "zoneinfo")]
    assert zones_version() == tzdata.IANA_VERSION


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-03-29T01:59:59", "2026-03-29T00:59:59+00:00"),
        ("2026-03-29T02:00:00", "2026-03-29T01:00:00+00:00"),
        ("2026-03-29T02:30:00", "2026-03-29T01:30:00+00:00"),
        ("2026-10-25T02:30:00", "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T03:00:00", "2026-10-25T02:00:00+00:00"),
        ("2026-03-29T02:30:00-07:00", "2026-03-29T09:30:00+00:00"),
    ],
)
def test_a_local_time_becomes_an_instant(local: str, utc: str) -> None:
    assert instant(at(local), BERLIN, "starts_at") == at(utc)


@pytest.mark.parametrize("name", ZONES)
def test_the_ends_of_the_calendar_have_a_local_time_in_every_zone(name: str) -> None:
    local = ZoneInfo(name)
    for day in (FIRST_DAY, LAST_DAY):
        span = Span.of_dates(day, day, local)
        assert span.start.astimezone(local).date() == day
        assert (span.end - timedelta(microseconds=1)).astimezone(local).date() == day


def test_a_day_begins_when_its_midnight_is_skipped_and_a_skipped_day_is_empty() -> None:
    beirut, apia = ZoneInfo("Asia/Beirut"), ZoneInfo("Pacific/Apia")
    assert start_of_day(date(2026, 3, 29), beirut) == at("2026-03-28T22:00:00+00:00")
    assert start_of_day(date(2026, 3, 29), beirut).astimezone(beirut).hour == 1
    skipped = Span.of_dates(date(2011, 12, 30), date(2011, 12, 30), apia)
    assert skipped.start == skipped.end


@pytest.mark.parametrize(
    ("start", "end", "overlaps"),
    [
        (0, 1, True),
        (-1, 0, False),
        (-1, 1, True),
        (1, 2, True),
        (2, 3, False),
        (0, 0, True),
        (2, 2, False),
        (-9, 9, True),
    ],
)
def test_overlap_is_half_open_and_an_empty_span_counts_as_its_instant(start: int, end: int, overlaps: bool) -> None:
    window = Span(NOON, NOON + 2 * HOUR)
    assert Span(NOON + start * HOUR, NOON + end * HOUR).overlaps(window) is overlaps


@given(MOMENTS, LENGTHS)
def test_a_span_touches_each_utc_date_that_shares_an_instant_with_it(start: datetime, length: timedelta) -> None:
    span = Span(start, start + length)
    first, last = span.utc_dates()
    for offset in range(-2, 45):
        day = start.date() + offset * DAY
        shares = span.overlaps(Span.of_dates(day, day, ZoneInfo("UTC")))
        assert shares == (first <= day <= last)
