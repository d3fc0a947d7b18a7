"""Imports in the background: uploading a file, and a worker that may die at any moment."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from adapters.ical.reading import contents
from adapters.memory.calendars import MemoryCalendars
from adapters.memory.claims import MemoryClaims
from adapters.memory.events import MemoryEvents
from adapters.memory.import_jobs import MemoryImportJobs
from adapters.memory.locks import Locks
from adapters.memory.owners import MemoryOwners
from domain.caller import Reach
from domain.errors import CalendarNotFound, ImportJobNotFound, ImportStarted, InvalidField, VersionMismatch
from domain.import_job import (
    GIVEN_UP,
    INCOMPLETE,
    MOST_ATTEMPTS,
    MOST_OPEN,
    STANDS_STILL_AFTER,
    SUSPENDED,
    ImportJob,
    JobStatus,
)
from domain.import_ports import Contents
from domain.incoming import Outcome
from domain.keyring import Keyring
from domain.owner import OwnerStatus
from domain.owner_errors import TooMany
from domain.use_cases.import_events import ImportEvents
from domain.use_cases.import_jobs import (
    CreateImportJob,
    DeleteImportJob,
    GetImportJob,
    ListImportJobs,
    ListImportResults,
    ReachedJobs,
    UploadPart,
)
from domain.use_cases.run_import_job import RunImportJob
from tests.builders import NOON, a_calendar, a_clock, an_owner, an_owner_named

HEAD, END = "BEGIN:VCALENDAR\r\n", "END:VCALENDAR\r\n"


def file_of(count: int, *, broken: int | None = None) -> bytes:
    """A file with that many events, of which one may be broken."""
    starts = ("" if at == broken else "DTSTART:20260329T070000Z\r\n" for at in range(count))
    events = (f"BEGIN:VEVENT\r\nUID:{at}\r\n{start}END:VEVENT\r\n" for at, start in enumerate(starts))
    return (HEAD + "".join(events) + END).encode()


class Killed(BaseException):
    """What ends a worker like a kill does: nothing catches it."""


@dataclass(slots=True)
class MortalJobs(MemoryImportJobs):
    """Jobs whose user dies before or after the n-th write, if `lives` says so."""

    lives: int | None = None

    def replace(self, job: ImportJob, results: Any = ()) -> None:
        self._live()
        MemoryImportJobs.replace(self, job, results)
        self._live()

    def forget_content(self, job: ImportJob, fingerprint: str | None = None) -> None:
        self._live()
        MemoryImportJobs.forget_content(self, job, fingerprint)

    def _live(self) -> None:
        if self.lives is not None:
            self.lives -= 1
            if self.lives < 0:
                self.lives = None
                raise Killed


@dataclass
class House:
    """A calendar, and all that can be done with the jobs of it."""

    calendars: MemoryCalendars = field(default_factory=MemoryCalendars)
    events: MemoryEvents = field(default_factory=MemoryEvents)
    owners: MemoryOwners = field(default_factory=lambda: MemoryOwners(Locks(a_clock), MemoryClaims()))
    jobs: MortalJobs = field(default_factory=lambda: MortalJobs(a_clock))
    reader: Any = contents

    def __post_init__(self) -> None:
        self.calendar = a_calendar()
        self.calendars.add(self.calendar)
        self.reach = Reach(self.calendar.owner_id)
        self.reached = ReachedJobs(self.jobs, self.calendars)
        self.upload_part = UploadPart(self.reached, a_clock)
        self.import_events = ImportEvents(self.calendars, self.events, a_clock, secrets.token_bytes)

    def create(self, parts: int = 1, *, dry_run: bool = False) -> ImportJob:
        create = CreateImportJob(self.reached, a_clock, secrets.token_bytes)
        return create(self.reach, self.calendar.id, parts, dry_run=dry_run)

    def upload(self, job: ImportJob, number: int, content: bytes) -> ImportJob:
        return self.upload_part(self.reach, self.calendar.id, job.id, number, content)

    def given(self, content: bytes, *, dry_run: bool = False) -> ImportJob:
        """A job with its file."""
        return self.upload(self.create(dry_run=dry_run), 1, content)

    def run(self, job: ImportJob, has_time: Any = lambda: True) -> None:
        RunImportJob(self.jobs, self.owners, self.import_events, self.reader, a_clock)(
            job.calendar_id, job.id, has_time
        )

    def now(self, job: ImportJob) -> ImportJob:
        return GetImportJob(self.reached)(self.reach, self.calendar.id, job.id)

    def results(self, job: ImportJob, first: int = 0, size: int = 1000, outcome: Outcome | None = None) -> Any:
        return ListImportResults(self.reached)(self.reach, self.calendar.id, job.id, first, size, outcome)

    def uids(self, job: ImportJob) -> list[str]:
        return [one.uid for _, one in self.results(job)[0]]

    def titles(self) -> list[str]:
        return sorted(event.uid.text for event in self.events.kept.values())


@pytest.fixture
def house() -> House:
    return House()


def names(count: int) -> list[str]:
    return [str(number) for number in range(count)]


def test_a_file_is_taken_in_and_told_of_and_forgotten(house: House) -> None:
    job = house.given(file_of(230, broken=120))
    assert (job.status, job.total, job.done) == (JobStatus.WAITING, None, 0)
    house.run(job)
    job = house.now(job)
    assert (job.status, job.total, job.done, job.reason) == (JobStatus.DONE, 230, 230, None)
    assert job.counts == {Outcome.CREATED: 229, Outcome.FAILED: 1}
    assert house.uids(job) == names(230)
    assert house.titles() == sorted(set(names(230)) - {"120"})
    assert house.jobs.stored == {}
    before = house.now(job)
    house.run(job)
    assert house.now(job) == before


def test_results_come_in_pages_all_or_of_one_outcome(house: House) -> None:
    job = house.given(file_of(230, broken=120))
    house.run(job)
    page, more = house.results(job, 0, 100)
    assert ([number for number, _ in page], more) == (list(range(100)), True)
    page, more = house.results(job, 200, 100)
    assert ([number for number, _ in page], more) == (list(range(200, 230)), False)
    ((number, one),), more = house.results(job, 0, 1, Outcome.FAILED)
    assert (number, one.uid, more) == (120, "120", False)
    assert house.results(job, 121, 1, Outcome.FAILED) == ([], False)
    assert house.results(job, 119, 1, Outcome.CREATED)[1]


@pytest.mark.parametrize("lives", range(12))
def test_a_worker_that_is_killed_anywhere_is_made_up_for_by_the_next_one(house: House, lives: int) -> None:
    job = house.given(file_of(230))
    house.jobs.lives = lives
    try:
        house.run(job)
    except Killed:
        house.run(job)
    job = house.now(job)
    assert (job.status, job.total, job.done) == (JobStatus.DONE, 230, 230)
    assert house.uids(job) == names(230)
    assert house.titles() == sorted(names(230))
    assert sum(count for outcome, count in job.counts.items() if outcome in (Outcome.CREATED, Outcome.UNCHANGED)) == 230


def test_a_run_without_time_leaves_the_rest_to_other_turns(house: House) -> None:
    job = house.given(file_of(230))
    for done, status in ((100, JobStatus.WAITING), (200, JobStatus.WAITING), (230, JobStatus.DONE)):
        house.run(job, has_time=lambda: False)
        assert (house.now(job).done, house.now(job).status) == (done, status)
    assert house.uids(job) == names(230)


def test_of_two_runs_the_first_stops_and_nothing_is_counted_twice(house: House) -> None:
    job = house.given(file_of(230))

    def overtaken(content: bytes) -> Contents:
        total, objects = contents(content)

        def each() -> Iterator[Any]:
            for number, one in enumerate(objects):
                if number == 150:
                    house.reader = contents
                    house.run(job)
                yield one

        return Contents(total, each())

    house.reader = overtaken
    house.run(job)
    assert (house.now(job).done, house.now(job).status) == (230, JobStatus.DONE)
    assert house.uids(job) == names(230)
    assert house.titles() == sorted(names(230))


def test_a_job_that_never_gets_on_is_given_up(house: House) -> None:
    job = house.given(file_of(3))

    def crash(_content: bytes) -> Contents:
        raise ZeroDivisionError

    house.reader = crash
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            house.run(job)
        assert house.now(job).status is JobStatus.RUNNING
    house.run(job)
    assert (house.now(job).status, house.now(job).reason) == (JobStatus.FAILED, GIVEN_UP)
    assert house.jobs.stored == {}


def test_attempts_count_anew_once_it_got_on(house: House) -> None:
    job = house.given(file_of(230))
    for _ in range(MOST_ATTEMPTS - 1):
        house.jobs.lives = 2
        with pytest.raises(Killed):
            house.run(job)
    assert (house.now(job).attempts, house.now(job).done) == (MOST_ATTEMPTS - 1, 0)
    house.jobs.lives = 4
    with pytest.raises(Killed):
        house.run(job)
    assert (house.now(job).attempts, house.now(job).done) == (0, 100)


def test_what_is_no_calendar_fails_as_a_whole_with_the_reason(house: House) -> None:
    job = house.given(b"Dear sir or madam")
    house.run(job)
    job = house.now(job)
    assert (job.status, job.reason) == (
        JobStatus.FAILED,
        "This is no iCalendar: there is no BEGIN:VCALENDAR in it.",
    )


def test_a_dry_run_changes_nothing(house: House) -> None:
    job = house.given(file_of(3), dry_run=True)
    house.run(job)
    assert house.now(job).counts == {Outcome.CREATED: 3}
    assert house.titles() == []


def test_what_there_is_no_time_for_fails_and_is_made_up_for(house: House) -> None:
    """Where nobody goes on later: time is asked for once for each that is read, and once for each that is planned."""
    for left, created in ((50, 0), (130, 30), (460, 230)):
        house.events.kept.clear()
        ticks = iter([True] * left)
        objects, has_time = contents(file_of(230)).objects, lambda ticks=ticks: next(ticks, False)
        results = list(house.import_events(house.reach, house.calendar.id, objects, has_time=has_time))
        assert [one.uid for one in results] == names(230)
        assert [one.outcome for one in results] == [Outcome.CREATED] * created + [Outcome.FAILED] * (230 - created)
        assert all("Send the file again" in (one.reason or "") for one in results[created:])
        assert house.titles() == sorted(names(created))
    results = list(house.import_events(house.reach, house.calendar.id, contents(file_of(230)).objects))
    assert {one.outcome for one in results} == {Outcome.UNCHANGED}


def test_an_empty_calendar_is_done_at_once(house: House) -> None:
    job = house.given(file_of(0))
    house.run(job)
    assert (house.now(job).status, house.now(job).total) == (JobStatus.DONE, 0)


def test_a_job_that_is_deleted_stops_and_what_it_imported_stays(house: House) -> None:
    job = house.given(file_of(230))

    def deleted(content: bytes) -> Contents:
        total, objects = contents(content)

        def each() -> Iterator[Any]:
            for number, one in enumerate(objects):
                if number == 150:
                    DeleteImportJob(house.reached)(house.reach, house.calendar.id, job.id)
                yield one

        return Contents(total, each())

    house.reader = deleted
    house.run(job)
    with pytest.raises(ImportJobNotFound):
        house.now(job)
    assert len(house.titles()) == 200
    assert house.jobs.stored == house.jobs.told == {}


def test_nothing_is_imported_into_a_calendar_that_was_deleted(house: House) -> None:
    job = house.given(file_of(3))
    house.calendars.remove(house.calendar)
    house.run(job)
    assert house.titles() == []
    assert house.jobs.get(job.calendar_id, job.id).done == 0


def test_parts_come_in_any_order_and_again_until_all_are_there(house: House) -> None:
    whole = file_of(20)
    job = house.create(parts=3)
    assert job.missing == [1, 2, 3]
    assert house.upload(job, 3, whole[400:]).missing == [1, 2]
    assert house.upload(job, 1, b"something else").missing == [2]
    assert house.upload(job, 1, whole[:17]).missing == [2]
    started = house.upload(job, 2, whole[17:400])
    assert (started.missing, started.status) == ([], JobStatus.WAITING)
    assert house.upload(job, 2, whole[17:400]) == started
    with pytest.raises(ImportStarted):
        house.upload(job, 2, whole[17:401])
    house.run(job)
    assert house.uids(job) == names(20)
    assert house.upload(job, 2, whole[17:400]).status is JobStatus.DONE


@pytest.mark.parametrize("number", [-1, 0, 3])
def test_a_job_has_the_parts_it_was_made_with(house: House, number: int) -> None:
    job = house.create(parts=2)
    with pytest.raises(InvalidField, match="parts 1 to 2"):
        house.upload(job, number, b"content")


@pytest.mark.parametrize("parts", [0, 11])
def test_a_file_comes_in_a_few_parts(house: House, parts: int) -> None:
    with pytest.raises(InvalidField):
        house.create(parts)


def test_only_so_many_jobs_are_open_at_a_time(house: House) -> None:
    jobs = [house.create() for _ in range(MOST_OPEN)]
    with pytest.raises(TooMany):
        house.create()
    house.run(house.upload(jobs[0], 1, file_of(1)))
    house.create()
    DeleteImportJob(house.reached)(house.reach, house.calendar.id, jobs[1].id)
    house.create()


def test_jobs_are_listed_oldest_first(house: House) -> None:
    jobs = sorted((house.create() for _ in range(3)), key=lambda job: job.id)
    listed = ListImportJobs(house.reached)
    assert listed(house.reach, house.calendar.id, None, 2) == (jobs[:2], True)
    assert listed(house.reach, house.calendar.id, jobs[1].id, 2) == (jobs[2:], False)


def test_nobody_else_learns_of_a_job(house: House) -> None:
    job, stranger = house.given(file_of(1)), Reach(an_owner())
    limited = Reach(house.reach.owner_id, frozenset())
    for reach in (stranger, limited):
        for call in (
            lambda reach: GetImportJob(house.reached)(reach, job.calendar_id, job.id),
            lambda reach: ListImportJobs(house.reached)(reach, job.calendar_id, None, 9),
            lambda reach: ListImportResults(house.reached)(reach, job.calendar_id, job.id, 0, 9),
            lambda reach: DeleteImportJob(house.reached)(reach, job.calendar_id, job.id),
            lambda reach: house.upload_part(reach, job.calendar_id, job.id, 1, b"content"),
            lambda reach: CreateImportJob(house.reached, a_clock, bytes)(reach, job.calendar_id, 1, dry_run=False),
        ):
            with pytest.raises(CalendarNotFound):
                call(reach)


def test_a_job_is_deleted_only_in_a_version_that_was_named(house: House) -> None:
    job = house.given(file_of(1))
    with pytest.raises(VersionMismatch):
        DeleteImportJob(house.reached)(house.reach, house.calendar.id, job.id, [job.version - 1])
    DeleteImportJob(house.reached)(house.reach, house.calendar.id, job.id, [job.version])


def test_a_part_that_is_replaced_is_forgotten_unless_another_one_is_alike(house: House) -> None:
    job = house.create(parts=3)
    for number, content in ((1, b"one"), (2, b"one"), (1, b"two"), (2, b"three"), (2, b"two")):
        house.upload(job, number, content)
    assert list(house.jobs.stored[job.id].values()) == [b"two"]


def test_a_job_that_stands_still_is_woken_by_a_part_that_comes_again(house: House) -> None:
    content = file_of(3)
    for fallen in (lambda job: job, lambda job: job.begun(a_clock())):
        job = fallen(house.given(content))
        house.jobs.kept[job.id] = job
        assert house.upload(job, 1, content) == job
        house.jobs.kept[job.id] = job = replace(job, updated_at=NOON - STANDS_STILL_AFTER)
        woken = house.upload(job, 1, content)
        assert (woken.status, woken.version) == (JobStatus.WAITING, job.version + 1)
    house.run(job)
    done = replace(house.now(job), updated_at=NOON - STANDS_STILL_AFTER)
    house.jobs.kept[job.id] = done
    assert house.upload(job, 1, content) == done


def test_a_job_whose_file_has_gone_fails(house: House) -> None:
    job = house.given(file_of(3))
    house.jobs.stored.clear()
    house.run(job)
    assert (house.now(job).status, house.now(job).reason) == (JobStatus.FAILED, INCOMPLETE)


def test_a_job_of_someone_who_was_suspended_goes_no_further(house: House) -> None:
    owner = replace(an_owner_named(), id=house.calendar.owner_id, status=OwnerStatus.SUSPENDED)
    job = house.given(file_of(230))
    house.run(job, has_time=lambda: False)
    house.owners.save(Keyring(owner, (), ()))
    house.run(job)
    assert (house.now(job).status, house.now(job).reason, house.now(job).done) == (JobStatus.FAILED, SUSPENDED, 100)


@pytest.mark.parametrize("when", ["00010101T000000Z", "15000101T000000", "99991231T235959Z"])
def test_an_occurrence_beyond_the_calendar_fails_with_its_event_alone(house: House, when: str) -> None:
    event = "BEGIN:VEVENT\r\nUID:bad\r\nDTSTART:20260329T070000Z\r\n"
    strange = f"{event}RRULE:FREQ=DAILY\r\nEND:VEVENT\r\n{event}RECURRENCE-ID:{when}\r\nEND:VEVENT\r\n"
    for _ in range(2):
        objects = contents(file_of(2).replace(END.encode(), (strange + END).encode())).objects
        results = list(house.import_events(house.reach, house.calendar.id, objects))
        assert [one.outcome for one in results][2] is Outcome.FAILED
        assert "RECURRENCE-ID must lie between" in str(results[2].reason)
    assert house.titles() == ["0", "1"]
