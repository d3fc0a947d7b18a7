"""Events as clients read them."""

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from adapters.http.event_refs import ref_of, ref_text
from adapters.http.schemas.described import DATE, DATE_TIME, Described, Timestamp, TypedDict
from adapters.http.schemas.resource import Versioned, utc_text
from domain.event import Action, Event, Response, Role, Status, Transparency, Visibility
from domain.recurrence.lines import written
from domain.time import UTC_ZONE
from domain.when import AllDay, When


class OrganizerView(TypedDict):
    """Who invites."""

    email: str
    name: str | None


class AttendeeView(TypedDict):
    """Someone who is asked to an event."""

    email: str
    name: str | None
    role: Role
    response: Response


class ReminderView(TypedDict):
    """An alarm before the start."""

    minutes_before: int
    action: Action


class EventView(TypedDict):
    """An event as clients read it. Times carry the offset of the event's zone."""

    id: str
    type: Literal["event"]
    calendar_id: str
    title: str
    starts_at: Annotated[str | None, DATE_TIME]
    ends_at: Annotated[str | None, DATE_TIME]
    time_zone: str | None
    starts_on: Annotated[str | None, DATE]
    ends_on: Annotated[str | None, DATE]
    description: str | None
    location: str | None
    status: Status
    transparency: Transparency
    visibility: Visibility
    color: str | None
    url: str | None
    organizer: OrganizerView | None
    attendees: list[AttendeeView]
    reminders: list[ReminderView]
    metadata: dict[str, str]
    recurrence: Annotated[list[str], Described("Lines of iCalendar; empty unless this is a series.")]
    series_id: Annotated[str | None, Described("The series that this is an occurrence of.")]
    original_starts_at: Annotated[
        str | None, Described("The start that the series gave an occurrence, its identity for ever."), DATE_TIME
    ]
    original_starts_on: Annotated[str | None, Described("The same of an all-day series."), DATE]
    is_override: Annotated[bool, Described("Whether this occurrence was changed alone.")]
    uid: Annotated[
        str,
        Described(
            "What iCalendar knows it by (RFC 5545 §3.8.4.7): as imported, or its own id; of an occurrence, its series'."
        ),
    ]
    created_at: Timestamp
    updated_at: Timestamp


def event_view(event: Event) -> EventView:
    return {
        "id": ref_text(ref_of(event)),
        "type": "event",
        "calendar_id": str(event.calendar_id),
        **writable(event),  # type: ignore[typeddict-item]
        **_origin(event),
        "uid": event.uid.text,
        "created_at": utc_text(event.created_at),
        "updated_at": utc_text(event.updated_at),
    }


def event_resource(event: Event) -> Versioned[EventView]:
    return Versioned.at(event.version, event_view(event))


def _origin(event: Event) -> dict[str, Any]:
    """What an occurrence is one of."""
    origin = event.origin
    return {
        "series_id": str(origin.series_id) if origin else None,
        "original_starts_at": _original_text(event) if origin and not origin.all_day else None,
        "original_starts_on": event.original.date().isoformat() if origin and origin.all_day else None,
        "is_override": origin is not None and origin.is_override,
    }


def _original_text(event: Event) -> str:
    return _local_text(event.original, event.when.local_zone or UTC_ZONE)


def writable(event: Event) -> dict[str, Any]:
    """An event as JSON, but for what the server alone decides."""
    details = event.details
    return {
        "title": details.title,
        **_times(event.when),
        "description": details.description,
        "location": details.location,
        "status": details.status,
        "transparency": details.transparency,
        "visibility": details.visibility,
        "color": details.color,
        "url": details.url,
        "organizer": {"email": details.organizer.email, "name": details.organizer.name} if details.organizer else None,
        "attendees": [
            {"email": one.email, "name": one.name, "role": one.role, "response": one.response}
            for one in details.attendees
        ],
        "reminders": [{"minutes_before": one.minutes_before, "action": one.action} for one in details.reminders],
        "metadata": dict(details.metadata),
        "recurrence": written(event.recurrence, event.when.local_zone) if event.recurrence is not None else [],
    }


def _times(when: When) -> dict[str, str | None]:
    if isinstance(when, AllDay):
        return {
            "starts_at": None,
            "ends_at": None,
            "time_zone": None,
            "starts_on": when.starts_on.isoformat(),
            "ends_on": when.ends_on.isoformat(),
        }
    return {
        "starts_at": _local_text(when.starts_at, when.zone),
        "ends_at": _local_text(when.ends_at, when.zone),
        "time_zone": when.zone.key,
        "starts_on": None,
        "ends_on": None,
    }


def _local_text(moment: datetime, zone: ZoneInfo) -> str:
    """With the offset of its zone; in UTC where that is a local mean time, whose seconds RFC 3339 cannot write."""
    local = moment.astimezone(zone)
    offset = local.utcoffset()
    return utc_text(moment) if offset is None or offset.seconds % 60 or zone.key == "UTC" else local.isoformat()
