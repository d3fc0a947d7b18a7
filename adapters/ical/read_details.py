"""From the properties and alarms of a VEVENT to what an event says (RFC 5545 §3.8.1, §3.8.4, §3.8.6).

What goes beyond a limit of ours is cut to it here; the line itself is kept beside it, and so comes back whole.
"""

import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from adapters.ical.content import Component, Line, Parts
from adapters.ical.values import read_text
from domain import limits
from domain.colors import CSS_COLORS
from domain.event import (
    Action,
    Attendee,
    EventDetails,
    Organizer,
    Reminder,
    Response,
    Role,
    Status,
    Transparency,
    Visibility,
)
from domain.patterns import EMAIL, HEX_COLOR, URL
from domain.recurrence.stamps import Unreadable

UNTITLED = "(no title)"
ATTRIBUTES = {
    "SUMMARY": "title",
    "DESCRIPTION": "description",
    "LOCATION": "location",
    "STATUS": "status",
    "TRANSP": "transparency",
    "CLASS": "visibility",
    "COLOR": "color",
    "X-DAYBOOK-COLOR": "color",
    "URL": "url",
    "ORGANIZER": "organizer",
}
"""The properties that an event has once, and the detail that each of them says."""

_DURATION = re.compile(
    r"([+-]?)P(?:(\d{1,7})W)?(?:(\d{1,7})D)?(?:T(?:(\d{1,7})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?", re.IGNORECASE
)
_MINUTE = timedelta(minutes=1)

W = TypeVar("W", bound=StrEnum)


class Unit(NamedTuple):
    """A property, or a component as one text of several lines, and the line where it begins."""

    number: int
    name: str
    text: str
    parts: Parts | None
    component: Component | None = None

    @classmethod
    def of_line(cls, line: Line) -> "Unit | None":
        """None if it is no content line."""
        parts = line.parts()
        return cls(line.number, parts.name, f"{parts.name}{parts.parameters}:{parts.value}", parts) if parts else None

    @classmethod
    def of_component(cls, component: Component) -> "Unit":
        return cls(component.number, component.name, "\n".join(component.texts()), None, component)


def read_details(units: Iterable[Unit]) -> EventDetails:
    """What they say together; of a property that is there twice, the last."""
    facts: dict[str, Any] = {"title": UNTITLED}
    attendees: list[Attendee] = []
    reminders: list[Reminder] = []
    metadata: dict[str, str] = {}
    for unit in units:
        if unit.parts is not None and unit.name in _READERS:
            facts[ATTRIBUTES[unit.name]] = _READERS[unit.name](unit.parts)
        elif unit.name == "ATTENDEE" and (attendee := read_attendee(unit)):
            attendees.append(attendee)
        elif unit.name == "VALARM" and (reminder := read_reminder(unit)):
            reminders.append(reminder)
        elif (pair := read_metadata(unit)) is not None:
            metadata.update([pair])
    return EventDetails(
        **facts,
        attendees=tuple(attendees[: limits.ATTENDEES]),
        reminders=tuple(reminders[: limits.REMINDERS]),
        metadata=dict(list(metadata.items())[: limits.METADATA_PAIRS]),
    )


def read_attendee(unit: Unit) -> Attendee | None:
    """Whom an ATTENDEE names; None if it has no e-mail address."""
    if unit.parts is None or (email := _email(unit.parts)) is None:
        return None
    role = _word(Role, unit.parts.parameter("ROLE"), Role.REQ_PARTICIPANT)
    response = _word(Response, unit.parts.parameter("PARTSTAT"), Response.NEEDS_ACTION)
    return Attendee(email, _name(unit.parts), role, response)


def read_reminder(unit: Unit) -> Reminder | None:
    """The reminder that a VALARM is; None if it is of a kind that Daybook has not, such as one at a fixed time."""
    alarm = unit.component
    trigger = alarm.first("TRIGGER") if alarm is not None else None
    action = alarm.first("ACTION") if alarm is not None else None
    if alarm is None or trigger is None or action is None or alarm.first("REPEAT") is not None:
        return None
    if (trigger.parameter("RELATED") or "START").upper() != "START" or action.value.lower() not in set(Action):
        return None
    try:
        before = -read_duration(trigger.value)
    except Unreadable:
        return None
    minutes = before // _MINUTE
    if before % _MINUTE or not 0 <= minutes <= limits.REMINDER_MINUTES:
        return None
    return Reminder(minutes, Action(action.value.lower()))


def read_metadata(unit: Unit) -> tuple[str, str] | None:
    """A pair of metadata, as only Daybook writes it."""
    if unit.name != "X-DAYBOOK-METADATA" or unit.parts is None:
        return None
    key, value = unit.parts.parameter("X-KEY"), read_text(unit.parts.value)
    if key and len(key) <= limits.METADATA_KEY and len(value) <= limits.METADATA_VALUE:
        return key, value
    return None


def read_duration(value: str) -> timedelta:
    """A duration (§3.3.6), negative if it says so; raise Unreadable if it is none."""
    match = _DURATION.fullmatch(value.strip())
    if match is None or not any(match.groups()[1:]):
        raise Unreadable(f"{value[:40]} is no duration, as in PT1H30M.")
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    length = timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    return -length if match[1] == "-" else length


def _title(parts: Parts) -> str:
    title = read_text(parts.value)
    return title[: limits.TITLE_CHARACTERS] if title.strip() else UNTITLED


def _description(parts: Parts) -> str | None:
    raw = read_text(parts.value).encode()
    return raw[: limits.DESCRIPTION_BYTES].decode(errors="ignore") or None


def _location(parts: Parts) -> str | None:
    return read_text(parts.value)[: limits.LOCATION_CHARACTERS] or None


def _url(parts: Parts) -> str | None:
    fits = len(parts.value) <= limits.URL_CHARACTERS and URL.fullmatch(parts.value)
    return parts.value if fits else None


def _color(parts: Parts) -> str | None:
    color = parts.value.lower()
    return color if color in CSS_COLORS or HEX_COLOR.fullmatch(color) else None


def _organizer(parts: Parts) -> Organizer | None:
    email = _email(parts)
    return Organizer(email, _name(parts)) if email is not None else None


def _email(parts: Parts) -> str | None:
    scheme, _, address = parts.value.rpartition(":")
    address = address.strip()
    fits = len(address) <= limits.EMAIL_CHARACTERS and re.fullmatch(EMAIL, address)
    return address if fits and scheme.lower() in {"", "mailto"} else None


def _name(parts: Parts) -> str | None:
    return (parts.parameter("CN") or "")[: limits.LOCATION_CHARACTERS] or None


def _word(kind: type[W], word: str | None, default: W) -> W:
    known = (word or "").strip().lower().replace("-", "_")
    return kind(known) if known in set(kind) else default


_READERS: dict[str, Callable[[Parts], object]] = {
    "SUMMARY": _title,
    "DESCRIPTION": _description,
    "LOCATION": _location,
    "STATUS": lambda parts: _word(Status, parts.value, Status.CONFIRMED),
    "TRANSP": lambda parts: _word(Transparency, parts.value, Transparency.OPAQUE),
    "CLASS": lambda parts: _word(Visibility, parts.value, Visibility.PUBLIC),
    "COLOR": _color,
    "X-DAYBOOK-COLOR": _color,
    "URL": _url,
    "ORGANIZER": _organizer,
}
