"""DELETE /v1/calendars/{calendar_id}/import-jobs/{job_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, ImportJobPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import CalendarId, ImportJobId
from domain.use_cases.import_jobs import DeleteImportJob
from functions.wiring import calendars, import_jobs


@endpoint("import_jobs.delete", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    job_id: ImportJobPath,
    delete_import_job: Annotated[DeleteImportJob, Uses(import_jobs.delete_import_job)],
    if_match: IfMatch = None,
) -> None:
    """Stop an import in the background, if it has not ended, and forget it. What it has imported stays."""
    delete_import_job(caller.reach, CalendarId(calendar_id), ImportJobId(job_id), versions(if_match))
