"""The contract of `domain.import_ports.ImportJobs`."""

import secrets
from dataclasses import replace

import pytest

from domain.errors import Conflict, ImportJobNotFound
from domain.ids import EventId
from domain.import_job import KEPT_FOR, ImportJob, JobStatus
from domain.import_ports import ImportJobs
from domain.incoming import ImportResult, Note, Outcome
from tests.builders import HOUR, NOON, a_calendar, a_clock, an_import_job, an_owner


def results(first: int, count: int) -> list[ImportResult]:
    return [
        ImportResult(f"{number}@example.org ü", number, Outcome.CREATED, EventId(an_owner()))
        for number in range(first, first + count)
    ]


def further(jobs: ImportJobs, job: ImportJob, found: list[ImportResult]) -> ImportJob:
    job = job.with_results(found, 1000, a_clock())
    jobs.replace(job, found)
    return job


def test_what_was_added_is_found_whole(import_jobs: ImportJobs) -> None:
    counts = {Outcome.CREATED: 3, Outcome.FAILED: 1}
    for job in (
        an_import_job(parts=10),
        an_import_job(dry_run=True, status=JobStatus.FAILED, reason="It is none.", counts=counts, total=9, attempts=2),
    ):
        import_jobs.add(job)
        assert import_jobs.get(job.calendar_id, job.id) == job


def test_a_job_is_found_on_its_calendar_only(import_jobs: ImportJobs) -> None:
    job = an_import_job()
    import_jobs.add(job)
    for other in (an_import_job(), replace(job, id=an_import_job().id), replace(job, calendar_id=a_calendar().id)):
        with pytest.raises(ImportJobNotFound):
            import_jobs.get(other.calendar_id, other.id)


def test_an_expired_job_is_none(import_jobs: ImportJobs) -> None:
    calendar = a_calendar()
    old = an_import_job(calendar, created_at=NOON - KEPT_FOR)
    young = an_import_job(calendar, created_at=NOON - KEPT_FOR + HOUR)
    for job in (old, young):
        import_jobs.add(job)
    with pytest.raises(ImportJobNotFound):
        import_jobs.get(calendar.id, old.id)
    assert import_jobs.page(calendar.id, None, 1) == [young]


def test_pages_are_in_the_order_of_ids_and_of_one_calendar(import_jobs: ImportJobs) -> None:
    calendar = a_calendar()
    jobs = [an_import_job(calendar) for _ in range(5)]
    for job in [*reversed(jobs), an_import_job()]:
        import_jobs.add(job)
        import_jobs.store(job, "f" * 64, b"no job")
    assert import_jobs.page(calendar.id, None, 3) == jobs[:3]
    assert import_jobs.page(calendar.id, jobs[2].id, 3) == jobs[3:]
    assert import_jobs.page(calendar.id, jobs[4].id, 3) == []


def test_only_the_next_version_is_kept_with_its_results_or_without(import_jobs: ImportJobs) -> None:
    job = an_import_job(parts=2)
    import_jobs.add(job)
    filled = job.with_part(2, "f" * 64, a_clock())
    import_jobs.replace(filled)
    found = results(0, 1)
    for stale in (filled, job.with_results(found, 1, a_clock())):
        with pytest.raises(Conflict):
            import_jobs.replace(stale, found)
    with pytest.raises(Conflict):
        import_jobs.replace(an_import_job().paused(a_clock()))
    assert import_jobs.get(job.calendar_id, job.id) == filled
    assert list(import_jobs.results(job, 0)) == []


def test_a_file_comes_back_as_it_was_in_the_order_of_its_parts(import_jobs: ImportJobs) -> None:
    job = an_import_job(parts=3)
    import_jobs.add(job)
    parts = [secrets.token_bytes(1_000_000), b"\r\n", secrets.token_bytes(400_000)]
    for number in (3, 1, 2):
        fingerprint = f"{number}" * 64
        import_jobs.store(job, fingerprint, b"what came before")
        import_jobs.store(job, fingerprint, parts[number - 1])
        job = job.with_part(number, fingerprint, a_clock())
        import_jobs.replace(job)
    import_jobs.store(job, "9" * 64, b"what the job does not know")
    assert job.status is JobStatus.WAITING
    assert import_jobs.content(job) == b"".join(parts)


def test_results_are_read_from_any_of_them_on(import_jobs: ImportJobs) -> None:
    job = an_import_job()
    import_jobs.add(job)
    found = results(0, 250)
    found[7] = ImportResult("seven", 7, Outcome.FAILED, None, "Why.", (Note(8, "this"), Note(9, "that")))
    for start in (0, 100, 200):
        job = further(import_jobs, job, found[start : start + 100])
    assert job.done == 250
    for first in (0, 1, 99, 100, 101, 249, 250, 300):
        assert list(import_jobs.results(job, first)) == found[first:]
    other = an_import_job(a_calendar())
    import_jobs.add(other)
    assert list(import_jobs.results(other, 0)) == []


def test_the_largest_results_are_kept(import_jobs: ImportJobs) -> None:
    """A hundred with UIDs that cannot be compressed, and as many notes as there may be of the longest."""
    job = an_import_job()
    import_jobs.add(job)

    def noise(letters: int) -> str:
        return "".join(chr(0x10000 + secrets.randbelow(0x10000)) for _ in range(letters))

    notes = [tuple(Note(line, noise(60)) for line in range(6)) for _ in range(100)]
    found = [ImportResult(noise(250), 1, Outcome.FAILED, None, noise(60), more) for more in notes]
    further(import_jobs, job, found)
    assert list(import_jobs.results(job, 0)) == found


def test_one_part_is_forgotten(import_jobs: ImportJobs) -> None:
    job = an_import_job(parts=2)
    import_jobs.add(job)
    for fingerprint in ("1" * 64, "2" * 64):
        import_jobs.store(job, fingerprint, fingerprint.encode())
    import_jobs.forget_content(job, "1" * 64)
    assert import_jobs.content(job.with_part(1, "2" * 64, a_clock())) == b"2" * 64
    with pytest.raises(ImportJobNotFound):
        import_jobs.content(job.with_part(1, "1" * 64, a_clock()))


def test_the_content_is_forgotten_and_the_results_stay(import_jobs: ImportJobs) -> None:
    job = an_import_job()
    import_jobs.add(job)
    import_jobs.store(job, "f" * 64, b"content")
    job = further(import_jobs, job, found := results(0, 3))
    import_jobs.forget_content(job)
    import_jobs.forget_content(job)
    with pytest.raises(ImportJobNotFound):
        import_jobs.content(job.with_part(1, "f" * 64, a_clock()))
    assert list(import_jobs.results(job, 0)) == found


def test_a_job_is_removed_with_all_it_has(import_jobs: ImportJobs) -> None:
    calendar = a_calendar()
    job, other = an_import_job(calendar), an_import_job(calendar)
    for one in (job, other):
        import_jobs.add(one)
        import_jobs.store(one, "f" * 64, b"content")
    other = further(import_jobs, other, found := results(0, 3))
    job = further(import_jobs, job, found)
    with pytest.raises(Conflict):
        import_jobs.remove(job.paused(a_clock()))
    import_jobs.remove(job)
    with pytest.raises(Conflict):
        import_jobs.remove(job)
    assert import_jobs.page(calendar.id, None, 9) == [other]
    assert list(import_jobs.results(job, 0)) == []
    assert list(import_jobs.results(other, 0)) == found


def test_a_purge_takes_all_jobs_of_a_calendar_and_no_others(import_jobs: ImportJobs) -> None:
    calendar, other = a_calendar(), an_import_job()
    import_jobs.add(other)
    for _ in range(2):
        job = an_import_job(calendar)
        import_jobs.add(job)
        import_jobs.store(job, "f" * 64, b"content")
    assert import_jobs.purge(calendar.id) > 0
    assert import_jobs.purge(calendar.id) == 0
    assert import_jobs.page(calendar.id, None, 9) == []
    assert import_jobs.get(other.calendar_id, other.id) == other
