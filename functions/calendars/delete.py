"""DELETE /v1/calendars/{calendar_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.resource import Deletion, Resource, deletion
from domain.ids import CalendarId
from domain.use_cases.calendars import DeleteCalendar
from functions.wiring import calendars


@endpoint("calendars.delete", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    delete_calendar: Annotated[DeleteCalendar, Uses(calendars.delete_calendar)],
    if_match: IfMatch = None,
) -> Resource[Deletion]:
    """Delete a calendar. It is gone at once; its events are removed in the background."""
    gone = delete_calendar(caller.reach, CalendarId(calendar_id), versions(if_match))
    return deletion("calendar", gone)
