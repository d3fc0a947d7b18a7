"""GET /v1/calendars/{calendar_id}/export"""

from typing import Annotated

from adapters.http import limits
from adapters.http.endpoint import endpoint
from adapters.http.event_queries import ExportFrom, ExportTo, ZoneParameter
from adapters.http.exports import ExportCursor, ExportParameters
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.resource import Document
from adapters.ical.content_type import CONTENT_TYPE
from adapters.ical.document import page_of
from domain.ids import CalendarId
from domain.use_cases.export_events import ExportEvents
from functions.wiring import calendars, events


@endpoint("events.export", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    export_events: Annotated[ExportEvents, Uses(events.export_events)],
    start: ExportFrom = None,
    to: ExportTo = None,
    time_zone: ZoneParameter = None,
    cursor: ExportCursor = None,
) -> Document:
    """Export a calendar as iCalendar, or what is in a window of it.

    What is more than one answer holds comes in several: then there is a header `Link: <…>; rel="next"`, which leads to
    the next one. Each is a whole iCalendar object. Series come as themselves, with all of their overrides.
    """
    asked = ExportParameters(calendar_id, start, to, time_zone)
    query, after = asked.resumed(cursor)
    calendar, found = export_events(caller.reach, CalendarId(calendar_id), query, after)
    text, last = page_of(calendar, found, limits.ANSWER_BYTES)
    headers = asked.headers(calendar.details.title, last)
    return Document(text, CONTENT_TYPE, headers, tagged=True)
