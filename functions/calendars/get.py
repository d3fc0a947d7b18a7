"""GET /v1/calendars/{calendar_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.calendar_views import CalendarView, calendar_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId
from domain.use_cases.calendars import GetCalendar
from functions.wiring import calendars


@endpoint("calendars.get", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    get_calendar: Annotated[GetCalendar, Uses(calendars.get_calendar)],
) -> Versioned[CalendarView]:
    """Read a calendar."""
    return calendar_resource(get_calendar(caller.reach, CalendarId(calendar_id)))
