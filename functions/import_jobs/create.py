"""POST /v1/calendars/{calendar_id}/import-jobs"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.import_job_drafts import ImportJobDraft
from adapters.http.schemas.import_job_views import ImportJobView, import_job_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId
from domain.use_cases.import_jobs import CreateImportJob
from functions.wiring import calendars, idempotency, import_jobs


@endpoint("import_jobs.create", within=calendars.get_calendar, once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    draft: ImportJobDraft,
    create_import_job: Annotated[CreateImportJob, Uses(import_jobs.create_import_job)],
) -> Versioned[ImportJobView]:
    """Begin to import a file of any size in the background. It starts when all parts of the file have been sent."""
    job = create_import_job(caller.reach, CalendarId(calendar_id), draft.parts, dry_run=draft.dry_run)
    return import_job_resource(job)
