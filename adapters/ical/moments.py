"""DTSTART and the like as moments (RFC 5545 §3.3.4, §3.3.5, §3.8.2), as the clocks meant that wrote them."""

from dataclasses import field
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from adapters.ical.content import Parts
from adapters.ical.read_details import read_duration
from adapters.ical.timing import MICROSECOND, TZID
from adapters.ical.zones import Zones
from domain.records import dataclass
from domain.recurrence.stamps import Stamp
from domain.time import DAY, utc_of, zone_or_none
from domain.when import Timing

_YEARS_TO_COME = 10
"""For how long beyond its start a series' zone has to be like the VTIMEZONE that it came with."""


class Moment(NamedTuple):
    """A date; or a date-time, naive on the clock of a zone, or aware. Without a zone it is floating."""

    at: datetime
    is_date: bool
    zone: str | None = None

    @property
    def exact(self) -> datetime:
        """The instant, if that is known; else the local time."""
        zone = zone_or_none(self.zone) if self.zone is not None else None
        return self.at if self.at.tzinfo or zone is None else utc_of(self.at, zone)


@dataclass(slots=True)
class Moments:
    """Reads the moments of one VEVENT. `unknown` collects the TZIDs of which nothing is known."""

    zones: Zones
    default: str | None
    recurs: bool
    unknown: set[str] = field(default_factory=set)

    def read(self, parts: Parts) -> Moment:
        """Raise Unreadable if it is none."""
        stamp = Stamp.read(parts.value.strip().upper())
        if stamp.is_date:
            return Moment(stamp.moment, is_date=True)
        if stamp.moment.tzinfo is not None:
            return _in_utc(stamp.moment, parts)
        tzid = parts.parameter("TZID")
        if tzid is None:
            return Moment(stamp.moment, is_date=False, zone=self.default)
        return self._in_zone(stamp.moment, tzid)

    def _in_zone(self, local: datetime, tzid: str) -> Moment:
        years = range(local.year, local.year + (_YEARS_TO_COME if self.recurs else 1))
        zone = self.zones.zone(tzid, years)
        if zone is not None:
            return Moment(local, is_date=False, zone=zone.key)
        self.unknown.add(tzid)
        offset = self.zones.offset(tzid, local)
        if offset is None:
            return Moment(local, is_date=False, zone=self.default)
        return Moment((local - offset).replace(tzinfo=UTC), is_date=False, zone="UTC")


def timing(start: Moment, end: Moment | None, duration: str | None) -> Timing:
    """From DTSTART and DTEND or DURATION to when an event is (§3.6.1): a date alone is that day, a time that moment.

    Raise Unreadable if DURATION is none.
    """
    length = read_duration(duration) if duration is not None and end is None else None
    if start.is_date:
        return _all_day(start.at.date(), end, length)
    if end is not None:
        ends = end.at if not end.is_date else datetime.combine(end.at.date(), time.min)
        return Timing(start.at, end.exact if end.zone != start.zone and not end.is_date else ends, start.zone)
    if length is None:
        return Timing(start.at, start.at, start.zone)
    return Timing(start.at, _after(start, length), start.zone)


def _all_day(first: date, end: Moment | None, length: timedelta | None) -> Timing:
    last = first
    if end is not None:
        is_midnight = end.is_date or end.at.time() == time.min
        last = end.at.date() - DAY if is_midnight else end.at.date()
    elif length is not None:
        last = first + (length - timedelta(microseconds=1)) // DAY * DAY if length > timedelta() else first
    return Timing(starts_on=first, ends_on=max(first, last))


def _after(start: Moment, length: timedelta) -> datetime:
    """Days are days of the calendar, and what is beside them is exact time (§3.3.6)."""
    days = timedelta(length.days) if length > timedelta() else timedelta()
    begun = start._replace(at=start.at + days)
    return begun.exact + (length - days) if length != days else begun.at


def _in_utc(moment: datetime, parts: Parts) -> Moment:
    """An instant; as Daybook writes it, its zone and a fraction of a second may be beside it."""
    zone = parts.parameter(TZID)
    fraction = parts.parameter(MICROSECOND) or "0"
    if fraction.isdecimal() and len(fraction) <= len("999999"):
        moment = moment.replace(microsecond=int(fraction))
    return Moment(moment, is_date=False, zone=zone if zone is not None and zone_or_none(zone) else "UTC")


def is_period(value: str) -> bool:
    """Whether a value of an RDATE says how long its occurrence lasts (§3.3.9)."""
    return "/" in value


def dates(parts: Parts, moments: Moments, start: Moment) -> str:
    """The values of an RDATE or EXDATE, whatever they are, as values of DTSTART's kind; of periods the starts."""
    found = []
    for value in parts.value.split(","):
        moment = moments.read(parts._replace(value=value.partition("/")[0]))
        if start.is_date:
            found.append(f"{moment.at:%Y%m%d}")
        elif moment.is_date:
            found.append(f"{datetime.combine(moment.at.date(), _clock(start)):%Y%m%dT%H%M%S}")
        else:
            exact = moment.at if moment.zone == start.zone else moment.exact
            found.append(f"{exact:%Y%m%dT%H%M%S}{'Z' if exact.tzinfo else ''}")
    return ",".join(found)


def _clock(start: Moment) -> time:
    return start.at.time().replace(microsecond=0)
