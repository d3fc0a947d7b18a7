"""GET /v1/calendars/{calendar_id}/import-jobs"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, Cursor, PageSize
from adapters.http.schemas.import_job_views import ImportJobView, import_job_view
from adapters.http.schemas.resource import Page
from domain.ids import CalendarId, ImportJobId
from domain.use_cases.import_jobs import ListImportJobs
from functions.wiring import calendars, import_jobs


@endpoint("import_jobs.list", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    list_import_jobs: Annotated[ListImportJobs, Uses(import_jobs.list_import_jobs)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[ImportJobView]:
    """List the imports in the background of a calendar, oldest first."""
    query = ["import_jobs", str(calendar_id)]
    after = paging.resumed(query, cursor)
    job_id = ImportJobId(after) if after is not None else None
    found, more = list_import_jobs(caller.reach, CalendarId(calendar_id), job_id, page_size)
    return paging.page_of(query, [import_job_view(job) for job in found], page_size, more=more)
