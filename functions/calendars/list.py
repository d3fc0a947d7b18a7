"""GET /v1/calendars"""

from typing import Annotated
from uuid import UUID

from adapters.http import cursors, limits
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, Cursor, PageSize
from adapters.http.schemas.calendars import CalendarView
from adapters.http.schemas.resource import Page, fitting
from domain.ids import CalendarId
from domain.use_cases.calendars import ListCalendars
from functions import wiring


@endpoint("calendars.list")
def handler(
    caller: CurrentCaller,
    list_calendars: Annotated[ListCalendars, Uses(wiring.list_calendars)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[CalendarView]:
    """List your calendars, oldest first."""
    query = ["calendars", str(caller.owner_id)]
    after = cursors.unpack(query, cursor, _position) if cursor is not None else None
    calendars, following = list_calendars(caller.owner_id, after, page_size)
    views = fitting([CalendarView.of(calendar) for calendar in calendars])
    last = views[-1].id if following or len(views) < len(calendars) else None
    return Page.of(views, page_size, cursors.pack(query, last) if last else None)


def _position(text: str) -> CalendarId:
    return CalendarId(UUID(text))
