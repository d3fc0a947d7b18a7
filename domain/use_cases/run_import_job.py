"""A job at work: a file taken in in the background, batch by batch, by a worker that may die at any moment."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice

from domain.caller import Reach
from domain.clock import Clock, HasTime
from domain.errors import CalendarNotFound, Conflict, DaybookError, ImportJobNotFound
from domain.ids import CalendarId, ImportJobId
from domain.import_job import AT_ONCE, INCOMPLETE, SUSPENDED, ImportJob, JobStatus
from domain.import_ports import Contents, ImportJobs, Reader
from domain.incoming import ImportResult
from domain.owner_ports import Owners
from domain.records import dataclass
from domain.use_cases.import_events import ImportEvents


@dataclass(frozen=True, slots=True)
class RunImportJob:
    """Go on with a job from where it is.

    How far it has come is kept with the results of each batch, so that another run goes on behind them; at most the
    last batch is taken in once more, as the file has it. Of two runs at a time the one that began first stops.
    """

    jobs: ImportJobs
    owners: Owners
    import_events: ImportEvents
    read: Reader
    clock: Clock

    def __call__(self, calendar_id: CalendarId, job_id: ImportJobId, has_time: HasTime) -> None:
        """Work to the end; or, as soon as there is no time for another batch, leave the rest to another turn."""
        with suppress(ImportJobNotFound, CalendarNotFound, Conflict):  # it was deleted, or another run took it over
            job = self.jobs.get(calendar_id, job_id)
            if job.status in {JobStatus.WAITING, JobStatus.RUNNING}:
                job = self._kept(job.begun(self.clock()))
            if job.status is JobStatus.RUNNING and self._is_suspended(job):
                job = self._kept(job.failed(SUSPENDED, self.clock()))
            if job.status is JobStatus.RUNNING:
                job = self._further(job, has_time)
            if job.has_ended:
                self.jobs.forget_content(job)

    def _further(self, job: ImportJob, has_time: HasTime) -> ImportJob:
        try:
            content = self.jobs.content(job)
        except ImportJobNotFound:
            return self._kept(job.failed(INCOMPLETE, self.clock()))
        try:
            contents = self.read(content)
        except DaybookError as error:
            return self._kept(job.failed(error.title, self.clock()))
        for results in self._batches(job, contents):
            job = self._kept(job.with_results(results, contents.total, self.clock()), results)
            if job.done < contents.total and not has_time():
                return self._kept(job.paused(self.clock()))
        return self._kept(job.finished(self.clock()))

    def _is_suspended(self, job: ImportJob) -> bool:
        keyring = self.owners.keyring(job.owner_id)
        return keyring is not None and keyring.owner.suspended

    def _batches(self, job: ImportJob, contents: Contents) -> Iterator[Sequence[ImportResult]]:
        rest = islice(contents.objects, job.done, None)
        results = self.import_events(Reach(job.owner_id), job.calendar_id, rest, dry_run=job.dry_run)
        while batch := list(islice(results, AT_ONCE)):
            yield batch

    def _kept(self, job: ImportJob, results: Sequence[ImportResult] = ()) -> ImportJob:
        self.jobs.replace(job, results)
        return job
