"""Calendars of any kind go out and come in elsewhere as they are, field by field, whatever is said in them."""

import secrets
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.calendar import Calendar
from domain.caller import Reach
from domain.draft import Draft
from domain.event import (
    Action,
    Attendee,
    Event,
    EventDetails,
    Organizer,
    Reminder,
    Response,
    Role,
    Status,
    Transparency,
    Visibility,
)
from domain.ids import OccurrenceId
from domain.scope import Scope
from domain.series import Series
from domain.use_cases.change_event import ChangeEvent
from domain.use_cases.create_event import CreateEvent
from domain.use_cases.list_events import ListEvents
from domain.when import Timing
from domain.window import WindowQuery
from tests.adapters.ical.test_distributions import NOW, Kept
from tests.builders import UTC_ZONE

# Control characters other than line breaks cannot be written (RFC 5545 §3.3.11), and a blank title is none.
PLAIN = st.characters(exclude_categories=("Cs", "Cc"))
TEXT = st.text(st.one_of(PLAIN, st.sampled_from("\n;,:\\\"^'=")), min_size=1, max_size=80)
LINE = st.text(st.one_of(PLAIN, st.sampled_from(";,:\\\"^'=")), min_size=1, max_size=40).filter(str.strip)
EMAIL = st.from_regex(r"[a-z0-9.+]{1,10}@[a-z0-9.]{1,10}", fullmatch=True)
PEOPLE = st.builds(Attendee, EMAIL, st.none() | LINE, st.sampled_from(Role), st.sampled_from(Response))
REMINDERS = st.builds(Reminder, st.integers(0, 40_320), st.sampled_from(Action))
DETAILS = st.builds(
    EventDetails,
    title=TEXT.filter(str.strip),
    description=st.none() | TEXT,
    location=st.none() | TEXT,
    status=st.sampled_from(Status),
    transparency=st.sampled_from(Transparency),
    visibility=st.sampled_from(Visibility),
    color=st.sampled_from([None, "teal", "#0f8a8a"]),
    url=st.sampled_from([None, "https://example.org/a;b,c?d=%20\\"]),
    organizer=st.none() | st.builds(Organizer, EMAIL, st.none() | LINE),
    attendees=st.lists(PEOPLE, max_size=3).map(tuple),
    reminders=st.lists(REMINDERS, max_size=3).map(tuple),
    metadata=st.dictionaries(LINE, TEXT | st.just(""), max_size=3),
)
ZONES = st.sampled_from(
    ["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland", "Australia/Lord_Howe", "Asia/Kolkata"]
)
STARTS = st.datetimes(datetime(1950, 1, 1), datetime(2060, 1, 1)).map(lambda start: start.replace(fold=0))  # noqa: DTZ001 local
LENGTHS = st.timedeltas(timedelta(), timedelta(days=40))
TIMED = st.builds(
    lambda start, length, zone: Timing(start.replace(tzinfo=UTC), start.replace(tzinfo=UTC) + length, zone),
    STARTS,
    LENGTHS,
    ZONES,
)
DAYS = st.builds(
    lambda first, more: Timing(starts_on=first, ends_on=first + timedelta(more)),
    st.dates(date(1950, 1, 1), date(2060, 1, 1)),
    st.integers(0, 40),
)
RULES = st.sampled_from(
    [
        ["RRULE:FREQ=DAILY;COUNT=9"],
        ["RRULE:FREQ=WEEKLY;BYDAY=MO,WE,SU"],
        ["RRULE:FREQ=MONTHLY;BYDAY=-1FR;COUNT=20", "RRULE:FREQ=YEARLY"],
        ["RRULE:FREQ=DAILY;INTERVAL=3"],
    ]
)
RECURRING = st.builds(
    lambda start, hours, zone: Timing(start.replace(microsecond=0), start.replace(microsecond=0) + hours, zone),
    STARTS,
    st.integers(0, 30).map(lambda hours: timedelta(hours=hours)),
    ZONES,
)
SINGLES = st.builds(Draft, TIMED | DAYS, DETAILS, st.just(()))
SERIES = st.builds(Draft, RECURRING | DAYS, DETAILS, RULES)


def changed(kept: Kept, made: Event, number: int, draft: Draft, alone: bool) -> None:
    """Change one of the first occurrences of a series alone, or leave it out."""
    series = Series.of(made)
    originals = series.originals(made.original, made.original + timedelta(days=400))
    original = [one for one, _ in zip(originals, range(number + 1), strict=False)][-1]
    ref = OccurrenceId(made.id, original, series.zone is None)
    change = ChangeEvent(kept.calendars, kept.events, lambda: NOW, secrets.token_bytes)
    if alone:
        change(kept.reach, kept.calendar.id, ref, lambda _: draft, scope=Scope.THIS)


def said(kept: Kept) -> list[Any]:
    """All that can be told of a calendar but for its ids."""
    facts = []
    for event in kept.events.kept.values():
        recurrence = event.recurrence
        exceptions = None
        if recurrence is not None:
            exceptions = (recurrence.rules, recurrence.dates, recurrence.excluded, recurrence.anchor)
        original = event.original if event.origin is not None else None
        facts.append((event.uid, str(original), event.when, event.details, exceptions, event.sequence))
    return sorted(facts, key=lambda fact: (fact[0], fact[1]))


def listed(kept: Kept, calendar: Calendar, year: int) -> list[Any]:
    query = WindowQuery(date(year, 1, 1), date(year, 12, 31), UTC_ZONE)
    found = ListEvents(kept.calendars, kept.events)(Reach(calendar.owner_id), calendar.id, query, size=1000)
    return sorted((str(one.when), one.details.title) for one in found.events)


@settings(max_examples=60, deadline=None)
@given(
    singles=st.lists(SINGLES, max_size=3),
    series=st.lists(st.tuples(SERIES, st.integers(0, 5), SINGLES, st.booleans()), max_size=2),
    zone=ZONES,
)
def test_a_calendar_that_comes_back_is_the_one_that_went_out(singles: Any, series: Any, zone: str) -> None:
    here = Kept()
    create = CreateEvent(here.calendars, here.events, lambda: NOW, secrets.token_bytes)
    for draft in singles:
        create(here.reach, here.calendar.id, draft)
    for draft, number, override, alone in series:
        if draft.timing.starts_at is None or _can_recur(draft.timing):
            changed(here, create(here.reach, here.calendar.id, draft), number, override, alone)
    text = here.text()
    elsewhere = Kept()
    assert all(result.reason is None and not result.notes for result in elsewhere.take_in(text.encode()))
    assert said(elsewhere) == said(here)
    assert all(result.outcome == "unchanged" for result in here.take_in(text.encode()))
    assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == len(here.events.kept)
    for year in here.years()[:2]:
        assert listed(here, here.calendar, year) == listed(elsewhere, elsewhere.calendar, year)


def _can_recur(timing: Timing) -> bool:
    """Whether a start is no time that a change of clocks skips."""
    assert timing.starts_at is not None
    zone = ZoneInfo(str(timing.time_zone))
    return (
        timing.starts_at.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == timing.starts_at
    )
