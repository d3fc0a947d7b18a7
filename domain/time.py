"""Instants, zones and half-open spans.

Every instant inside Daybook is an aware UTC datetime. The calendar runs from `FIRST_DAY` to `LAST_DAY`: inside these
bounds every instant has a local time in every zone, so no conversion can overflow.

Zones come from the tzdata package, whatever else a machine knows: so they are the same everywhere, and their version is
known. Reading its files by their path takes a seventh of what reading them through the package would.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, reset_tzpath

from domain.errors import InvalidField
from domain.records import dataclass

TZDATA = Path(str(getattr(find_spec("tzdata"), "origin", ""))).parent
"""The folder of the tzdata package."""

reset_tzpath([str(TZDATA / "zoneinfo")])

UTC_ZONE = ZoneInfo("UTC")

FIRST_DAY = date(1583, 1, 2)
LAST_DAY = date(9999, 12, 29)

DAY, SECOND, NO_TIME = timedelta(days=1), timedelta(seconds=1), timedelta()
TICK = timedelta(microseconds=1)

_LOCAL_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 local
_EPOCH = _LOCAL_EPOCH.replace(tzinfo=UTC)

LONGEST_GAP = timedelta(hours=25)
"""More than any zone's clocks were ever put forward or back: Samoa left out a whole day in 2011."""


def zone(name: str, field: str = "time_zone") -> ZoneInfo:
    """The IANA time zone of that name; InvalidField, naming `field`, if there is none."""
    found = zone_or_none(name)
    if found is None:
        raise InvalidField(field, f"{field} is not an IANA time zone. Use a name such as Europe/Berlin or UTC.")
    return found


def zone_or_none(name: str) -> ZoneInfo | None:
    """The IANA time zone of that name, if there is one."""
    return ZoneInfo(name) if name in zone_names() else None


@cache
def zone_names() -> frozenset[str]:
    """The names of all IANA time zones."""
    return frozenset((TZDATA / "zones").read_text().split()) - {"Factory"}


def zones_version() -> str:
    """The release of the IANA time zone database that is in use, such as 2026b."""
    return str(import_module("tzdata").IANA_VERSION)


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


def utc_of(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a naive local time, as `instant` reads it. By arithmetic, in a quarter of what `replace` takes."""
    return _EPOCH + (local - _LOCAL_EPOCH - (zone.utcoffset(local) or NO_TIME))


def local_of(moment: datetime, zone: ZoneInfo) -> datetime:
    """What a zone's wall clock shows at an instant, as a naive date-time."""
    return _LOCAL_EPOCH + (moment - _EPOCH + (moment.astimezone(zone).utcoffset() or NO_TIME))


def start_of_day(day: date, local: ZoneInfo) -> datetime:
    """The instant at which a local date begins, also where a DST change skips midnight."""
    return utc_of(datetime.combine(day, time.min), local)


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
