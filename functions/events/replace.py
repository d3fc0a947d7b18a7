"""PUT /v1/calendars/{calendar_id}/events/{event_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.event_parameters import EventPath, ScopeParameter
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.event_changes import changed_resource
from adapters.http.schemas.event_drafts import EventDraft
from adapters.http.schemas.event_views import EventView
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId
from domain.use_cases.change_event import ChangeEvent
from functions.wiring import calendars, event_changes


@endpoint("events.replace", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: EventPath,
    draft: EventDraft,
    change_event: Annotated[ChangeEvent, Uses(event_changes.change_event)],
    if_match: IfMatch = None,
    scope: ScopeParameter = None,
) -> Versioned[EventView]:
    """Replace an event; properties left out return to their defaults. Its id stays, also on another day.

    Of an occurrence, `scope` says what is meant: by default that one alone. What could not be kept, and which series
    ended and began, is in `meta`; the answer then is 200.
    """
    wording, calendar, expected = draft.to_domain(), CalendarId(calendar_id), versions(if_match)
    return changed_resource(change_event(caller.reach, calendar, event_id, lambda _: wording, expected, scope))
