"""PATCH /v1/calendars/{calendar_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.calendar_drafts import CalendarPatch
from adapters.http.schemas.calendar_views import CalendarView, calendar_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId
from domain.use_cases.calendars import ChangeCalendar
from functions.wiring import calendars


@endpoint("calendars.patch", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    patch: CalendarPatch,
    change_calendar: Annotated[ChangeCalendar, Uses(calendars.change_calendar)],
    if_match: IfMatch = None,
) -> Versioned[CalendarView]:
    """Change some of a calendar's properties (JSON Merge Patch, RFC 7396)."""
    changed = change_calendar(caller.reach, CalendarId(calendar_id), patch.onto, versions(if_match))
    return calendar_resource(changed)
