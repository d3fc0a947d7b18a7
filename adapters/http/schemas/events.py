"""Events as JSON."""

from datetime import datetime
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, Field, StringConstraints

from adapters.http import limits
from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.resource import Draft, Resource, utc_text
from adapters.http.schemas.values import Color, Date, DateTime, Description, Metadata, Text, Title, Url, ZoneName
from domain.errors import TooLarge
from domain.event import (
    Action,
    Attendee,
    Event,
    EventDetails,
    Reminder,
    Response,
    Role,
    Status,
    Transparency,
    Visibility,
)
from domain.use_cases.events import Draft as EventWording
from domain.when import AllDay, Timing, When


class AttendeeDraft(Draft):
    """Someone who is asked to an event."""

    email: Annotated[str, StringConstraints(strict=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")] = Field(
        examples=["ada@example.org"]
    )
    name: Text = Field(default=None, examples=["Ada Lovelace"])
    role: Role = Field(default=Role.REQ_PARTICIPANT, description="ROLE of RFC 5545 §3.2.16.")
    response: Response = Field(default=Response.NEEDS_ACTION, description="PARTSTAT of RFC 5545 §3.2.12.")

    def to_domain(self) -> Attendee:
        return Attendee(self.email, self.name, self.role, self.response)


class ReminderDraft(Draft):
    """An alarm before the start."""

    minutes_before: int = Field(strict=True, ge=0, le=limits.REMINDER_MINUTES, examples=[15])
    action: Action = Field(default=Action.DISPLAY, description="ACTION of RFC 5545 §3.8.6.1.")

    def to_domain(self) -> Reminder:
        return Reminder(self.minutes_before, self.action)


class EventDraft(Draft):
    """An event as a client words it: timed (starts_at, ends_at) or all-day (starts_on, ends_on), never both."""

    title: Title = Field(examples=["Planning"])
    starts_at: DateTime | None = Field(
        default=None,
        description="When a timed event starts. Without an offset it is read in time_zone.",
        examples=["2026-03-29T09:00:00+02:00"],
    )
    ends_at: DateTime | None = Field(
        default=None,
        description="When it ends: the first instant that no longer belongs to it. May equal starts_at.",
        examples=["2026-03-29T10:00:00+02:00"],
    )
    time_zone: ZoneName | None = Field(
        default=None,
        description="IANA zone of a timed event; by default the calendar's. All-day events have none.",
        examples=["Europe/Berlin"],
    )
    starts_on: Date | None = Field(default=None, description="First date of an all-day event.")
    ends_on: Date | None = Field(default=None, description="Last date of an all-day event, included.")
    description: Description = Field(default=None, description="Markdown, at most 16 KiB.")
    location: Text = Field(default=None, examples=["Room 4"])
    status: Status = Field(default=Status.CONFIRMED, description="STATUS of RFC 5545 §3.8.1.11.")
    transparency: Transparency = Field(
        default=Transparency.OPAQUE, description="Whether it takes up time (TRANSP, RFC 5545 §3.8.2.7)."
    )
    visibility: Visibility = Field(default=Visibility.PUBLIC, description="CLASS of RFC 5545 §3.8.1.3.")
    color: Color = Field(default=None, description="A CSS3 color name or #rrggbb (RFC 7986 §5.9).", examples=["teal"])
    url: Url = Field(default=None, examples=["https://example.org/agenda"])
    attendees: list[AttendeeDraft] = Field(default_factory=list, max_length=limits.ATTENDEES)
    reminders: list[ReminderDraft] = Field(default_factory=list, max_length=limits.REMINDERS)
    metadata: Metadata = Field(
        default_factory=dict, description="Your own string pairs: at most 50, keys of 40 and values of 500 characters."
    )

    def to_domain(self) -> EventWording:
        """In the domain's words; raises TooLarge for an event over 64 KiB."""
        if len(self.model_dump_json().encode()) > limits.EVENT_BYTES:
            raise TooLarge("An event has at most 64 KiB.", limit_bytes=limits.EVENT_BYTES)
        timing = Timing(self.starts_at, self.ends_at, self.time_zone, self.starts_on, self.ends_on)
        return EventWording(timing, self._details())

    def _details(self) -> EventDetails:
        return EventDetails(
            title=self.title,
            description=self.description,
            location=self.location,
            status=self.status,
            transparency=self.transparency,
            visibility=self.visibility,
            color=self.color,
            url=self.url,
            attendees=tuple(one.to_domain() for one in self.attendees),
            reminders=tuple(one.to_domain() for one in self.reminders),
            metadata=self.metadata,
        )


class EventPatch(MergePatch[EventDraft]):
    """Some of an event's properties; null clears, arrays are replaced (RFC 7396)."""

    draft = EventDraft

    def onto(self, event: Event) -> EventWording:
        return self.merged_into(_writable(event)).to_domain()


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
    attendees: list[AttendeeView]
    reminders: list[ReminderView]
    metadata: dict[str, str]
    created_at: str = Field(json_schema_extra={"format": "date-time"})
    updated_at: str = Field(json_schema_extra={"format": "date-time"})

    @classmethod
    def of(cls, event: Event) -> "EventView":
        facts = _writable(event)
        facts["attendees"] = [AttendeeView.model_construct(**one) for one in facts["attendees"]]
        facts["reminders"] = [ReminderView.model_construct(**one) for one in facts["reminders"]]
        view = cls.model_construct(
            id=str(event.id),
            calendar_id=str(event.calendar_id),
            **facts,
            created_at=utc_text(event.created_at),
            updated_at=utc_text(event.updated_at),
        )
        return view.at(event.version)


def _writable(event: Event) -> dict[str, Any]:
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
        "attendees": [
            {"email": one.email, "name": one.name, "role": one.role, "response": one.response}
            for one in details.attendees
        ],
        "reminders": [{"minutes_before": one.minutes_before, "action": one.action} for one in details.reminders],
        "metadata": dict(details.metadata),
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
