"""Making, filling, reading and deleting jobs that import files in the background."""

from collections.abc import Collection, Iterator, Sequence
from functools import partial
from hashlib import sha256
from itertools import islice

from domain.caller import Reach
from domain.clock import Clock, Pause
from domain.errors import ImportStarted, InvalidField, PartExists
from domain.ids import CalendarId, ImportJobId, Randomness, new_id
from domain.import_job import MOST_OPEN, ImportJob, JobStatus
from domain.import_ports import ImportJobs
from domain.incoming import ImportResult, Outcome
from domain.owner_errors import TooMany
from domain.ports import Calendars
from domain.records import dataclass
from domain.use_cases.attempts import no_pause, require_version, until_written
from domain.use_cases.pages import everything


@dataclass(frozen=True, slots=True)
class ReachedJobs:
    """The jobs of calendars that somebody reaches; all of it raises CalendarNotFound or ImportJobNotFound."""

    jobs: ImportJobs
    calendars: Calendars

    def require(self, reach: Reach, calendar_id: CalendarId) -> None:
        self.calendars.get(reach.owner_of(calendar_id), calendar_id)

    def get(self, reach: Reach, calendar_id: CalendarId, job_id: ImportJobId) -> ImportJob:
        self.require(reach, calendar_id)
        return self.jobs.get(calendar_id, job_id)


@dataclass(frozen=True, slots=True)
class CreateImportJob:
    """A job for a file that comes in some parts."""

    reached: ReachedJobs
    clock: Clock
    randomness: Randomness

    def __call__(self, reach: Reach, calendar_id: CalendarId, parts: int, *, dry_run: bool) -> ImportJob:
        """Raise InvalidField, or TooMany.

        Jobs are counted before and not together with the write: those made at one moment may exceed the limit.
        """
        self.reached.require(reach, calendar_id)
        now = self.clock()
        job_id = ImportJobId(new_id(now, self.randomness))
        job = ImportJob(job_id, calendar_id, reach.owner_id, dry_run, (None,) * parts, now, now)
        kept = everything(partial(self.reached.jobs.page, calendar_id))
        if sum(not one.has_ended for one in kept) >= MOST_OPEN:
            raise TooMany("open import jobs of a calendar", MOST_OPEN)
        self.reached.jobs.add(job)
        return job


@dataclass(frozen=True, slots=True)
class UploadPart:
    """A part of the file of a job. It may come again, and until the last part has come also another one instead.

    One that comes again also wakes a job that stands still, whatever the reason.
    """

    reached: ReachedJobs
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        job_id: ImportJobId,
        number: int,
        content: bytes,
        *,
        only_new: bool = False,
    ) -> ImportJob:
        """Raise InvalidField for a number that the job does not have, ImportStarted if it has all parts already,
        PartExists if it should be `only_new` and would replace another one."""
        fingerprint = sha256(content).hexdigest()
        seen = [self.reached.get(reach, calendar_id, job_id)]
        if self._is_new(seen[0], number, fingerprint, only_new=only_new):
            self.reached.jobs.store(seen[0], fingerprint, content)

        def attempt() -> ImportJob:
            job = seen.pop() if seen else self.reached.jobs.get(calendar_id, job_id)
            if self._is_new(job, number, fingerprint, only_new=only_new):
                changed = job.with_part(number, fingerprint, self.clock())
            elif job.stands_still(self.clock()):
                changed = job.paused(self.clock())
            else:
                return job
            self.reached.jobs.replace(changed)
            self._forget_replaced(job, changed, number)
            return changed

        return until_written(attempt, self.pause)

    def _forget_replaced(self, job: ImportJob, changed: ImportJob, number: int) -> None:
        replaced = job.parts[number - 1]
        if replaced is not None and replaced not in changed.parts:
            self.reached.jobs.forget_content(job, replaced)

    def _is_new(self, job: ImportJob, number: int, fingerprint: str, *, only_new: bool) -> bool:
        if not 0 < number <= len(job.parts):
            raise InvalidField("part", f"part: this import has the parts 1 to {len(job.parts)}.")
        if job.parts[number - 1] == fingerprint:
            return False
        if job.status is not JobStatus.UPLOADING:
            raise ImportStarted
        if only_new and job.parts[number - 1] is not None:
            raise PartExists
        return True


@dataclass(frozen=True, slots=True)
class GetImportJob:
    """One job of a calendar."""

    reached: ReachedJobs

    def __call__(self, reach: Reach, calendar_id: CalendarId, job_id: ImportJobId) -> ImportJob:
        return self.reached.get(reach, calendar_id, job_id)


@dataclass(frozen=True, slots=True)
class ListImportJobs:
    """The jobs of a calendar, oldest first."""

    reached: ReachedJobs

    def __call__(
        self, reach: Reach, calendar_id: CalendarId, after: ImportJobId | None, size: int
    ) -> tuple[Sequence[ImportJob], bool]:
        """Return a page, and whether there is more."""
        self.reached.require(reach, calendar_id)
        found = self.reached.jobs.page(calendar_id, after, size + 1)
        return found[:size], len(found) > size


@dataclass(frozen=True, slots=True)
class ListImportResults:
    """What became of what is in a job's file, as far as it has come; all, or those of one outcome."""

    reached: ReachedJobs

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        job_id: ImportJobId,
        first: int,
        size: int,
        outcome: Outcome | None = None,
    ) -> tuple[Sequence[tuple[int, ImportResult]], bool]:
        """Return a page, each with its number in the order of the file, from 0, beginning at `first`; and whether there
        is more."""
        job = self.reached.get(reach, calendar_id, job_id)
        found = list(islice(self._looked_for(job, first, outcome), size + 1))
        return found[:size], len(found) > size

    def _looked_for(self, job: ImportJob, first: int, outcome: Outcome | None) -> Iterator[tuple[int, ImportResult]]:
        numbered = enumerate(self.reached.jobs.results(job, first), first)
        return ((number, one) for number, one in numbered if outcome in (None, one.outcome))


@dataclass(frozen=True, slots=True)
class DeleteImportJob:
    """Stop a job, if it has not ended, and forget it. What it has imported stays."""

    reached: ReachedJobs
    pause: Pause = no_pause

    def __call__(
        self, reach: Reach, calendar_id: CalendarId, job_id: ImportJobId, expected: Collection[int] | None = None
    ) -> None:
        def attempt() -> None:
            job = self.reached.get(reach, calendar_id, job_id)
            require_version(job.version, expected)
            self.reached.jobs.remove(job)

        until_written(attempt, self.pause)
