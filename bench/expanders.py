"""Who expands series, each made ready beforehand: how many occurrences there are in a window."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import recurring_ical_events
from dateutil.rrule import rrulestr
from icalendar import Calendar

from bench.calendars import event_of
from bench.series import Sample
from domain.ids import CalendarId
from domain.recurrence.stamps import stamp_text
from domain.series import Series
from domain.window import Window

Counting = Callable[[Window], int]

_NOWHERE = CalendarId(UUID(int=0))


def ours(samples: Iterable[Sample]) -> Counting:
    """`Series.happenings`."""
    all_series = [Series.of(event_of(_NOWHERE, one)) for one in samples]
    return lambda window: sum(1 for series in all_series for _ in series.happenings(window))


def dateutil(samples: Iterable[Sample]) -> Counting:
    """dateutil's rules, which go from the start to the window's end."""
    rules = [(one, rrulestr("\n".join(one.lines), dtstart=one.start, tzids=ZoneInfo)) for one in samples]

    def starts(window: Window) -> Iterable[datetime]:
        for sample, rule in rules:
            local = sample.zone or window.zone
            first, last = (bound.astimezone(local) for bound in (window.span.start - sample.length, window.span.end))
            if sample.zone is None:
                first, last = first.replace(tzinfo=None), last.replace(tzinfo=None)
            for start in rule.between(first, last):
                yield start.replace(tzinfo=local).astimezone(UTC)

    return lambda window: sum(1 for _ in starts(window))


def with_recurring_ical_events(samples: Iterable[Sample]) -> Counting:
    """recurring-ical-events, on a calendar that has been parsed."""
    lines = [line for number, one in enumerate(samples) for line in _component(number, one)]
    text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:bench", *lines, "END:VCALENDAR", ""])
    calendar = Calendar.from_ical(text)

    def count(window: Window) -> int:
        first, last = (bound.astimezone(window.zone) for bound in (window.span.start, window.span.end))
        return len(recurring_ical_events.of(calendar).between(first, last))

    return count


def _component(number: int, sample: Sample) -> list[str]:
    """The event as iCalendar has it."""
    bounds = [("DTSTART", sample.anchor), ("DTEND", sample.anchor + sample.length)]
    if sample.zone is None:
        times = [f"{name};VALUE=DATE:{stamp_text(moment.date())}" for name, moment in bounds]
    else:
        times = [f"{name};TZID={sample.zone.key}:{stamp_text(moment)}" for name, moment in bounds]
    return ["BEGIN:VEVENT", f"UID:{number}", "SUMMARY:Planning", *times, *sample.lines, "END:VEVENT"]
