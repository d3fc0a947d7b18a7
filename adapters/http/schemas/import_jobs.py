"""Imports in the background, as JSON."""

from typing import Annotated, Literal, Self

from pydantic import Field

from adapters.http.schemas.resource import Draft, Resource, Timestamp, utc_text
from adapters.http.schemas.values import WHOLE
from domain.import_job import MOST_PARTS, ImportJob, JobStatus
from domain.incoming import Outcome


class ImportJobDraft(Draft):
    """An import as a client asks for it, before its file comes."""

    may_be_left_out = True

    parts: Annotated[int, Field(strict=True, ge=1, le=MOST_PARTS), WHOLE] = Field(
        default=1, description="In how many parts the file comes.", examples=[2]
    )
    dry_run: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="Only say what an import would do.", examples=[False]
    )


class ImportJobView(Resource):
    """An import in the background, and how far it has come."""

    type: Literal["import_job"] = "import_job"
    calendar_id: str
    status: JobStatus = Field(
        description="`uploading` as long as parts are missing; then `waiting`, `running`, and `done` or `failed`."
    )
    dry_run: bool
    parts: int
    missing_parts: list[int] = Field(description="The numbers of the parts that have not come.")
    total: int | None = Field(description="How many UIDs there are in the file; null until it has been read.")
    done: int = Field(description="How many of them are done.")
    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    reason: str | None = Field(description="Why the whole import failed. What was done before that stays.")
    created_at: Timestamp
    updated_at: Timestamp
    expires_at: Timestamp = Field(description="When it is forgotten, with its results. What was imported stays.")

    @classmethod
    def of(cls, job: ImportJob) -> Self:
        counts = {outcome.value: job.counts.get(outcome, 0) for outcome in Outcome}
        return cls(
            id=str(job.id),
            calendar_id=str(job.calendar_id),
            status=job.status,
            dry_run=job.dry_run,
            parts=len(job.parts),
            missing_parts=job.missing,
            total=job.total,
            done=job.done,
            **counts,
            reason=job.reason,
            created_at=utc_text(job.created_at),
            updated_at=utc_text(job.updated_at),
            expires_at=utc_text(job.expires_at),
        ).at(job.version)
