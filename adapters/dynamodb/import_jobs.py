"""`ImportJobs` in DynamoDB: all that belongs to the jobs of a calendar is in one partition."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

from adapters.dynamodb.client import MUST_BE_NEW, Table, Write, if_version
from adapters.dynamodb.import_job_items import (
    chunks_of,
    content_of,
    import_job_from_item,
    import_job_to_item,
    number_of_first,
    results_of,
    results_to_item,
)
from adapters.dynamodb.table import (
    chunks,
    import_job_key,
    import_jobs_behind,
    imports_partition,
    key_of,
    results_from,
)
from domain.clock import Clock
from domain.errors import ImportJobNotFound
from domain.ids import CalendarId, ImportJobId
from domain.import_job import AT_ONCE, ImportJob
from domain.incoming import ImportResult
from domain.records import dataclass

_RESULTS_READ_TOGETHER = 5  # some KB each: a page of a hundred results needs one or two
_BETWEEN = "pk = :imports AND sk BETWEEN :first AND :last"


@dataclass(frozen=True, slots=True)
class DynamoImportJobs:
    """See `domain.import_ports.ImportJobs`."""

    table: Table
    clock: Clock

    def add(self, job: ImportJob) -> None:
        self.table.put(import_job_to_item(job), condition=MUST_BE_NEW)

    def get(self, calendar_id: CalendarId, job_id: ImportJobId) -> ImportJob:
        kept = self.table.get(import_job_key(calendar_id, job_id))
        job = import_job_from_item(kept) if kept is not None else None
        if job is None or job.expires_at <= self.clock():
            raise ImportJobNotFound
        return job

    def page(self, calendar_id: CalendarId, after: ImportJobId | None, size: int) -> Sequence[ImportJob]:
        kept = self.table.items(_BETWEEN, _within(calendar_id, import_jobs_behind(after)), limit=size)
        now = self.clock()
        return list(islice((job for job in map(import_job_from_item, kept) if job.expires_at > now), size))

    def replace(self, job: ImportJob, results: Sequence[ImportResult] = ()) -> None:
        kept, condition = import_job_to_item(job), if_version(job.version - 1)
        if results:
            self.table.write_together([Write(kept, **condition), Write(results_to_item(job, results))])
        else:
            self.table.put(kept, **condition)

    def store(self, job: ImportJob, fingerprint: str, content: bytes) -> None:
        writes = [self.table.begin(self.table.put, chunk) for chunk in chunks_of(job, fingerprint, content)]
        for write in writes:
            write.result()

    def content(self, job: ImportJob) -> bytes:
        reads = [self.table.begin(self._part, job, part) for part in job.parts if part is not None]
        return b"".join(read.result() for read in reads)

    def forget_content(self, job: ImportJob, fingerprint: str | None = None) -> None:
        self._delete(job, chunks(job.id, fingerprint))

    def results(self, job: ImportJob, first: int) -> Iterator[ImportResult]:
        within = _within(job.calendar_id, results_from(job.id, max(first - AT_ONCE + 1, 0)))
        for kept in self.table.items(_BETWEEN, within, limit=_RESULTS_READ_TOGETHER):
            yield from results_of(kept)[max(first - number_of_first(kept), 0) :]

    def remove(self, job: ImportJob) -> None:
        self.table.delete(import_job_key(job.calendar_id, job.id), **if_version(job.version))
        self._delete(job, chunks(job.id))
        self._delete(job, results_from(job.id, 0))

    def purge(self, calendar_id: CalendarId) -> int:
        return self.table.delete_found("pk = :imports", {":imports": imports_partition(calendar_id)})

    def _part(self, job: ImportJob, fingerprint: str) -> bytes:
        found = list(self.table.items(_BETWEEN, _within(job.calendar_id, chunks(job.id, fingerprint))))
        if not found:
            raise ImportJobNotFound
        return content_of(found)

    def _delete(self, job: ImportJob, bounds: tuple[str, str]) -> None:
        found = self.table.items(_BETWEEN, _within(job.calendar_id, bounds), keys_only=True)
        for deletion in [self.table.begin(self.table.delete, key_of(item)) for item in found]:
            deletion.result()


def _within(calendar_id: CalendarId, bounds: tuple[str, str]) -> dict[str, Any]:
    """The values of that condition."""
    return {":imports": imports_partition(calendar_id), ":first": bounds[0], ":last": bounds[1]}
