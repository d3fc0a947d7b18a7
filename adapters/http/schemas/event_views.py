"""Events as clients read them."""

from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field

from adapters.http.event_refs import ref_of, ref_text
from adapters.http.schemas.resource import Resource, utc_text
from domain.event import Action, Event, Response, Role, Status, Transparency, Visibility
from domain.recurrence.lines import written
from domain.time import UTC_ZONE
from domain.when import AllDay, When


class OrganizerView(BaseModel):
    """Who invites."""

    email: str
    name: str | None


class AttendeeView(BaseModel):
    """Someone who is asked to an event."""

    email: str
    name: str | None
    role: Role
    response: Response


class ReminderView(BaseModel):
    """An alarm before the start."""

    minutes_before: int
    action: Action


class EventView(Resource):
    """An event as clients read it. Times carry the offset of the event's zone."""

    type: Literal["event"] = "event"
    calendar_id: str
    title: str
    starts_at: str | None = Field(json_schema_extra={"format": "date-time"})
    ends_at: str | None = Field(json_schema_extra={"format": "date-time"})
    time_zone: str | None
    starts_on: str | None = Field(json_schema_extra={"format": "date"})
    ends_on: str | None = Field(json_schema_extra={"format": "date"})
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
    recurrence: list[str] = Field(description="Lines of iCalendar; empty unless this is a series.")
    series_id: str | None = Field(description="The series that this is an occurrence of.")
    original_starts_at: str | None = Field(
        description="The start that the series gave an occurrence, its identity for ever.",
        json_schema_extra={"format": "date-time"},
    )
    original_starts_on: str | None = Field(
        description="The same of an all-day series.", json_schema_extra={"format": "date"}
    )
    is_override: bool = Field(description="Whether this occurrence was changed alone.")
    uid: str = Field(
        description="What iCalendar knows it by (RFC 5545 §3.8.4.7): as imported, or its own id; of an occurrence, its"
        " series'."
    )
    created_at: str = Field(json_schema_extra={"format": "date-time"})
    updated_at: str = Field(json_schema_extra={"format": "date-time"})

    @classmethod
    def of(cls, event: Event) -> "EventView":
        facts = writable(event)
        if facts["organizer"] is not None:
            facts["organizer"] = OrganizerView.model_construct(**facts["organizer"])
        facts["attendees"] = [AttendeeView.model_construct(**one) for one in facts["attendees"]]
        facts["reminders"] = [ReminderView.model_construct(**one) for one in facts["reminders"]]
        view = cls.model_construct(
            id=ref_text(ref_of(event)),
            calendar_id=str(event.calendar_id),
            **facts,
            **_origin(event),
            uid=event.uid.text,
            created_at=utc_text(event.created_at),
            updated_at=utc_text(event.updated_at),
        )
        return view.at(event.version)


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
