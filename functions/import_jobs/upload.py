"""PUT /v1/calendars/{calendar_id}/import-jobs/{job_id}/parts/{part}"""

from typing import Annotated

from adapters.http import limits
from adapters.http.endpoint import endpoint
from adapters.http.markers import BINARY, Path, RawBody, Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, ImportJobPath
from adapters.http.preconditions import IfNoneMatch, is_any
from adapters.http.schemas.import_job_views import ImportJobView, import_job_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId, ImportJobId
from domain.use_cases.import_jobs import UploadPart
from functions.wiring import calendars, import_jobs

_Part = Annotated[int, Path(description="The number of the part, from 1.", ge=1)]
_Content = Annotated[
    bytes,
    RawBody(
        media_type=BINARY,
        description="Some bytes of an iCalendar file, cut anywhere.",
        most_bytes=limits.BINARY_BYTES,
    ),
]


@endpoint("import_jobs.upload", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    job_id: ImportJobPath,
    part: _Part,
    content: _Content,
    upload_part: Annotated[UploadPart, Uses(import_jobs.upload_part)],
    if_none_match: IfNoneMatch = None,
) -> Versioned[ImportJobView]:
    """Send a part of the file of an import. With the last one, in whatever order, the import starts."""
    job = upload_part(
        caller.reach,
        CalendarId(calendar_id),
        ImportJobId(job_id),
        part,
        content,
        only_new=is_any(if_none_match),
    )
    return import_job_resource(job)
