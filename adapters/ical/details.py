"""What an event says beside when it is, as properties and alarms (RFC 5545 §3.8.1, §3.8.4; RFC 7986)."""

from collections.abc import Iterator

from adapters.ical.values import parameter, text
from domain.event import Action, Attendee, Event, EventDetails, Organizer, Reminder, Response, Role, Visibility

NOBODY = "invalid:nomail"
"""An address of nobody, where an e-mail alarm has to name someone."""


def properties(details: EventDetails) -> Iterator[str]:
    """The content lines of an event's details, but for its alarms."""
    yield f"SUMMARY:{text(details.title)}"
    for name, value in (("DESCRIPTION", details.description), ("LOCATION", details.location)):
        if value is not None:
            yield f"{name}:{text(value)}"
    yield f"STATUS:{details.status.upper()}"
    yield f"TRANSP:{details.transparency.upper()}"
    if details.visibility is not Visibility.PUBLIC:
        yield f"CLASS:{details.visibility.upper()}"
    if details.color is not None:
        yield f"{'X-DAYBOOK-COLOR' if details.color.startswith('#') else 'COLOR'}:{details.color}"
    if details.url is not None:
        yield f"URL:{details.url}"
    if details.organizer is not None:
        yield organizer_line(details.organizer)
    yield from map(attendee_line, details.attendees)
    for key, value in details.metadata.items():
        yield f"X-DAYBOOK-METADATA{parameter('X-KEY', key)}:{text(value)}"


def organizer_line(organizer: Organizer) -> str:
    name = parameter("CN", organizer.name) if organizer.name else ""
    return f"ORGANIZER{name}:mailto:{organizer.email}"


def attendee_line(attendee: Attendee) -> str:
    parts = [parameter("CN", attendee.name)] if attendee.name else []
    if attendee.role is not Role.REQ_PARTICIPANT:
        parts.append(parameter("ROLE", _hyphened(attendee.role)))
    if attendee.response is not Response.NEEDS_ACTION:
        parts.append(parameter("PARTSTAT", _hyphened(attendee.response)))
    return f"ATTENDEE{''.join(parts)}:mailto:{attendee.email}"


def alarms(event: Event) -> Iterator[str]:
    """The alarms of an event, each as one text of several lines."""
    details = event.details
    return (alarm(reminder, details) for reminder in details.reminders)


def alarm(reminder: Reminder, details: EventDetails) -> str:
    title = text(details.title)
    lines = ["BEGIN:VALARM", f"ACTION:{reminder.action.upper()}", f"TRIGGER:-PT{reminder.minutes_before}M"]
    lines.append(f"DESCRIPTION:{title}")
    if reminder.action is Action.EMAIL:
        lines += [f"SUMMARY:{title}", f"ATTENDEE:{_whom_to_remind(details)}"]
    return "\n".join([*lines, "END:VALARM"])


def _whom_to_remind(details: EventDetails) -> str:
    someone = details.organizer or next(iter(details.attendees), None)
    return f"mailto:{someone.email}" if someone is not None else NOBODY


def _hyphened(word: str) -> str:
    return word.upper().replace("_", "-")
