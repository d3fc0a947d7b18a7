"""How an event looks as items: its home copy, and one for every other place that a window may look for it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.dynamodb.imported_items import imported_facts, imported_from
from adapters.dynamodb.items import epoch, instant_text, item
from adapters.dynamodb.recurrence_items import is_series, recurrence_facts, recurrence_from
from adapters.dynamodb.table import (
    TTL_ATTRIBUTE,
    Item,
    change_position,
    day_key,
    home_key,
    spanning_key,
)
from domain.event import (
    Action,
    Attendee,
    Event,
    EventDetails,
    Organizer,
    Origin,
    Reminder,
    Response,
    Role,
    Status,
    Transparency,
    Visibility,
)
from domain.ids import CalendarId, EventId, home_date
from domain.series import Series, recurring_from
from domain.time import DAY
from domain.when import AllDay, Timed, When

MOST_DAYS = 31
"""On how many dates an event may take place and still be listed day by day; beyond, it is spanning."""

TOMBSTONE_LIFETIME = timedelta(days=90)

NO_TOMBSTONE = "attribute_exists(title)"
"""What tells an event's home copy from the tombstone in its place, as a condition."""

NOTHING_KEPT = "attribute_not_exists(title)"
"""That there is no event: nothing at all, or a tombstone."""


def event_to_items(event: Event) -> list[Item]:
    """Every copy of an event, the home copy first; they differ in their keys and positions only."""
    facts = _facts(event)
    home = home_date(event.id)
    days = listed_days(event.when) if event.recurrence is None else []
    items = [
        item(
            home_key(event.calendar_id, event.id),
            "event",
            **facts,
            change_position=change_position(str(facts["updated_at"]), event.id),
        )
    ]
    further = [day_key(event.calendar_id, day, event.id) for day in days if day != home]
    if not days:
        further = [spanning_key(event.calendar_id, _last_date(event), event.id)]
    return [*items, *(item(key, "event", **facts) for key in further)]


def _last_date(event: Event) -> date:
    return Series.of(event).last_date if event.recurrence is not None else event.when.touched_dates()[1]


def listed_days(when: When) -> list[date]:
    """The dates an event is kept under, or none if it is spanning."""
    first, last = when.touched_dates()
    count = (last - first).days + 1
    return [first + index * DAY for index in range(count)] if count <= MOST_DAYS else []


def tombstone(event: Event, now: datetime) -> Item:
    """What a deleted event leaves in the place of its home copy, so that sync can tell of it."""
    return tombstone_of(event.calendar_id, event.id, event.version + 1, now)


def tombstone_of(calendar_id: CalendarId, event_id: EventId, version: int, now: datetime) -> Item:
    """That of an event whose last version was the one before, and which was deleted then."""
    updated_at = instant_text(now)
    return item(
        home_key(calendar_id, event_id),
        "tombstone",
        id=str(event_id),
        calendar_id=str(calendar_id),
        updated_at=updated_at,
        version=version,
        change_position=change_position(updated_at, event_id),
        **{TTL_ATTRIBUTE: epoch(now + TOMBSTONE_LIFETIME)},
    )


def event_from_item(kept: Mapping[str, Any]) -> Event:
    when, recurrence = _when(kept), None
    if is_series(kept):
        recurrence = recurrence_from(kept)
        when = recurring_from(recurrence.anchor, when)
    return Event(
        id=EventId(UUID(kept["id"])),
        calendar_id=CalendarId(UUID(kept["calendar_id"])),
        when=when,
        details=EventDetails(
            title=kept["title"],
            description=kept.get("description"),
            location=kept.get("location"),
            status=Status(kept["status"]),
            transparency=Transparency(kept["transparency"]),
            visibility=Visibility(kept["visibility"]),
            color=kept.get("color"),
            url=kept.get("url"),
            organizer=_organizer(kept["organizer"]) if "organizer" in kept else None,
            attendees=tuple(_attendee(one) for one in kept.get("attendees", ())),
            reminders=tuple(_reminder(one) for one in kept.get("reminders", ())),
            metadata=kept.get("metadata", {}),
        ),
        created_at=datetime.fromisoformat(kept["created_at"]),
        updated_at=datetime.fromisoformat(kept["updated_at"]),
        version=kept["version"],
        recurrence=recurrence,
        origin=_origin(kept) if "series_id" in kept else None,
        imported=imported_from(kept["imported"]) if "imported" in kept else None,
    )


def _facts(event: Event) -> dict[str, object]:
    details = event.details
    return {
        "id": str(event.id),
        "calendar_id": str(event.calendar_id),
        **_times(event.when),
        "title": details.title,
        "description": details.description,
        "location": details.location,
        "status": details.status.value,
        "transparency": details.transparency.value,
        "visibility": details.visibility.value,
        "color": details.color,
        "url": details.url,
        "organizer": {"email": details.organizer.email, "name": details.organizer.name} if details.organizer else None,
        "attendees": [
            {"email": one.email, "name": one.name, "role": one.role.value, "response": one.response.value}
            for one in details.attendees
        ],
        "reminders": [{"minutes_before": one.minutes_before, "action": one.action.value} for one in details.reminders],
        "metadata": dict(details.metadata),
        **(recurrence_facts(event.recurrence) if event.recurrence is not None else {}),
        **(_origin_facts(event.origin) if event.origin is not None else {}),
        "imported": imported_facts(event.imported) if event.imported is not None else None,
        "created_at": instant_text(event.created_at),
        "updated_at": instant_text(event.updated_at),
        "version": event.version,
    }


def _times(when: When) -> dict[str, object]:
    if isinstance(when, AllDay):
        return {"starts_on": when.starts_on.isoformat(), "ends_on": when.ends_on.isoformat()}
    return {
        "starts_at": instant_text(when.starts_at),
        "ends_at": instant_text(when.ends_at),
        "time_zone": when.zone.key,
    }


def _when(kept: Mapping[str, Any]) -> When:
    if "starts_on" in kept:
        return AllDay(date.fromisoformat(kept["starts_on"]), date.fromisoformat(kept["ends_on"]))
    return Timed(
        datetime.fromisoformat(kept["starts_at"]),
        datetime.fromisoformat(kept["ends_at"]),
        ZoneInfo(kept["time_zone"]),
    )


def _origin_facts(origin: Origin) -> dict[str, object]:
    return {"series_id": str(origin.series_id), "series_all_day": origin.all_day}


def _origin(kept: Mapping[str, Any]) -> Origin:
    return Origin(EventId(UUID(kept["series_id"])), kept["series_all_day"], is_override=True)


def _organizer(kept: Mapping[str, Any]) -> Organizer:
    return Organizer(kept["email"], kept.get("name"))


def _attendee(kept: Mapping[str, Any]) -> Attendee:
    return Attendee(kept["email"], kept.get("name"), Role(kept["role"]), Response(kept["response"]))


def _reminder(kept: Mapping[str, Any]) -> Reminder:
    return Reminder(kept["minutes_before"], Action(kept["action"]))
