"""PUT /v1/calendars/{calendar_id}/events/{event_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, EventPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.events import EventDraft, EventView
from domain.ids import CalendarId, EventId
from domain.use_cases.events import ChangeEvent
from functions.wiring import calendars, events


@endpoint("events.replace", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    draft: EventDraft,
    change_event: Annotated[ChangeEvent, Uses(events.change_event)],
    if_match: IfMatch = None,
) -> EventView:
    """Replace an event; properties left out return to their defaults. Its id stays, also on another day."""
    wording = draft.to_domain()
    reach, event = caller.reach, EventId(event_id)
    return EventView.of(change_event(reach, CalendarId(calendar_id), event, lambda _: wording, versions(if_match)))
