"""GET /v1/calendars/{calendar_id}/events/{event_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.event_parameters import EventPath
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.event_views import EventView
from adapters.ical.document import CONTENT_TYPE, document_of
from domain.ids import CalendarId
from domain.use_cases.export_events import ExportEvent
from domain.use_cases.get_events import GetEvent
from functions.wiring import calendars, events


@endpoint("events.get", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    get_event: Annotated[GetEvent, Uses(events.get_event)],
    export_event: Annotated[ExportEvent, Uses(events.export_event)],
) -> EventView:
    """Read an event, a series or an occurrence; or, if you accept `text/calendar`, its VEVENTs."""
    asked = (caller.reach, CalendarId(calendar_id), event_id)
    return EventView.of(get_event(*asked)).also_as(CONTENT_TYPE, lambda: document_of(*export_event(*asked)))
