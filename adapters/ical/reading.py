"""From a file to what is to be imported (RFC 5545 §3.6.1): its VEVENTs by UID, whatever order they come in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from adapters.ical.content import Component, Line, Parts, calendars
from adapters.ical.details import properties
from adapters.ical.kept import to_keep
from adapters.ical.moments import Moment, Moments, dates, is_period, timing
from adapters.ical.read_details import Unit, read_details
from adapters.ical.values import read_text
from adapters.ical.zones import Zones, named
from domain import limits
from domain.draft import Draft
from domain.errors import TooLarge
from domain.event import EventDetails, Status
from domain.import_ports import Contents
from domain.incoming import Incoming, IncomingObject, Note
from domain.recurrence.stamps import Stamp, Unreadable
from domain.when import Timing

_EVENT = "VEVENT"
_NO_EVENTS = {"VTIMEZONE": False, "VTODO": True, "VJOURNAL": True, "VFREEBUSY": True}
"""What else a calendar has: whether it is worth telling that it is not taken in."""
_MOST_SEQUENCE = 2**31 - 1


@dataclass(frozen=True, slots=True)
class _Within:
    """The VCALENDAR that a component is in: its zones, the zone of floating times, and whether it takes events back."""

    zones: Zones
    zone: str | None
    cancels: bool


@dataclass(frozen=True, slots=True)
class _Version:
    """A VEVENT that was read, or why it could not be; `is_main` unless it has a RECURRENCE-ID.

    Of an event whose RDATEs are periods, `periods` are the occurrences that last otherwise than it does.
    """

    component: Component
    is_main: bool
    incoming: Incoming | None
    notes: Sequence[Note]
    problem: Note | None = None
    periods: Sequence[Incoming] = ()


def contents(raw: bytes) -> Contents:
    """What is in a file; raise NotICalendar or TooLarge."""
    found = calendars(raw)
    return Contents(count(found), objects(found))


def objects(files: Sequence[Component]) -> Iterator[IncomingObject]:
    """What the calendars of a file say under each UID, and what else is in them, each read when it is asked for."""
    by_uid: dict[str, list[tuple[Component, _Within]]] = {}
    for calendar in files:
        within = _within(calendar)
        for component in calendar.components:
            if component.name == _EVENT:
                by_uid.setdefault(_uid(component), []).append((component, within))
            elif _NO_EVENTS.get(component.name, True):
                yield _skipped(component)
    for uid, parts in by_uid.items():
        yield _object(uid, [_version(component, within) for component, within in parts])


def require_few(files: Sequence[Component], most: int) -> None:
    """Raise TooLarge if that gives more objects than one request takes in."""
    if count(files) > most:
        raise TooLarge(
            f"One request imports at most {most:,} events. Import the file in the background, by an import job.",
            field="body",
            limit=most,
        )


def count(files: Sequence[Component]) -> int:
    """How many objects that gives."""
    events = {_uid(one) for calendar in files for one in calendar.components if one.name == _EVENT}
    others = (one.name for calendar in files for one in calendar.components if one.name != _EVENT)
    return len(events) + sum(_NO_EVENTS.get(name, True) for name in others)


def _within(calendar: Component) -> _Within:
    told = calendar.first("X-WR-TIMEZONE")
    zone = named(told.value.strip()) if told is not None else None
    method = calendar.first("METHOD")
    cancels = method is not None and method.value.strip().upper() == "CANCEL"
    return _Within(Zones(calendar), zone.key if zone is not None else None, cancels)


def _skipped(component: Component) -> IncomingObject:
    problem = Note(component.number, f"{component.name[:40]} is no event. Daybook keeps events only.")
    return IncomingObject(_uid(component), component.number, problem=problem, is_event=False)


def _uid(component: Component) -> str:
    """Its UID; without one, what it says, so that the same file gives the same once more."""
    uid = component.first("UID")
    if uid is not None and uid.value.strip():
        return read_text(uid.value.strip())
    said = "\n".join(text for text in component.texts() if not text.upper().startswith("DTSTAMP"))
    return f"{sha256(said.encode(errors='replace')).hexdigest()[:32]}@no-uid.invalid"


def _object(uid: str, versions: Sequence[_Version]) -> IncomingObject:
    """Everything of a UID; of two that are the same event or occurrence the later revision."""
    notes = [note for version in versions for note in version.notes]
    mains: list[Incoming] = []
    occurrences: dict[object, Incoming] = {}
    problem: Note | None = None
    for version in versions:
        one = version.incoming
        if one is None:
            if version.is_main and version.problem is not None:
                problem = version.problem
            elif version.problem is not None:
                notes.append(version.problem)
        elif one.original is None:
            mains.append(one)
        elif (other := occurrences.get(one.original)) is None or other.sequence <= one.sequence:
            occurrences[one.original] = one
    for version in versions:
        for period in version.periods:
            occurrences.setdefault(period.original, period)
    main = max(mains, key=lambda one: one.sequence) if mains else None
    notes += [Note(one.line, "There is another event of this UID in the file.") for one in mains if one is not main]
    if main is None and problem is None and not occurrences:
        problem = notes.pop() if notes else None
    return IncomingObject(
        uid, versions[0].component.number, main, list(occurrences.values()), notes, problem if main is None else None
    )


def _version(component: Component, within: _Within) -> _Version:
    notes: list[Note] = []
    at = component.first("RECURRENCE-ID")
    try:
        incoming, periods = _incoming(component, within, at, notes)
        return _Version(component, at is None, incoming, notes, periods=periods)
    except (Unreadable, OverflowError) as error:
        reason = str(error) if isinstance(error, Unreadable) else "A date is beyond the calendar."
        return _Version(component, at is None, None, notes, Note(component.number, reason))


def _incoming(
    component: Component, within: _Within, at: Parts | None, notes: list[Note]
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
    original = _original(moments.read(at), at) if at is not None else None
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


def _original(moment: Moment, parts: Parts) -> Stamp:
    if (parts.parameter("RANGE") or "").upper() == "THISANDFUTURE":
        raise Unreadable("RANGE=THISANDFUTURE is not supported. Write what follows as a series of its own.")
    return Stamp(moment.exact, moment.is_date)


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
