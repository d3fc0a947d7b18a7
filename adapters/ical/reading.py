"""From a file to what is to be imported (RFC 5545 §3.6.1): its VEVENTs by UID, whatever order they come in."""

from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from operator import attrgetter

from adapters.ical.content import Component, calendars
from adapters.ical.read_event import Version, Within, read_event
from adapters.ical.values import read_text
from domain import limits
from domain.errors import TooLarge
from domain.import_ports import Contents
from domain.incoming import Incoming, IncomingObject, Note, Unread

_EVENT = "VEVENT"
_NO_EVENTS = {"VTIMEZONE": False, "VTODO": True, "VJOURNAL": True, "VFREEBUSY": True}
"""What else a calendar has: whether it is worth telling that it is not taken in."""

_MOST_NOTES = 5

_Parts = list[tuple[Component, Within]]


def contents(raw: bytes, most: int | None = None) -> Contents:
    """What the calendars of a file say under each UID, and what else is in them.

    Raise NotICalendar, or TooLarge for more than `most`.
    """
    by_uid: dict[str, _Parts] = {}
    others: list[tuple[str, Component]] = []
    for calendar in calendars(raw):
        within = Within.of(calendar)
        for component in calendar.components:
            if component.name == _EVENT:
                by_uid.setdefault(_uid(component), []).append((component, within))
            elif _NO_EVENTS.get(component.name, True):
                others.append((_uid(component), component))
    total = len(by_uid) + len(others)
    if most is not None and total > most:
        raise TooLarge(
            f"One request imports at most {most:,} events. Import the file in the background, by an import job.",
            field="body",
            limit=most,
        )
    found = [Unread(uid, parts[0][0].number, partial(_read, uid, parts)) for uid, parts in by_uid.items()]
    found += [Unread(uid, other.number, partial(_skipped, uid, other)) for uid, other in others]
    return Contents(total, iter(sorted(found, key=attrgetter("line"))))


def _skipped(uid: str, component: Component) -> IncomingObject:
    problem = Note(component.number, f"{component.name[:40]} is no event. Daybook keeps events only.")
    return IncomingObject(uid, component.number, problem=problem, is_event=False)


def _read(uid: str, parts: _Parts) -> IncomingObject:
    line = parts[0][0].number
    if len(uid.encode(errors="replace")) > limits.UID_BYTES:
        return IncomingObject(uid, line, problem=Note(line, f"A UID has at most {limits.UID_BYTES:,} bytes."))
    return _object(uid, line, [read_event(component, within) for component, within in parts])


def _uid(component: Component) -> str:
    """Its UID; without one, what it says, so that the same file gives the same once more."""
    uid = component.first("UID")
    if uid is not None and uid.value.strip():
        return read_text(uid.value.strip())[: limits.UID_BYTES + 1]
    said = "\n".join(text for text in component.texts() if not text.upper().startswith("DTSTAMP"))
    return f"{sha256(said.encode(errors='replace')).hexdigest()[:32]}@no-uid.invalid"


def _object(uid: str, line: int, versions: Sequence[Version]) -> IncomingObject:
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
    problem = problem if main is None else None
    return IncomingObject(uid, line, main, list(occurrences.values()), _few(notes), problem)


def _few(notes: Sequence[Note]) -> Sequence[Note]:
    """The first of them, and how many there are besides: a report must not grow beyond what an answer holds."""
    if len(notes) <= _MOST_NOTES:
        return notes
    return [*notes[:_MOST_NOTES], Note(notes[_MOST_NOTES].line, f"There is more: {len(notes) - _MOST_NOTES:,} notes.")]
