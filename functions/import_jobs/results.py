"""GET /v1/calendars/{calendar_id}/import-jobs/{job_id}/results"""

from typing import Annotated

from adapters.http import import_results, limits
from adapters.http.endpoint import endpoint
from adapters.http.import_results import OutcomeParameter
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, Cursor, ImportJobPath, PageSize
from adapters.http.schemas.import_views import ResultView
from adapters.http.schemas.resource import Page
from domain.ids import CalendarId, ImportJobId
from domain.use_cases.import_jobs import ListImportResults
from functions.wiring import calendars, import_jobs


@endpoint("import_jobs.results", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    job_id: ImportJobPath,
    list_import_results: Annotated[ListImportResults, Uses(import_jobs.list_import_results)],
    outcome: OutcomeParameter = None,
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[ResultView]:
    """List what became of each UID of an import in the background, as far as it has come, in the order of the file."""
    first = import_results.first_of(job_id, outcome, cursor)
    found, more = list_import_results(
        caller.reach, CalendarId(calendar_id), ImportJobId(job_id), first, page_size, outcome
    )
    return import_results.page_of(job_id, outcome, found, page_size, more=more)
