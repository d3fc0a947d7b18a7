"""Something on a calendar. The vocabulary is RFC 5545's: STATUS, TRANSP, CLASS, ROLE, PARTSTAT, ACTION."""

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from domain.ids import CalendarId, EventId, encoded_start
from domain.records import dataclass
from domain.recurrence.recurrence import Recurrence
from domain.time import Span
from domain.when import When


class Status(StrEnum):
    """Whether it takes place (RFC 5545 §3.8.1.11)."""

    CONFIRMED = "confirmed"
    TENTATIVE = "tentative"
    CANCELLED = "cancelled"


class Transparency(StrEnum):
    """Whether it takes up time in free/busy (RFC 5545 §3.8.2.7)."""

    OPAQUE = "opaque"
    TRANSPARENT = "transparent"


class Visibility(StrEnum):
    """Who is meant to see it (CLASS, RFC 5545 §3.8.1.3)."""

    PUBLIC = "public"
    PRIVATE = "private"
    CONFIDENTIAL = "confidential"


class Role(StrEnum):
    """What an attendee is there for (RFC 5545 §3.2.16)."""

    CHAIR = "chair"
    REQ_PARTICIPANT = "req_participant"
    OPT_PARTICIPANT = "opt_participant"
    NON_PARTICIPANT = "non_participant"


class Response(StrEnum):
    """What an attendee answered (PARTSTAT, RFC 5545 §3.2.12)."""

    NEEDS_ACTION = "needs_action"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"
    DELEGATED = "delegated"


class Action(StrEnum):
    """How a reminder is meant to reach people (RFC 5545 §3.8.6.1)."""

    DISPLAY = "display"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone who is asked to an event."""

    email: str
    name: str | None = None
    role: Role = Role.REQ_PARTICIPANT
    response: Response = Response.NEEDS_ACTION


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who invites (RFC 5545 §3.8.4.3)."""

    email: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """An alarm some minutes before the start."""

    minutes_before: int
    action: Action = Action.DISPLAY


@dataclass(frozen=True, slots=True)
class EventDetails:
    """What a client may say about an event, but for when it is."""

    title: str
    description: str | None = None
    location: str | None = None
    status: Status = Status.CONFIRMED
    transparency: Transparency = Transparency.OPAQUE
    visibility: Visibility = Visibility.PUBLIC
    color: str | None = None
    url: str | None = None
    organizer: Organizer | None = None
    attendees: Sequence[Attendee] = ()
    reminders: Sequence[Reminder] = ()
    metadata: Mapping[str, str] = field(default_factory=dict)

    def mentions(self, words: Sequence[str]) -> bool:
        """Whether each of these case-folded words is somewhere in title, description or location."""
        text = "\n".join(part for part in (self.title, self.description, self.location) if part).casefold()
        return all(word in text for word in words)


@dataclass(frozen=True, slots=True)
class Origin:
    """Which series an event is an occurrence of, whether that is all-day, and whether this one was changed alone."""

    series_id: EventId
    all_day: bool
    is_override: bool


class Uid(NamedTuple):
    """What iCalendar knows an event by: its UID (RFC 5545 §3.8.4.7).

    A lone occurrence, whose series is not known here, has its RECURRENCE-ID beside that, as text in UTC or as a date.
    """

    text: str
    recurrence_id: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What an event was imported with that is not among its details.

    `uid` is None if it came with none of its own, or goes on from a series that keeps it. `sequence` is the SEQUENCE
    (RFC 5545 §3.8.7.4) that the event had when it was at `version` here. `lines` are properties and components that
    the details do not say, or not in full, each as one text, unfolded.
    """

    uid: Uid | None
    sequence: int = 0
    version: int = 1
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An event as it is kept. `version` counts its changes, from 1; the id stays when it moves.

    With a `recurrence` it is a series, and takes place at each of its occurrences, of which `when` is the first. With
    an `origin` it is such an occurrence: a passing one, or an override, which is kept.
    """

    id: EventId
    calendar_id: CalendarId
    when: When
    details: EventDetails
    created_at: datetime
    updated_at: datetime
    version: int = 1
    recurrence: Recurrence | None = None
    origin: Origin | None = None
    imported: Imported | None = None

    @property
    def uid(self) -> Uid:
        """What iCalendar knows it by: what it came with, or its own id; an occurrence has that of its series."""
        return given_uid(self) or Uid(str(self.origin.series_id if self.origin is not None else self.id))

    @property
    def sequence(self) -> int:
        """Its SEQUENCE (RFC 5545 §3.8.7.4): how often it was changed, counted on from what it came with."""
        if self.imported is None:
            return self.version - 1
        return self.imported.sequence + self.version - self.imported.version

    @property
    def original(self) -> datetime:
        """The start that it was made for; an occurrence's identity."""
        return encoded_start(self.id)

    def span(self, read_in: ZoneInfo) -> Span:
        """The instants it takes up; an all-day event's depend on the zone it is read in."""
        return self.when.span(read_in)

    def changed(self, when: When, details: EventDetails, now: datetime, recurrence: Recurrence | None = None) -> Self:
        """The next version, with other details, perhaps at another time or recurring otherwise."""
        version = self.version + 1
        return replace(self, when=when, details=details, updated_at=now, version=version, recurrence=recurrence)


def given_uid(event: Event) -> Uid | None:
    """The UID that an event came with, if it came with one."""
    return event.imported.uid if event.imported is not None else None
