"""Imports in the background, as clients read of them."""

from typing import Annotated, Literal

from adapters.http.schemas.described import Described, Timestamp, TypedDict
from adapters.http.schemas.import_views import counts_view
from adapters.http.schemas.resource import Versioned, utc_text
from domain.import_job import ImportJob, JobStatus


class ImportJobView(TypedDict):
    """An import in the background, and how far it has come."""

    id: str
    type: Literal["import_job"]
    calendar_id: str
    status: Annotated[
        JobStatus,
        Described("`uploading` as long as parts are missing; then `waiting`, `running`, and `done` or `failed`."),
    ]
    dry_run: bool
    parts: int
    missing_parts: Annotated[list[int], Described("The numbers of the parts that have not come.")]
    total: Annotated[int | None, Described("How many UIDs there are in the file; null until it has been read.")]
    done: Annotated[int, Described("How many of them are done.")]
    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    reason: Annotated[str | None, Described("Why the whole import failed. What was done before that stays.")]
    created_at: Timestamp
    updated_at: Timestamp
    expires_at: Annotated[Timestamp, Described("When it is forgotten, with its results. What was imported stays.")]


def import_job_view(job: ImportJob) -> ImportJobView:
    return {
        "id": str(job.id),
        "type": "import_job",
        "calendar_id": str(job.calendar_id),
        "status": job.status,
        "dry_run": job.dry_run,
        "parts": len(job.parts),
        "missing_parts": job.missing,
        "total": job.total,
        "done": job.done,
        **counts_view(job.counts),
        "reason": job.reason,
        "created_at": utc_text(job.created_at),
        "updated_at": utc_text(job.updated_at),
        "expires_at": utc_text(job.expires_at),
    }


def import_job_resource(job: ImportJob) -> Versioned[ImportJobView]:
    return Versioned.at(job.version, import_job_view(job))
