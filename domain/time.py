"""Instants, zones and half-open spans.

Every instant inside Daybook is an aware UTC datetime. The calendar runs from `FIRST_DAY` to `LAST_DAY`: inside these
bounds every instant has a local time in every zone, so no conversion can overflow.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Self
from zoneinfo import ZoneInfo

from domain.errors import InvalidField

FIRST_DAY = date(1583, 1, 2)
LAST_DAY = date(9999, 12, 29)

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)


def zone(name: str, field: str = "time_zone") -> ZoneInfo:
    """The IANA time zone of that name; InvalidField, naming `field`, if there is none."""
    if name in _zone_names():
        return ZoneInfo(name)
    raise InvalidField(field, f"{field} is not an IANA time zone. Use a name such as Europe/Berlin or UTC.")


@cache
def _zone_names() -> frozenset[str]:
    """The zones of the tzdata package: the same on every machine, whatever else its system knows."""
    from importlib.resources import files  # noqa: PLC0415 a tenth of a cold start, and few are told a zone

    return frozenset((files("tzdata") / "zones").read_text().split()) - {"Factory"}


def in_calendar(day: date, field: str) -> date:
    """That day, if the calendar has it; InvalidField otherwise."""
    if FIRST_DAY <= day <= LAST_DAY:
        return day
    raise _beyond_calendar(field)


def _beyond_calendar(field: str) -> InvalidField:
    return InvalidField(field, f"{field} must lie between {FIRST_DAY} and {LAST_DAY}.")


def instant(moment: datetime, local: ZoneInfo, field: str) -> datetime:
    """The UTC instant of a date-time; a naive one is read in `local`.

    A local time that a DST change skips moves forward by the gap, one that happens twice is the first
    (RFC 5545 §3.3.5).
    """
    aware = moment if moment.tzinfo else moment.replace(tzinfo=local)
    try:
        utc = aware.astimezone(UTC)
    except OverflowError:
        raise _beyond_calendar(field) from None
    in_calendar(utc.date(), field)
    return utc


def start_of_day(day: date, local: ZoneInfo) -> datetime:
    """The instant at which a local date begins, also where a DST change skips midnight."""
    return datetime.combine(day, time.min, local).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Span:
    """The instants from `start` up to, and without, `end`. It may be empty."""

    start: datetime
    end: datetime

    @classmethod
    def of_dates(cls, first: date, last: date, local: ZoneInfo) -> Self:
        """The span that the dates `first` to `last`, both included, take up in a zone."""
        return cls(start_of_day(first, local), start_of_day(last + DAY, local))

    def overlaps(self, window: "Span") -> bool:
        """Whether any instant is in both; an empty span counts as its single instant."""
        if self.start == self.end:
            return window.start <= self.start < window.end
        return self.start < window.end and self.end > window.start

    def utc_dates(self) -> tuple[date, date]:
        """The first and the last UTC date that this span touches."""
        last = max(self.start, self.end - TICK)
        return self.start.date(), last.date()
