"""The test calendars of icalendar and recurring-ical-events: taken in, given back, and told like somebody else does.

They are read where those packages were installed, so each of them is as its makers meant it.
"""

import secrets
import warnings
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from importlib.metadata import files
from pathlib import Path
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from adapters.ical.content import NotICalendar
from adapters.ical.document import document_of
from adapters.ical.reading import contents
from adapters.memory.calendars import MemoryCalendars
from adapters.memory.events import MemoryEvents
from domain.calendar import Calendar
from domain.caller import Reach
from domain.incoming import ImportResult, Outcome
from domain.use_cases.export_events import ExportEvents
from domain.use_cases.import_events import ImportEvents
from domain.use_cases.list_events import ListEvents
from domain.when import AllDay, When
from domain.window import OpenQuery, WindowQuery
from tests.builders import BERLIN, a_calendar

NOW = datetime(2026, 11, 25, tzinfo=UTC)
FILES = {
    f"{package}/{found.name}": Path(str(found.locate()))
    for package in ("icalendar", "recurring-ical-events")
    for found in files(package) or ()
    if found.suffix == ".ics"
}

TOLD_OTHERWISE = {
    "Germany_Holidays.ics": "an all-day event whose DTEND is its DTSTART is that day",
    "event_with_recurrence.ics": "EXDATEs in UTC exclude instants; a floating DTSTART is on the calendar's clock",
    "issue_165_missing_event.ics": "spaces in BYDAY are read over",
    "issue_1633_rdate_with_dates.ics": "a period of dates is of whole days",
    "issue_1633_rdate_with_dates_and_tzid.ics": "the same",
    "issue_201_mixed_datetime_and_date.ics": "an event whose DTSTART is a date is all-day, whatever DTEND is",
    "issue_201_test_matrix.ics": "the same",
    "issue_28_rrule_with_UTC_endinginZ.ics": "UNTIL in UTC counts by its date for an all-day series",
    "issue_75_range_parameter.ics": "RANGE=THISANDFUTURE is taken in for one occurrence, and said so",
    "multiple_rrule.ics": "DTSTART counts as the first occurrence of each COUNT",
    "parsing_error.ics": "a line that is none costs itself, not its event",
}
"""Where our occurrences differ, and why; `docs/icalendar.md` tells it with the paragraphs of the RFC."""

UNREADABLE_THERE = {
    "america_new_york_forward_reference.ics",
    "broken_ical.ics",
    "created_calendar_with_unicode_fields.ics",
    "issue_104_broken_calendar.ics",
    "issue_722_missing_timezones.ics",
    "pacific_fiji.ics",
}
"""Files that make recurring-ical-events give up."""


@dataclass
class Kept:
    """A calendar in memory."""

    calendar: Calendar = field(default_factory=lambda: a_calendar(zone=BERLIN))
    events: MemoryEvents = field(default_factory=MemoryEvents)

    def __post_init__(self) -> None:
        self.calendars = MemoryCalendars()
        self.calendars.add(self.calendar)
        self.reach = Reach(self.calendar.owner_id)

    def take_in(self, raw: bytes) -> list[ImportResult]:
        use_case = ImportEvents(self.calendars, self.events, lambda: NOW, secrets.token_bytes)
        return list(use_case(self.reach, self.calendar.id, contents(raw).objects))

    def text(self) -> str:
        use_case = ExportEvents(self.calendars, self.events)
        calendar, found = use_case(self.reach, self.calendar.id, OpenQuery(None, None))
        return document_of(calendar, [(one.event, one.series) for one in found])

    def years(self) -> list[int]:
        first = {event.when.encoded_start().year for event in self.events.kept.values()}
        return sorted({year + later for year in first for later in (0, 1)})[:12]

    def told(self, first: date, last: date) -> Counter[tuple[str, str, str]]:
        use_case, after, found = ListEvents(self.calendars, self.events), None, []
        while True:
            page = use_case(self.reach, self.calendar.id, WindowQuery(first, last, BERLIN), (), after, 1000)
            found += [(*bounds(event.when), event.details.title) for event in page.events]
            after = page.next
            if after is None:
                return Counter(found)


def events_of(text: str) -> list[str]:
    """The events of a document, whatever their order: that of those at one time is by ids, which are random."""
    return sorted(text.removesuffix("END:VCALENDAR\r\n").split("BEGIN:VEVENT"))


def bounds(when: When) -> tuple[str, str]:
    if isinstance(when, AllDay):
        return str(when.starts_on), str(when.ends_on + timedelta(1))
    return when.starts_at.isoformat(), when.ends_at.isoformat()


def told_there(raw: bytes, first: date, last: date) -> Counter[tuple[str, str, str]]:
    found = []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for calendar in icalendar.Calendar.from_ical(raw, multiple=True):
            query = recurring_ical_events.of(calendar, skip_bad_series=True)
            for event in query.between(midnight(first), midnight(last)):
                start = event["DTSTART"].dt
                day = timedelta(1) if not isinstance(start, datetime) else timedelta()
                end = event["DTEND"].dt if "DTEND" in event else start + day
                title = str(event.get("SUMMARY", ""))
                found.append((moment(start), moment(end), title if title.strip() else "(no title)"))
    return Counter(found)


def midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, BERLIN)


def moment(value: Any) -> str:
    if not isinstance(value, datetime):
        return str(value)
    return (value if value.tzinfo else value.replace(tzinfo=BERLIN)).astimezone(UTC).isoformat()


every_file = pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in sorted(FILES.items())])


def test_there_are_files_to_read() -> None:
    assert len(FILES) > 200
    assert {path.name for path in FILES.values()} >= {*TOLD_OTHERWISE, *UNREADABLE_THERE}


@every_file
def test_a_calendar_is_the_same_here_and_elsewhere(path: Path) -> None:
    here, elsewhere = Kept(), Kept()
    raw = path.read_bytes()
    try:
        results = here.take_in(raw)
    except NotICalendar:
        assert path.name in {"empty.ics"}
        return
    assert all(result.reason for result in results if result.outcome in {Outcome.FAILED, Outcome.SKIPPED})
    settled = {Outcome.UNCHANGED, Outcome.SKIPPED, Outcome.FAILED}
    assert {result.outcome for result in here.take_in(raw)} <= settled
    text = here.text()
    elsewhere.take_in(text.encode())
    assert events_of(elsewhere.text()) == events_of(text)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert len(icalendar.Calendar.from_ical(text).walk("VEVENT")) == len(here.events.kept)


@every_file
def test_occurrences_are_told_as_somebody_else_tells_them(path: Path) -> None:
    kept, raw = Kept(), path.read_bytes()
    kept.take_in(raw)
    if path.name in UNREADABLE_THERE:
        return
    windows = [(date(year, 1, 1), date(year, 12, 31)) for year in kept.years()]
    same = all(kept.told(*window) == told_there(raw, *window) for window in windows)
    assert same == (path.name not in TOLD_OTHERWISE)
