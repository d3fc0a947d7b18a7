"""GET /v1/calendars/{calendar_id}/import-jobs/{job_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, ImportJobPath
from adapters.http.schemas.import_job_views import ImportJobView, import_job_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId, ImportJobId
from domain.use_cases.import_jobs import GetImportJob
from functions.wiring import calendars, import_jobs


@endpoint("import_jobs.get", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    job_id: ImportJobPath,
    get_import_job: Annotated[GetImportJob, Uses(import_jobs.get_import_job)],
) -> Versioned[ImportJobView]:
    """Get an import in the background, and how far it has come."""
    return import_job_resource(get_import_job(caller.reach, CalendarId(calendar_id), ImportJobId(job_id)))
