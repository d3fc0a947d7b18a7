"""GET /v1/calendars/{calendar_id}/events/{event_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, EventPath
from adapters.http.schemas.events import EventView
from domain.ids import CalendarId, EventId
from domain.use_cases.events import GetEvent
from functions.wiring import calendars, events


@endpoint("events.get", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    get_event: Annotated[GetEvent, Uses(events.get_event)],
) -> EventView:
    """Read an event."""
    return EventView.of(get_event(caller.reach, CalendarId(calendar_id), EventId(event_id)))
