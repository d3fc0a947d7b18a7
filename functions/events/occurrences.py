"""GET /v1/calendars/{calendar_id}/events/{event_id}/occurrences"""

from typing import Annotated

from adapters.http import limits
from adapters.http.endpoint import endpoint
from adapters.http.event_parameters import SeriesPath
from adapters.http.event_queries import OccurrenceParameters, SeriesFrom, SeriesTo, ZoneParameter
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, Cursor, PageSize
from adapters.http.schemas.event_views import EventView, event_view
from adapters.http.schemas.resource import Listing, Page, fitting
from domain.ids import CalendarId, EventId
from domain.use_cases.list_occurrences import ListOccurrences
from functions.wiring import calendars, events


@endpoint("events.occurrences", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    event_id: SeriesPath,
    list_occurrences: Annotated[ListOccurrences, Uses(events.list_occurrences)],
    start: SeriesFrom = None,
    to: SeriesTo = None,
    time_zone: ZoneParameter = None,
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Listing[EventView]:
    """List when a series takes place, those changed alone included. The order is by start, then by id."""
    calendar, series = CalendarId(calendar_id), EventId(event_id)
    window = OccurrenceParameters(calendar, series, start, to, time_zone)
    query, after = window.resumed(cursor)
    page = list_occurrences(caller.reach, calendar, series, query, after, page_size)
    views = fitting([event_view(event) for event in page.events])
    return Page.of(views, page_size, window.cursor(page.after(len(views)), page.zone))
