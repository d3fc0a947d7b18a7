"""The rule at the end of a zone's file, such as `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 8536 §3.3.1), and the same as RRULEs.

It says on which days of each year the clocks are changed, for ever. A time of the change may lie outside its day:
`M9.1.6/24` is the end of a Saturday, so a Sunday from the 2nd to the 8th.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import NamedTuple

from domain.time import DAY, NO_TIME

_NAME = r"([A-Za-z]{3,}|<[A-Za-z0-9+-]+>)"
_CLOCK = r"([+-]?\d{1,3}(?::\d{2}){0,2})"
_DAY = r"([MJ]?[\d.]+)"
_FOOTER = re.compile(rf"{_NAME}{_CLOCK}(?:{_NAME}{_CLOCK}?,{_DAY}(?:/{_CLOCK})?,{_DAY}(?:/{_CLOCK})?)?", re.ASCII)
_USUAL_CLOCK, _USUAL_SAVING = "2", timedelta(hours=1)
_WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_LAST_WEEK, _WEEK = 5, 7
_COMMON, _LEAP = 2001, 2000
_LONGEST_COMMON_YEAR = 365


class Kind(NamedTuple):
    """What RFC 8536 calls a local time type: a UTC offset, its abbreviation, and whether it is daylight saving time."""

    offset: timedelta
    name: str
    is_dst: bool


class Onset(NamedTuple):
    """The instant at which a zone's clocks go from one kind of time to another."""

    at: datetime
    before: Kind
    after: Kind

    @property
    def local(self) -> datetime:
        """When that is on the clock that has not been changed yet, naive: what DTSTART says (RFC 5545 §3.6.5)."""
        return self.at.replace(tzinfo=None) + self.before.offset


class Day(NamedTuple):
    """A day of each year: `M3.5.0`, `J60`, which never is February 29, or `59`, which counts from 0."""

    form: str
    numbers: tuple[int, ...]

    @classmethod
    def read(cls, text: str) -> "Day":
        """Raise ValueError if it is none."""
        form = text[0] if text[0] in "MJ" else ""
        return cls(form, tuple(int(one) for one in text.removeprefix(form).split(".")))

    def possible(self, year: int) -> list[date]:
        """The days that it may be in years that are as long as this one: a week of them, or one."""
        if self.form == "M":
            month, week, _ = self.numbers
            first = date(year, month, 1)
            start = (first + 31 * DAY).replace(day=1) - 7 * DAY if week == _LAST_WEEK else first + (week - 1) * 7 * DAY
            return [start + day * DAY for day in range(_WEEK)]
        (number,) = self.numbers
        if self.form == "J":
            return [(date(_COMMON, 1, 1) + (number - 1) * DAY).replace(year=year)]
        return [date(year, 1, 1) + number * DAY]

    def of(self, year: int) -> date:
        """The day that it is in a year."""
        found = self.possible(year)
        if self.form != "M":
            return found[0]
        return found[(self.numbers[2] - found[0].isoweekday()) % _WEEK]


class Change(NamedTuple):
    """How the clocks are changed once a year: on a day, so long after its beginning, which may be days or below 0."""

    day: Day
    time: timedelta
    before: Kind
    after: Kind

    def onset(self, year: int) -> Onset:
        """The change of that year; its time may make it one of the days around the year."""
        local = datetime.combine(self.day.of(year), time.min, UTC) + self.time
        return Onset(local - self.before.offset, self.before, self.after)

    def rules(self) -> tuple[str, ...]:
        """The RRULEs that together say the days of it; none if iCalendar has no words for them.

        Days around a month's end need two of them, as no RRULE says "the day after the last Thursday".
        """
        days_away = self.time // DAY
        form, numbers = self.day
        if form == "M" and not days_away:
            month, week, weekday = numbers
            return (f"FREQ=YEARLY;BYMONTH={month};BYDAY={-1 if week == _LAST_WEEK else week}{_WEEKDAYS[weekday]}",)
        common, leap = ([day + days_away * DAY for day in self.day.possible(year)] for year in (_COMMON, _LEAP))
        if [(day.month, day.day) for day in common] == [(day.month, day.day) for day in leap]:
            return tuple(self._in_months(common, days_away))
        if not form and 0 < (number := numbers[0] + 1 + days_away) <= _LONGEST_COMMON_YEAR:
            return (f"FREQ=YEARLY;BYYEARDAY={number}",)
        return ()

    def _in_months(self, days: list[date], days_away: int) -> Iterator[str]:
        weekday = f";BYDAY={_WEEKDAYS[(self.day.numbers[2] + days_away) % _WEEK]}" if self.day.form == "M" else ""
        for month, found in groupby(days, lambda day: day.month):
            yield f"FREQ=YEARLY;BYMONTH={month};BYMONTHDAY={','.join(str(day.day) for day in found)}{weekday}"


def read_footer(text: str) -> tuple[Change, ...]:
    """The two changes of each year, none if the clocks stay as they are; ValueError if it is no such rule."""
    if not text:
        return ()
    match = _FOOTER.fullmatch(text)
    if match is None:
        raise ValueError(f"{text} is no rule of a time zone.")
    name, offset, dst_name, dst_offset, start, start_time, end, end_time = match.groups()
    if dst_name is None:
        return ()
    standard = Kind(-_clock(offset), name.strip("<>"), is_dst=False)
    saving = -_clock(dst_offset) if dst_offset else standard.offset + _USUAL_SAVING
    daylight = Kind(saving, dst_name.strip("<>"), is_dst=True)
    return (
        Change(Day.read(start), _clock(start_time or _USUAL_CLOCK), standard, daylight),
        Change(Day.read(end), _clock(end_time or _USUAL_CLOCK), daylight, standard),
    )


def _clock(text: str) -> timedelta:
    """Hours, minutes and seconds with a sign: up to a week of them."""
    hours, minutes, seconds = (*(int(one) for one in text.lstrip("+-").split(":")), 0, 0)[:3]
    length = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return NO_TIME - length if text.startswith("-") else length
