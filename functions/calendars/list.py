"""GET /v1/calendars"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, Cursor, PageSize
from adapters.http.schemas.calendar_views import CalendarView, calendar_view
from adapters.http.schemas.resource import Page
from domain.ids import CalendarId
from domain.use_cases.calendars import ListCalendars
from functions.wiring import calendars


@endpoint("calendars.list")
def handler(
    caller: CurrentCaller,
    list_calendars: Annotated[ListCalendars, Uses(calendars.list_calendars)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[CalendarView]:
    """List your calendars, oldest first; with a key that is limited to some, those."""
    query = ["calendars", str(caller.owner_id)]
    after = paging.resumed(query, cursor)
    found, more = list_calendars(caller.reach, CalendarId(after) if after else None, page_size)
    return paging.page_of(query, [calendar_view(calendar) for calendar in found], page_size, more=more)
