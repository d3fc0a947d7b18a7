"""A file that is taken in in the background, and how far that has come. It is kept for some days."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from domain.errors import InvalidField
from domain.ids import CalendarId, ImportJobId, OwnerId
from domain.incoming import ImportResult, Outcome
from domain.records import dataclass

AT_ONCE = 100
"""How many UIDs are looked up, written side by side, and kept as results of a job, together.

It must never shrink: results that were kept before would not all be found.
"""

MOST_PARTS, MOST_OPEN = 10, 10
"""In how many parts a file may come, and how many jobs of a calendar may be open."""

MOST_ATTEMPTS = 8
"""How often a job is begun without getting anywhere before it is given up."""

KEPT_FOR, STANDS_STILL_AFTER = timedelta(days=7), timedelta(minutes=20)

INCOMPLETE = "A part of the file is no longer there. Start it anew; what is there already stays."
SUSPENDED = "The account is suspended."
GIVEN_UP = "Something went wrong on our side, several times. Start it anew; what is there already stays."


class JobStatus(StrEnum):
    """Where a job is: its parts are coming; it waits for its turn; it is at work, once or again; it has ended."""

    UPLOADING = "uploading"
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ImportJob:
    """A job as it is kept. `version` counts its changes, from 1.

    `parts` has the fingerprint of each part of the file, None for those that have not come. `total` is how many
    results there will be, as soon as that is known, and `counts` how many there are, by outcome. `attempts` is how
    often it was begun since it last got on.
    """

    id: ImportJobId
    calendar_id: CalendarId
    owner_id: OwnerId
    dry_run: bool
    parts: tuple[str | None, ...]
    created_at: datetime
    updated_at: datetime
    status: JobStatus = JobStatus.UPLOADING
    total: int | None = None
    counts: Mapping[Outcome, int] = field(default_factory=dict)
    attempts: int = 0
    reason: str | None = None
    version: int = 1

    def __post_init__(self) -> None:
        if not 0 < len(self.parts) <= MOST_PARTS:
            raise InvalidField("parts", f"parts: a file comes in 1 to {MOST_PARTS} parts.")

    @property
    def expires_at(self) -> datetime:
        """When it is forgotten, with its results."""
        return self.created_at + KEPT_FOR

    @property
    def missing(self) -> list[int]:
        """The numbers, from 1, of the parts that have not come."""
        return [number for number, part in enumerate(self.parts, 1) if part is None]

    @property
    def done(self) -> int:
        """How many results there are."""
        return sum(self.counts.values())

    @property
    def has_ended(self) -> bool:
        return self.status in {JobStatus.DONE, JobStatus.FAILED}

    def stands_still(self, now: datetime) -> bool:
        """Whether nobody is at work on it any more who should be."""
        is_due = self.status in {JobStatus.WAITING, JobStatus.RUNNING}
        return is_due and self.updated_at < now - STANDS_STILL_AFTER

    def with_part(self, number: int, fingerprint: str, now: datetime) -> Self:
        """The next version, with a part of the file; with the last of them it waits for its turn."""
        parts = tuple(fingerprint if at == number else part for at, part in enumerate(self.parts, 1))
        status = JobStatus.UPLOADING if None in parts else JobStatus.WAITING
        return self._next(now, parts=parts, status=status)

    def begun(self, now: datetime) -> Self:
        """The next version, at work; or given up, if that was tried too often."""
        if self.attempts >= MOST_ATTEMPTS:
            return self.failed(GIVEN_UP, now)
        return self._next(now, status=JobStatus.RUNNING, attempts=self.attempts + 1)

    def with_results(self, results: Iterable[ImportResult], total: int, now: datetime) -> Self:
        """The next version, some results further."""
        counts = Counter(self.counts) + Counter(one.outcome for one in results)
        return self._next(now, counts=counts, total=total, attempts=0)

    def paused(self, now: datetime) -> Self:
        """The next version, waiting for another turn."""
        return self._next(now, status=JobStatus.WAITING)

    def finished(self, now: datetime) -> Self:
        """The next version, through the whole file."""
        return self._next(now, status=JobStatus.DONE, total=self.done)

    def failed(self, reason: str, now: datetime) -> Self:
        """The next version, which goes no further."""
        return self._next(now, status=JobStatus.FAILED, reason=reason)

    def _next(self, now: datetime, **facts: Any) -> Self:
        return replace(self, updated_at=now, version=self.version + 1, **facts)
