"""GET /v1/calendars/{calendar_id}/events/{event_id}"""

from collections.abc import Sequence
from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.event_parameters import EventPath
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.event_views import EventView, event_resource
from adapters.http.schemas.resource import Versioned
from adapters.ical.content_type import CONTENT_TYPE
from domain.calendar import Calendar
from domain.event import Event
from domain.ids import CalendarId
from domain.series import Series
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
) -> Versioned[EventView]:
    """Read an event, a series or an occurrence; or, if you accept `text/calendar`, its VEVENTs."""
    asked = (caller.reach, CalendarId(calendar_id), event_id)
    return event_resource(get_event(*asked)).also_as(CONTENT_TYPE, lambda: _written(*export_event(*asked)))


def _written(calendar: Calendar, events: Sequence[tuple[Event, Series | None]]) -> str:
    from adapters.ical.document import document_of  # noqa: PLC0415 most readers take JSON, and would wait for it in vain

    return document_of(calendar, events)
