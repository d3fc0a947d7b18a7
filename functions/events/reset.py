"""POST /v1/calendars/{calendar_id}/events/{event_id}/reset"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.event_parameters import EventPath
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.event_views import EventView, event_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId
from domain.use_cases.delete_event import ResetOccurrence
from functions.wiring import calendars, event_changes, idempotency


@endpoint("events.reset", within=calendars.get_calendar, once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    reset_occurrence: Annotated[ResetOccurrence, Uses(event_changes.reset_occurrence)],
    if_match: IfMatch = None,
) -> Versioned[EventView]:
    """Make an occurrence again as its series has it, whether it was changed alone or cancelled."""
    return event_resource(reset_occurrence(caller.reach, CalendarId(calendar_id), event_id, versions(if_match)))
