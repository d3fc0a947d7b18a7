"""Lines that an event was imported with and that its details do not say, or not in full.

On the way in, whatever we would write ourselves is not kept. On the way out, a line that was kept of a property that
we know stands in for ours, as long as it says what the event says now: nothing is lost, and nothing outlives an edit.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TypeVar

from adapters.ical.content import Component, Line
from adapters.ical.details import alarm, alarms, attendee_line, properties
from adapters.ical.read_details import ATTRIBUTES, Unit, read_attendee, read_details, read_metadata, read_reminder
from domain.event import Event, EventDetails

_SAID_OTHERWISE = frozenset(
    "UID DTSTAMP SEQUENCE CREATED LAST-MODIFIED DTSTART DTEND DURATION RECURRENCE-ID RRULE RDATE EXDATE".split()
)

LASTING = "X-DAYBOOK-RANGE:THISANDFUTURE"
"""Kept of an occurrence that was changed together with all that follow, as its RECURRENCE-ID says (§3.2.13)."""

T = TypeVar("T")


def to_keep(units: Iterable[Unit], details: EventDetails) -> list[Unit]:
    """What has to be kept of an event that was read as these details."""
    ours = {*properties(details), *(alarm(reminder, details) for reminder in details.reminders)}
    return [
        unit
        for unit in units
        if unit.name not in _SAID_OTHERWISE and unit.text not in ours and read_metadata(unit) is None
    ]


def with_kept(event: Event) -> Iterator[str]:
    """The properties and alarms of an event, and what was kept of it, each as one text."""
    details = event.details
    ours = [*properties(details), *alarms(event)]
    kept = [line for line in event.imported.lines if line != LASTING] if event.imported is not None else ()
    if not kept:
        yield from ours
        return
    units = [_unit(text) for text in kept]
    said = read_details(units)
    instead: dict[str, list[str]] = {}
    others: list[str] = []
    for unit in units:
        for_ours = _said_by_us(unit, said, details, ours)
        if for_ours is None:
            others.append(unit.text)
        elif for_ours:
            instead.setdefault(for_ours, []).append(unit.text)
    for line in ours:
        standing_in = instead.get(line)
        yield standing_in.pop(0) if standing_in else line
    yield from (text for more in instead.values() for text in more)
    yield from others


def is_lasting(event: Event) -> bool:
    """Whether it was imported as a change of all that follow too, and has not been changed here since."""
    imported = event.imported
    return imported is not None and imported.version == event.version and LASTING in imported.lines


def _said_by_us(unit: Unit, said: EventDetails, details: EventDetails, ours: Sequence[str]) -> str | None:
    """The text of ours that a kept one stands in for; empty if it is out of date, None if there is no such text."""
    if (attribute := ATTRIBUTES.get(unit.name)) is not None:
        if getattr(said, attribute) != getattr(details, attribute):
            return ""
        return next((line for line in ours if line.startswith((f"{unit.name}:", f"{unit.name};"))), None)
    if unit.name == "ATTENDEE":
        return _among(read_attendee(unit), details.attendees, attendee_line)
    if unit.name == "VALARM":
        return _among(read_reminder(unit), details.reminders, lambda reminder: alarm(reminder, details))
    return None


def _among(one: T | None, all_of_them: Sequence[T], written: Callable[[T], str]) -> str | None:
    if one is None:
        return None
    return written(one) if one in all_of_them else ""


def _unit(text: str) -> Unit:
    """A text that was kept, as what it was."""
    lines = text.split("\n")
    if len(lines) > 1:
        return Unit.of_component(_component([Line(0, line) for line in lines]))
    return Unit.of_line(Line(0, text)) or Unit(0, "", text, None)


def _component(lines: Sequence[Line]) -> Component:
    stack = [Component("", 0)]
    for line in lines:
        kind, _, name = line.text.partition(":")
        if kind == "BEGIN":
            stack.append(Component(name, 0))
            stack[-2].components.append(stack[-1])
        elif kind == "END":
            stack.pop()
        else:
            stack[-1].lines.append(line)
    return stack[0].components[0]
