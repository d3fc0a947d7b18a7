"""POST /v1/calendars/{calendar_id}/import"""

from typing import Annotated

from adapters.http import limits
from adapters.http.endpoint import endpoint
from adapters.http.markers import Query, RawBody, Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.import_views import ImportView, fitting, import_view
from adapters.http.schemas.resource import Resource
from adapters.ical.content_type import MEDIA_TYPE
from adapters.ical.reading import contents
from domain.clock import HasTime
from domain.ids import CalendarId
from domain.use_cases.import_events import ImportEvents
from functions.wiring import calendars, event_imports, idempotency

_File = Annotated[
    bytes,
    RawBody(media_type=MEDIA_TYPE, description="An iCalendar file.", most_bytes=limits.IMPORT_BYTES),
]
_DryRun = Annotated[bool, Query(description="Only say what an import would do.", example=True)]


@endpoint("events.import", within=calendars.get_calendar, once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    file: _File,
    import_events: Annotated[ImportEvents, Uses(event_imports.import_events)],
    has_time: Annotated[HasTime, Uses(event_imports.has_time)],
    dry_run: _DryRun = False,
) -> Resource[ImportView]:
    """Import an iCalendar file: create or update its events by their UIDs. The same file again changes nothing.

    Each UID is taken in as a whole or not at all, and none stops the others; `results` says what became of each.
    """
    _, objects = contents(file, limits.IMPORT_OBJECTS)
    results = import_events(caller.reach, CalendarId(calendar_id), objects, dry_run=dry_run, has_time=has_time)
    return Resource(fitting(import_view(calendar_id, results, dry_run=dry_run)))
