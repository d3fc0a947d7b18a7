"""iCalendar: what 10,000 events take to read and to write, and how much memory, beside the icalendar package.

Times are processor time, by turns in one process; memory is the peak of a process that does nothing else.
"""

from collections.abc import Callable
from functools import partial
from multiprocessing import get_context
from secrets import token_bytes
from statistics import median
from time import process_time
from uuid import UUID

import icalendar

from adapters.ical.document import document_of
from adapters.ical.reading import contents
from bench.processes import peak_bytes
from bench.report import Row, Section, progress
from bench.rounds import rounds
from domain.calendar import Calendar, CalendarDetails
from domain.ids import CalendarId, OwnerId
from domain.imports import Importing, Known
from functions.wiring import now

TITLE, RATIO = "iCalendar", "beside icalendar"

_EVENTS, _ROUNDS, _SECONDS, _MEGABYTE = 10_000, 3, 25, 1_000_000
_OURS, _THEIRS = "Daybook", "icalendar"
READ, WRITE = "read", "write"

_EVENT = """\
BEGIN:VEVENT\r
UID:{number}@example.org\r
DTSTAMP:20260101T000000Z\r
CREATED:20251201T120000Z\r
LAST-MODIFIED:20251202T120000Z\r
SEQUENCE:1\r
DTSTART;TZID=Europe/Berlin:{year}{month:02}{day:02}T090000\r
DTEND;TZID=Europe/Berlin:{year}{month:02}{day:02}T100000\r
SUMMARY:Planning number {number}\r
DESCRIPTION:What was done since the last time\\, what is to be done until the\r
  next one\\, and who is to do it.\r
LOCATION:Room {day}\r
STATUS:CONFIRMED\r
TRANSP:OPAQUE\r
CATEGORIES:WORK,PLANS\r
ORGANIZER;CN=Grace Hopper:mailto:grace@example.org\r
ATTENDEE;CN=Ada Lovelace;PARTSTAT=ACCEPTED:mailto:ada@example.org\r
BEGIN:VALARM\r
ACTION:DISPLAY\r
TRIGGER:-PT15M\r
DESCRIPTION:Planning\r
END:VALARM\r
END:VEVENT\r
"""


def measure() -> Section:
    """Reading and writing, by both."""
    progress(f"iCalendar: {_EVENTS:,} events in and out")
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        turns = pool.apply(_times)
        peaks = {(who, what): pool.apply(_peak, (who, what)) for who in (_OURS, _THEIRS) for what in (READ, WRITE)}
        idle = pool.apply(_peak, (_OURS, None))
    rows: list[Row] = [
        {
            "what": f"{what}, {who}",
            "ms of CPU": round(turns[who, what] * 1000),
            "events per second": round(_EVENTS / turns[who, what]),
            RATIO: round(turns[who, what] / turns[_THEIRS, what], 2),
            "MB beyond the file": round((peaks[who, what] - idle) / _MEGABYTE),
        }
        for what in (READ, WRITE)
        for who in (_OURS, _THEIRS)
    ]
    size = len(_file()) / _MEGABYTE
    note = (
        f"A file of {_EVENTS:,} events, {size:.1f} MB. Daybook reads it to what an import plans with, kept lines"
        " included, and writes events as they are stored; icalendar reads to its components and writes these. Medians"
        f" of at most {_ROUNDS} turns."
    )
    return Section(TITLE, note, rows)


def _times() -> dict[tuple[str, str], float]:
    works = {(who, what): _work(who, what) for who in (_OURS, _THEIRS) for what in (READ, WRITE)}
    turns = [{name: _seconds(work) for name, work in works.items()} for _ in rounds(_ROUNDS, _SECONDS, least=2)]
    return {name: median(turn[name] for turn in turns) for name in works}


def _peak(who: str, what: str | None) -> int:
    """The bytes that a process takes at most to do a piece of work, once; without one, to have the file."""
    raw = _file()
    if what is not None:
        _work(who, what, raw)()
    return peak_bytes()


def _work(who: str, what: str, raw: bytes | None = None) -> Callable[[], object]:
    raw = raw or _file()
    if who == _OURS:
        return partial(_read, raw) if what == READ else _writing(raw)
    if what == READ:
        return partial(icalendar.Calendar.from_ical, raw)
    return icalendar.Calendar.from_ical(raw).to_ical


def _read(raw: bytes) -> None:
    for one in contents(raw).objects:
        one.read()


def _writing(raw: bytes) -> Callable[[], object]:
    """What writes the events of a file that was taken in."""
    at = now()
    calendar = Calendar(CalendarId(UUID(int=1)), OwnerId(UUID(int=2)), CalendarDetails("Work"), at, at)
    importing = Importing(calendar.id, calendar.details.zone, at, token_bytes)
    plans = (importing.plan(one.read(), Known()) for one in contents(raw).objects)
    events = [(edit.new, None) for plan in plans for edit in plan.edits if edit.new is not None]
    return partial(document_of, calendar, events)


def _seconds(work: Callable[[], object]) -> float:
    begun = process_time()
    work()
    return process_time() - begun


def _file() -> bytes:
    events = (
        _EVENT.format(number=number, year=2020 + number // 336 % 10, month=1 + number // 28 % 12, day=1 + number % 28)
        for number in range(_EVENTS)
    )
    head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//Example//EN\r\n"
    return (head + "".join(events) + "END:VCALENDAR\r\n").encode()
