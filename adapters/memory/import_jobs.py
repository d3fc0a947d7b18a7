"""`ImportJobs` in memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from domain.clock import Clock
from domain.errors import Conflict, ImportJobNotFound
from domain.ids import CalendarId, ImportJobId
from domain.import_job import ImportJob
from domain.incoming import ImportResult


@dataclass(slots=True)
class MemoryImportJobs:
    """See `domain.import_ports.ImportJobs`."""

    clock: Clock
    kept: dict[ImportJobId, ImportJob] = field(default_factory=dict)
    stored: dict[ImportJobId, dict[str, bytes]] = field(default_factory=dict)
    told: dict[ImportJobId, list[ImportResult]] = field(default_factory=dict)

    def add(self, job: ImportJob) -> None:
        self.kept[job.id] = job

    def get(self, calendar_id: CalendarId, job_id: ImportJobId) -> ImportJob:
        for job in self._of(calendar_id):
            if job.id == job_id:
                return job
        raise ImportJobNotFound

    def page(self, calendar_id: CalendarId, after: ImportJobId | None, size: int) -> Sequence[ImportJob]:
        jobs = sorted(self._of(calendar_id), key=lambda job: job.id)
        return [job for job in jobs if after is None or job.id > after][:size]

    def replace(self, job: ImportJob, results: Sequence[ImportResult] = ()) -> None:
        self._require(job, job.version - 1)
        self.kept[job.id] = job
        self.told.setdefault(job.id, []).extend(results)

    def store(self, job: ImportJob, fingerprint: str, content: bytes) -> None:
        self.stored.setdefault(job.id, {})[fingerprint] = content

    def content(self, job: ImportJob) -> bytes:
        stored = self.stored.get(job.id, {})
        try:
            return b"".join(stored[part] for part in job.parts if part is not None)
        except KeyError:
            raise ImportJobNotFound from None

    def forget_content(self, job: ImportJob, fingerprint: str | None = None) -> None:
        if fingerprint is None:
            self.stored.pop(job.id, None)
        else:
            self.stored[job.id].pop(fingerprint, None)

    def results(self, job: ImportJob, first: int) -> Iterator[ImportResult]:
        return iter(self.told.get(job.id, [])[first:])

    def remove(self, job: ImportJob) -> None:
        self._require(job, job.version)
        for of_job in (self.kept, self.stored, self.told):
            of_job.pop(job.id, None)

    def purge(self, calendar_id: CalendarId) -> int:
        gone = [job for job in self.kept.values() if job.calendar_id == calendar_id]
        for job in gone:
            self.remove(job)
        return len(gone)

    def _of(self, calendar_id: CalendarId) -> list[ImportJob]:
        now = self.clock()
        return [job for job in self.kept.values() if job.calendar_id == calendar_id and job.expires_at > now]

    def _require(self, job: ImportJob, version: int) -> None:
        kept = self.kept.get(job.id)
        if kept is None or kept.version != version:
            raise Conflict
