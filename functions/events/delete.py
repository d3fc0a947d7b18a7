"""DELETE /v1/calendars/{calendar_id}/events/{event_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.event_parameters import EventPath, ScopeParameter
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.preconditions import IfMatch, versions
from domain.ids import CalendarId
from domain.use_cases.delete_event import DeleteEvent
from functions.wiring import calendars, event_changes


@endpoint("events.delete", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    delete_event: Annotated[DeleteEvent, Uses(event_changes.delete_event)],
    if_match: IfMatch = None,
    scope: ScopeParameter = None,
) -> None:
    """Delete an event or a series. Of an occurrence, `scope` says what is to go: by default that one alone."""
    delete_event(caller.reach, CalendarId(calendar_id), event_id, versions(if_match), scope)
