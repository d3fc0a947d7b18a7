"""Events as clients word them."""

from typing import Annotated

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from adapters.http import limits
from adapters.http.readings import Date, DateTime
from adapters.http.schemas.draft import Draft, no_items, no_pairs
from adapters.http.schemas.event_views import writable
from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.values import (
    WHOLE,
    Color,
    Description,
    Metadata,
    RecurrenceLine,
    Text,
    Title,
    Url,
    ZoneName,
)
from domain import limits as of_events
from domain.draft import Draft as EventWording
from domain.errors import TooLarge
from domain.event import (
    Action,
    Attendee,
    Event,
    EventDetails,
    Organizer,
    Reminder,
    Response,
    Role,
    Status,
    Transparency,
    Visibility,
)
from domain.patterns import EMAIL
from domain.when import Timing

Email = Annotated[str, StringConstraints(strict=True, max_length=of_events.EMAIL_CHARACTERS, pattern=f"^{EMAIL}$")]


class OrganizerDraft(Draft):
    """Who invites."""

    email: Email = Field(examples=["grace@example.org"])
    name: Text = Field(default=None, examples=["Grace Hopper"])

    def to_domain(self) -> Organizer:
        return Organizer(self.email, self.name)


class AttendeeDraft(Draft):
    """Someone who is asked to an event."""

    email: Email = Field(examples=["ada@example.org"])
    name: Text = Field(default=None, examples=["Ada Lovelace"])
    role: Role = Field(default=Role.REQ_PARTICIPANT, description="ROLE of RFC 5545 §3.2.16.")
    response: Response = Field(default=Response.NEEDS_ACTION, description="PARTSTAT of RFC 5545 §3.2.12.")

    def to_domain(self) -> Attendee:
        return Attendee(self.email, self.name, self.role, self.response)


class ReminderDraft(Draft):
    """An alarm before the start."""

    minutes_before: Annotated[int, WHOLE] = Field(strict=True, ge=0, le=of_events.REMINDER_MINUTES, examples=[15])
    action: Action = Field(default=Action.DISPLAY, description="ACTION of RFC 5545 §3.8.6.1.")

    def to_domain(self) -> Reminder:
        return Reminder(self.minutes_before, self.action)


_TEXT: JsonValue = {"type": "string"}
_NULL: JsonValue = {"type": "null"}
_TIMED_OR_ALL_DAY: list[JsonValue] = [
    {
        "title": "Timed",
        "required": ["starts_at", "ends_at"],
        "properties": {"starts_at": _TEXT, "ends_at": _TEXT, "starts_on": _NULL, "ends_on": _NULL},
    },
    {
        "title": "All-day",
        "required": ["starts_on", "ends_on"],
        "properties": {
            "starts_on": _TEXT,
            "ends_on": _TEXT,
            **dict.fromkeys(("starts_at", "ends_at", "time_zone"), _NULL),
        },
    },
]


class EventDraft(Draft):
    """An event as a client words it: timed (starts_at, ends_at) or all-day (starts_on, ends_on), never both."""

    model_config = ConfigDict(json_schema_extra={"oneOf": _TIMED_OR_ALL_DAY})

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
    organizer: OrganizerDraft | None = Field(default=None, description="ORGANIZER of RFC 5545 §3.8.4.3.")
    attendees: list[AttendeeDraft] = Field(default_factory=no_items, max_length=of_events.ATTENDEES)
    reminders: list[ReminderDraft] = Field(default_factory=no_items, max_length=of_events.REMINDERS)
    metadata: Metadata = Field(
        default_factory=no_pairs,
        description="Your own string pairs: at most 50, keys of 40 and values of 500 characters.",
    )

    recurrence: list[RecurrenceLine] = Field(
        default_factory=no_items,
        max_length=limits.RECURRENCE_LINES,
        description="How it recurs: lines of iCalendar, `RRULE`, `RDATE` and `EXDATE` (RFC 5545 §3.8.5). The start is"
        " the first occurrence. Times without a zone are read in `time_zone`.",
        examples=[["RRULE:FREQ=WEEKLY;BYDAY=MO,WE", "EXDATE:20260406T070000Z"]],
    )

    def to_domain(self) -> EventWording:
        """In the domain's words; raises TooLarge for an event over 64 KiB, its recurrence not counted."""
        if len(self.model_dump_json(exclude={"recurrence"}).encode()) > of_events.EVENT_BYTES:
            raise TooLarge("An event has at most 64 KiB.", limit_bytes=of_events.EVENT_BYTES)
        timing = Timing(self.starts_at, self.ends_at, self.time_zone, self.starts_on, self.ends_on)
        return EventWording(timing, self._details(), self.recurrence)

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
            organizer=self.organizer.to_domain() if self.organizer is not None else None,
            attendees=tuple(one.to_domain() for one in self.attendees),
            reminders=tuple(one.to_domain() for one in self.reminders),
            metadata=self.metadata,
        )


class EventPatch(MergePatch[EventDraft]):
    """Some of an event's properties; null clears, arrays are replaced (RFC 7396)."""

    draft = EventDraft

    def onto(self, event: Event) -> EventWording:
        return self.merged_into(writable(event)).to_domain()
