"""A whole iCalendar object (RFC 5545 §3.4, §3.6): what it is called, the zones that it speaks of, and its events."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime
from shutil import copyfileobj
from typing import TextIO
from zoneinfo import ZoneInfo

from adapters.ical.values import folded, text
from adapters.ical.vevent import vevent
from adapters.ical.vtimezone import vtimezone
from domain.calendar import Calendar
from domain.event import Event
from domain.records import dataclass
from domain.series import Series
from domain.use_cases.export_events import Exported, Mark
from domain.when import Timed

END = "END:VCALENDAR\r\n"
_PRODUCT = "-//Daybook//Daybook//EN"


@dataclass(slots=True)
class ICalendarObject:
    """Events that are written one after the other, and the zones that they need."""

    events: list[str] = field(default_factory=list)
    size: int = 0
    """In bytes, but for the head and the zones."""
    _zones: dict[ZoneInfo, tuple[datetime, datetime | None]] = field(default_factory=dict)

    def add(self, written: str, event: Event) -> None:
        """Put an event at the end, that `write` has made text of."""
        self.events.append(written)
        self.size += len(written) if written.isascii() else len(written.encode())
        self.need_zone_of(event)

    def text(self, title: str, zone: ZoneInfo, *more: str) -> str:
        """All of it, under a title, with the zone that it is usually read in and `more` properties of the calendar."""
        return self.head(title, zone, *more) + "".join(self.events) + END

    def head(self, title: str, zone: ZoneInfo, *more: str) -> str:
        """What comes before the events, once it is known which zones they need."""
        zones = (vtimezone(zone, *used) for zone, used in sorted(self._zones.items(), key=lambda one: one[0].key))
        return folded([*_head(title, zone), *more, *(line for lines in zones for line in lines)])

    def need_zone_of(self, event: Event) -> None:
        """Have the zone of an event in the head."""
        when = event.when
        if not isinstance(when, Timed) or when.zone.key == "UTC":
            return
        first, last = self._zones.get(when.zone, (when.starts_at, when.ends_at))
        end = None if last is None or event.recurrence is not None else max(last, when.ends_at)
        self._zones[when.zone] = (min(first, when.starts_at), end)


def write(event: Event, series: Series | None = None, uid: str | None = None) -> str:
    """An event as a document has it."""
    return folded(vevent(event, series, uid))


def document_of(calendar: Calendar, events: Iterable[tuple[Event, Series | None]]) -> str:
    """Some events of a calendar as a document; of an override also its series is given."""
    made = ICalendarObject()
    for event, series in events:
        made.add(write(event, series), event)
    return made.text(calendar.details.title, calendar.details.zone)


def write_all(calendar: Calendar, events: Iterable[Exported], into: TextIO, between: TextIO) -> int:
    """Write a document of any size without holding it: its events wait in a file `between`, until its zones are known.

    Return how many events there were.
    """
    made, count = ICalendarObject(), 0
    for _, event, series in events:
        between.write(write(event, series))
        made.need_zone_of(event)
        count += 1
    between.seek(0)
    into.write(made.head(calendar.details.title, calendar.details.zone))
    copyfileobj(between, into)
    into.write(END)
    return count


def page_of(calendar: Calendar, events: Iterable[Exported], most: int) -> tuple[str, Mark | None]:
    """As many events of an export as have `most` bytes together, at least one; and where to go on, unless that is all.

    Each page is a whole document: it has the zones that its events need.
    """
    made, last = ICalendarObject(), None
    for mark, event, series in events:
        written = write(event, series)
        if last is not None and made.size + len(written.encode()) > most:
            break
        made.add(written, event)
        last = mark
    else:
        last = None
    return made.text(calendar.details.title, calendar.details.zone), last


def _head(title: str, zone: ZoneInfo) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield f"PRODID:{_PRODUCT}"
    yield "CALSCALE:GREGORIAN"
    yield f"NAME:{text(title)}"
    yield f"X-WR-CALNAME:{text(title)}"
    yield f"X-WR-TIMEZONE:{zone.key}"
