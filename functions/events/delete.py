"""DELETE /v1/calendars/{calendar_id}/events/{event_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, EventPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import CalendarId, EventId
from domain.use_cases.events import DeleteEvent
from functions.wiring import calendars, events


@endpoint("events.delete", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    delete_event: Annotated[DeleteEvent, Uses(events.delete_event)],
    if_match: IfMatch = None,
) -> None:
    """Delete an event."""
    delete_event(caller.reach, CalendarId(calendar_id), EventId(event_id), versions(if_match))
