"""What imports in the background need from the world; a contract like those in `domain.ports`."""

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple, Protocol

from domain.ids import CalendarId, ImportJobId
from domain.import_job import ImportJob
from domain.incoming import ImportResult, Unread


class Contents(NamedTuple):
    """What is in a file: how many objects, and these, in an order that is always the same."""

    total: int
    objects: Iterator[Unread]


Reader = Callable[[bytes], Contents]
"""Opens a file; raises DaybookError for one that nothing can be made of."""


class ImportJobs(Protocol):
    """The jobs of every calendar. Whoever asks has made sure that the calendar is the caller's, or is doing so.

    A job that has expired is none, whether or not it is still kept.
    """

    def add(self, job: ImportJob) -> None:
        """Keep a new job."""

    def get(self, calendar_id: CalendarId, job_id: ImportJobId) -> ImportJob:
        """Return that job of that calendar; raise ImportJobNotFound if it has none of that id."""

    def page(self, calendar_id: CalendarId, after: ImportJobId | None, size: int) -> Sequence[ImportJob]:
        """Return a calendar's jobs in the order of their ids, at most `size`, from behind `after`."""

    def replace(self, job: ImportJob, results: Sequence[ImportResult] = ()) -> None:
        """Keep the next version of a job, and the results that it is further by, in one step.

        Raise Conflict unless the version before it is the one kept.
        """

    def store(self, job: ImportJob, fingerprint: str, content: bytes) -> None:
        """Keep the content of a part, which counts only once the job has its fingerprint."""

    def content(self, job: ImportJob) -> bytes:
        """Return the whole file, all parts one behind the other; raise ImportJobNotFound if they have gone."""

    def forget_content(self, job: ImportJob, fingerprint: str | None = None) -> None:
        """Remove the content of all parts of a job, or of one that was replaced."""

    def results(self, job: ImportJob, first: int) -> Iterator[ImportResult]:
        """Return the results of a job, from that one on, counted from 0, in the order of the file."""

    def remove(self, job: ImportJob) -> None:
        """Remove a job and all that it has. Raise Conflict if this version of it is not the one kept."""

    def purge(self, calendar_id: CalendarId) -> int:
        """Remove all jobs of a calendar and what they have; return how many items went.

        It may be stopped at any point and run again, any number of times.
        """
