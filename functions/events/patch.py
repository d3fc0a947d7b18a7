"""PATCH /v1/calendars/{calendar_id}/events/{event_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, EventPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.events import EventPatch, EventView
from domain.ids import CalendarId, EventId
from domain.use_cases.events import ChangeEvent
from functions.wiring import calendars, events


@endpoint("events.patch", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    patch: EventPatch,
    change_event: Annotated[ChangeEvent, Uses(events.change_event)],
    if_match: IfMatch = None,
) -> EventView:
    """Change some of an event's properties (JSON Merge Patch, RFC 7396). Its id stays, also on another day."""
    reach, event = caller.reach, EventId(event_id)
    return EventView.of(change_event(reach, CalendarId(calendar_id), event, patch.onto, versions(if_match)))
