"""From a VEVENT to an event on its way in, or an occurrence that was changed alone (RFC 5545 §3.6.1)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Self

from adapters.ical.content import Component, Line, Parts
from adapters.ical.details import properties
from adapters.ical.kept import LASTING, to_keep
from adapters.ical.moments import Moment, Moments, dates, is_period, timing
from adapters.ical.read_details import Unit, read_details
from adapters.ical.zones import Zones, named
from domain import limits
from domain.draft import Draft
from domain.event import EventDetails, Status
from domain.incoming import Incoming, Note
from domain.records import dataclass
from domain.recurrence.stamps import Stamp, Unreadable
from domain.when import Timing

_MOST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Within:
    """The VCALENDAR that a component is in: its zones, the zone of floating times, and whether it takes events back."""

    zones: Zones
    zone: str | None
    cancels: bool

    @classmethod
    def of(cls, calendar: Component) -> Self:
        told = calendar.first("X-WR-TIMEZONE")
        zone = named(told.value.strip()) if told is not None else None
        method = calendar.first("METHOD")
        cancels = method is not None and method.value.strip().upper() == "CANCEL"
        return cls(Zones(calendar), zone.key if zone is not None else None, cancels)


@dataclass(frozen=True, slots=True)
class Version:
    """A VEVENT that was read, or why it could not be; `is_main` unless it has a RECURRENCE-ID.

    Of an event whose RDATEs are periods, `periods` are the occurrences that last otherwise than it does.
    """

    is_main: bool
    incoming: Incoming | None
    notes: Sequence[Note]
    problem: Note | None = None
    periods: Sequence[Incoming] = ()


def read_event(component: Component, within: Within) -> Version:
    """Read it as far as it can be read; why not is told in the notes, or as the problem."""
    notes: list[Note] = []
    at = component.first("RECURRENCE-ID")
    try:
        incoming, periods = _incoming(component, within, at, notes)
        return Version(at is None, incoming, notes, periods=periods)
    except (Unreadable, OverflowError) as error:
        reason = str(error) if isinstance(error, Unreadable) else "A date is beyond the calendar."
        return Version(at is None, None, notes, Note(component.number, reason))


def _incoming(
    component: Component, within: Within, at: Parts | None, notes: list[Note]
) -> tuple[Incoming, list[Incoming]]:
    if not component.complete:
        raise Unreadable("The file ends within this event: END:VEVENT is missing.")
    units = list(_units(component, notes))
    by_name = {unit.name: unit.parts for unit in units if unit.parts is not None}
    moments = Moments(within.zones, within.zone, recurs="RRULE" in by_name)
    start = _required(by_name, moments)
    ends = by_name.get("DTEND")
    duration = by_name.get("DURATION")
    when = timing(start, moments.read(ends) if ends else None, duration.value if duration else None)
    details = read_details(units)
    kept = _within_limits(to_keep(units, details), details, notes)
    if within.cancels:
        details = replace(details, status=Status.CANCELLED)
    recurrence = list(_recurrence(units, moments, start)) if at is None else []
    original = _original(moments.read(at)) if at is not None else None
    if _lasting(at):
        kept = (*kept, LASTING)
        notes.append(Note(component.number, "RANGE=THISANDFUTURE is taken in for this occurrence alone."))
    notes += [Note(component.number, f"No zone is known as {tzid[:60]}.") for tzid in sorted(moments.unknown)]
    read = Incoming(
        component.number,
        Draft(when, details, recurrence),
        _sequence(by_name.get("SEQUENCE")),
        _created(by_name.get("CREATED")),
        kept,
        original,
    )
    return read, [
        replace(read, draft=Draft(period, details), original=Stamp(begins.exact, is_date=False))
        for begins, period in (_periods(units, moments) if at is None else ())
    ]


def _units(component: Component, notes: list[Note]) -> Iterator[Unit]:
    for line in component.lines:
        unit = Unit.of_line(_clean(line))
        if unit is not None:
            yield unit
        else:
            notes.append(Note(line.number, "This is no content line, which has a name and a colon. It is left out."))
    yield from map(Unit.of_component, component.components)


def _clean(line: Line) -> Line:
    """Without carriage returns in the midst of it, which would end a line wherever it is written."""
    return Line(line.number, line.text.replace("\r", "")) if "\r" in line.text else line


def _required(by_name: dict[str, Parts], moments: Moments) -> Moment:
    start = by_name.get("DTSTART")
    if start is None:
        raise Unreadable("DTSTART is missing: it says when the event is.")
    return moments.read(start)


def _recurrence(units: Sequence[Unit], moments: Moments, start: Moment) -> Iterator[str]:
    """What makes it recur, in lines that a series of the kind that DTSTART is understands."""
    kind = ";VALUE=DATE" if start.is_date else ""
    for unit in units:
        if unit.parts is None or not unit.parts.value.strip():
            continue
        if unit.name in {"RRULE", "EXRULE"}:
            yield f"{unit.name}:{''.join(unit.parts.value.split()).strip(';').upper()}"
        elif unit.name in {"RDATE", "EXDATE"}:
            yield f"{unit.name}{kind}:{dates(unit.parts, moments, start)}"


def _periods(units: Sequence[Unit], moments: Moments) -> Iterator[tuple[Moment, Timing]]:
    """The periods among RDATEs (§3.3.9): where each begins, and when it is."""
    for unit in units:
        if unit.name == "RDATE" and unit.parts is not None:
            for value in filter(is_period, unit.parts.value.split(",")):
                first, _, last = value.partition("/")
                begins, lasts = moments.read(unit.parts._replace(value=first)), last.strip().upper()
                ends = None if lasts.startswith(("P", "+P")) else moments.read(unit.parts._replace(value=lasts))
                yield begins, timing(begins, ends, lasts if ends is None else None)


def _original(moment: Moment) -> Stamp:
    return Stamp(moment.exact, moment.is_date)


def _lasting(at: Parts | None) -> bool:
    """Whether an occurrence was changed together with all that follow (RFC 5545 §3.2.13)."""
    return at is not None and (at.parameter("RANGE") or "").upper() == "THISANDFUTURE"


def _within_limits(units: list[Unit], details: EventDetails, notes: list[Note]) -> tuple[str, ...]:
    """What is kept of the lines: without the largest, if it is too much. Raise Unreadable for too large an event."""
    if sum(len(line.encode()) for line in properties(details)) > limits.EVENT_BYTES:
        raise Unreadable(f"An event has at most {limits.EVENT_BYTES // 1024} KiB.")
    sizes = {index: len(unit.text.encode()) for index, unit in enumerate(units)}
    total = sum(sizes.values())
    for index in sorted(sizes, key=lambda one: -sizes[one]):
        if total <= limits.KEPT_BYTES:
            break
        total -= sizes.pop(index)
        unit, most = units[index], limits.KEPT_BYTES // 1024
        notes.append(
            Note(unit.number, f"{unit.name[:40]} is left out: more than {most} KiB have no place of their own.")
        )
    return tuple(units[index].text for index in sorted(sizes))


def _sequence(parts: Parts | None) -> int:
    value = parts.value.strip() if parts is not None else ""
    return min(int(value), _MOST_SEQUENCE) if value.isascii() and value.isdigit() and len(value) < len("9" * 12) else 0


def _created(parts: Parts | None) -> datetime | None:
    try:
        moment = Stamp.read(parts.value.strip().upper()).moment if parts is not None else None
    except Unreadable:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
