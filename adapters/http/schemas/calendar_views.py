"""Calendars as clients read them."""

from typing import Any, Literal

from adapters.http.schemas.described import Timestamp, TypedDict
from adapters.http.schemas.resource import Versioned, utc_text
from domain.calendar import Calendar, CalendarDetails


class CalendarView(TypedDict):
    """A calendar as clients read it."""

    id: str
    type: Literal["calendar"]
    title: str
    description: str | None
    time_zone: str
    color: str | None
    metadata: dict[str, str]
    created_at: Timestamp
    updated_at: Timestamp


def calendar_view(calendar: Calendar) -> CalendarView:
    return {
        "id": str(calendar.id),
        "type": "calendar",
        **writable(calendar.details),  # type: ignore[typeddict-item]
        "created_at": utc_text(calendar.created_at),
        "updated_at": utc_text(calendar.updated_at),
    }


def calendar_resource(calendar: Calendar) -> Versioned[CalendarView]:
    return Versioned.at(calendar.version, calendar_view(calendar))


def writable(details: CalendarDetails) -> dict[str, Any]:
    """A calendar as JSON, but for what clients cannot choose."""
    return {
        "title": details.title,
        "description": details.description,
        "time_zone": details.zone.key,
        "color": details.color,
        "metadata": dict(details.metadata),
    }
