"""GET /v1/calendars/{calendar_id}/events"""

from typing import Annotated

from adapters.http import limits
from adapters.http.endpoint import endpoint
from adapters.http.event_queries import Expand, From, Ids, To, WindowParameters, Words, ZoneParameter, event_ids
from adapters.http.event_refs import ref_text
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, Cursor, PageSize
from adapters.http.schemas.event_views import EventView, event_view
from adapters.http.schemas.resource import Listing, Page, fitting, listing_of_all
from domain.ids import CalendarId
from domain.use_cases.get_events import GetEvents
from domain.use_cases.list_events import ListEvents
from functions.wiring import calendars, events


@endpoint("events.list", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    list_events: Annotated[ListEvents, Uses(events.list_events_in_window)],
    get_events: Annotated[GetEvents, Uses(events.get_events)],
    start: From = None,
    to: To = None,
    time_zone: ZoneParameter = None,
    q: Words = None,
    ids: Ids = None,
    expand: Expand = True,
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Listing[EventView]:
    """List what happens in a window, or read up to 100 events by their ids. The order is by start, then by id.

    A series is listed as its occurrences.
    """
    reach, calendar = caller.reach, CalendarId(calendar_id)
    if ids is not None:
        asked = event_ids(ids, start, to, time_zone, q, cursor)
        found, missing = get_events(reach, calendar, asked)
        return listing_of_all([event_view(event) for event in found], {"missing": [ref_text(one) for one in missing]})
    window = WindowParameters(calendar_id, start, to, time_zone, q, expand)
    query, after = window.resumed(cursor)
    page = list_events(reach, calendar, query, window.words(), after, page_size, expand=expand)
    views = fitting([event_view(event) for event in page.events])
    return Page.of(views, page_size, window.cursor(page.after(len(views)), page.zone))
