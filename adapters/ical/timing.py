"""When an event is, as DTSTART, DTEND, RECURRENCE-ID and what makes it recur (RFC 5545 §3.8.2, §3.8.4.4, §3.8.5)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from domain.event import Event
from domain.recurrence import lines
from domain.recurrence.recurrence import Recurrence
from domain.recurrence.stamps import stamp_text
from domain.series import Series
from domain.time import DAY, local_of, utc_of
from domain.when import AllDay, When

TZID, MICROSECOND = "X-DAYBOOK-TZID", "X-DAYBOOK-MICROSECOND"
"""Parameters of an instant that no local time of its zone says: the second of a time that happens twice, or a fraction
of a second. It is written in UTC, and they say the rest.
"""


def timing(event: Event) -> Iterator[str]:
    """DTSTART, DTEND, and RRULE, RDATE and EXDATE if it is a series."""
    when = event.when
    if isinstance(when, AllDay):
        yield _date("DTSTART", when.starts_on)
        yield _date("DTEND", when.ends_on + DAY)
    else:
        series = event.recurrence
        yield local("DTSTART", series.anchor, when.zone) if series else instant("DTSTART", when.starts_at, when.zone)
        yield instant("DTEND", when.ends_at, when.zone)
    if event.recurrence is not None:
        yield from lines.written(event.recurrence, when.local_zone) or [_only_the_start(event.recurrence, when)]


def _only_the_start(recurrence: Recurrence, when: When) -> str:
    """An RDATE that says nothing but that this is a series, which may have an override."""
    if isinstance(when, AllDay):
        return _date("RDATE", when.starts_on)
    return local("RDATE", recurrence.anchor, when.zone)


def recurrence_id(event: Event, series: Series | None) -> Iterator[str]:
    """The RECURRENCE-ID of an occurrence, if it is one: on the clock of its series, if that is known."""
    lone = event.uid.recurrence_id
    if lone is not None:
        yield f"RECURRENCE-ID:{lone}" if "T" in lone else f"RECURRENCE-ID;VALUE=DATE:{lone}"
    elif event.origin is not None and event.origin.all_day:
        yield _date("RECURRENCE-ID", event.original.date())
    elif event.origin is not None:
        original = event.original
        if series is None or series.zone is None:
            yield f"RECURRENCE-ID:{stamp_text(original)}"
        else:
            at = series.recurrence.overridden.get(original) or series.local_at(original)
            yield local("RECURRENCE-ID", at, series.zone)


def local(name: str, moment: datetime, zone: ZoneInfo) -> str:
    """A property that has a local time of a zone."""
    return f"{name}:{stamp_text(moment)}Z" if zone.key == "UTC" else f"{name};TZID={zone.key}:{stamp_text(moment)}"


def instant(name: str, moment: datetime, zone: ZoneInfo) -> str:
    """A property that has an instant, on the clock of a zone if that can say it."""
    shown = local_of(moment, zone)
    if not moment.microsecond and utc_of(shown, zone) == moment:
        return local(name, shown, zone)
    fraction = f";{MICROSECOND}={moment.microsecond}" if moment.microsecond else ""
    return f"{name};{TZID}={zone.key}{fraction}:{utc_stamp(moment)}"


def utc_stamp(moment: datetime) -> str:
    """An instant in UTC, as DTSTAMP and the like have it."""
    return stamp_text(moment.astimezone(UTC))


def _date(name: str, day: date) -> str:
    return f"{name};VALUE=DATE:{stamp_text(day)}"
