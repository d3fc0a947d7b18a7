"""POST /v1/calendars/{calendar_id}/events"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.event_drafts import EventDraft
from adapters.http.schemas.event_views import EventView, event_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId
from domain.use_cases.create_event import CreateEvent
from functions.wiring import calendars, event_creation, idempotency


@endpoint("events.create", within=calendars.get_calendar, once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    draft: EventDraft,
    create_event: Annotated[CreateEvent, Uses(event_creation.create_event)],
) -> Versioned[EventView]:
    """Put a new event, or with `recurrence` a series, on a calendar."""
    return event_resource(create_event(caller.reach, CalendarId(calendar_id), draft.to_domain()))
