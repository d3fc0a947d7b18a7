"""Imports in the background, over HTTP and through the stream."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from adapters.dynamodb.import_jobs import DynamoImportJobs
from adapters.http import limits
from functions import run_import_jobs
from tests.conftest import MakeApi
from tests.functions.test_purge import left_of
from tests.support.api import Api, problem

HEAD, END = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n", "END:VCALENDAR\r\n"


def file_of(count: int) -> bytes:
    """A file of events whose titles are of two bytes a letter; the last one is broken."""
    starts = [f"DTSTART:202603{1 + at % 28:02}T070000Z\r\n" for at in range(count - 1)] + [""]
    events = (f"BEGIN:VEVENT\r\nUID:{at}@x\r\n{one}SUMMARY:Überüüüü\r\nEND:VEVENT\r\n" for at, one in enumerate(starts))
    return (HEAD + "".join(events) + END).encode()


@pytest.fixture
def calendar(api: Api) -> str:
    return api.new_calendar()


def created(api: Api, calendar: str, **draft: Any) -> str:
    answer = api.post(f"{calendar}/import-jobs", draft)
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


def send(api: Api, job: str, part: object, content: bytes, **headers: str) -> httpx.Response:
    headers = {"Content-Type": "application/octet-stream"} | headers
    return api("PUT", f"{job}/parts/{part}", content=content, headers=headers)


def test_a_part_is_not_replaced_by_who_says_that_it_is_new(api: Api, calendar: str) -> None:
    job, new = created(api, calendar, parts=2), {"If-None-Match": "*"}
    assert send(api, job, 1, b"one", **new).status_code == 204
    assert send(api, job, 1, b"one", **new).status_code == 204, "a repeated request changes nothing"
    before = api.get(job).json()
    assert problem(send(api, job, 1, b"other", **new)) == (412, "part_exists", None)
    assert api.get(job).json() == before
    assert send(api, job, 1, b"other").status_code == 204


def test_a_file_in_parts_is_imported_in_the_background(api: Api, calendar: str, import_all: Callable[[], None]) -> None:
    whole = file_of(250)
    cut = whole.index("ü".encode()) + 1
    job = created(api, calendar, parts=2)
    assert send(api, job, 2, whole[cut:]).status_code == 204
    kept = api.get(job).json()["data"]
    assert (kept["type"], kept["status"], kept["missing_parts"]) == ("import_job", "uploading", [1])
    answer = send(api, job, 1, whole[:cut], Prefer="return=representation")
    assert answer.json()["data"]["status"] == "waiting"
    import_all()
    done = api.get(job)
    kept = done.json()["data"]
    assert (kept["status"], kept["total"], kept["done"], kept["created"], kept["failed"]) == ("done", 250, 250, 249, 1)
    assert api.get(job, headers={"If-None-Match": done.headers["ETag"]}).status_code == 304
    assert set(api.titles(calendar, start="2026-03-01", to="2026-04-01")) == {"Überüüüü"}
    results = [one for page in api.pages(f"{job}/results", {"page_size": 70}) for one in page]
    assert [one["uid"] for one in results] == [f"{number}@x" for number in range(250)]
    ((failed,),) = api.pages(f"{job}/results", {"outcome": "failed"})
    assert (failed["uid"], failed["event_id"]) == ("249@x", None)
    assert "DTSTART" in failed["reason"]
    assert [one["id"] for one in api.get(f"{calendar}/import-jobs").json()["data"]] == [kept["id"]]


def test_a_file_that_is_none_fails_with_the_reason(api: Api, calendar: str, import_all: Callable[[], None]) -> None:
    job = created(api, calendar)
    send(api, job, 1, b"\xff\x00" * 9)
    import_all()
    kept = api.get(job).json()["data"]
    assert (kept["status"], kept["done"]) == ("failed", 0)
    assert "BEGIN:VCALENDAR" in kept["reason"]


def test_a_dry_run_only_says_what_would_be(api: Api, calendar: str, import_all: Callable[[], None]) -> None:
    job = created(api, calendar, dry_run=True)
    send(api, job, 1, file_of(3))
    import_all()
    kept = api.get(job).json()["data"]
    assert (kept["dry_run"], kept["created"], kept["failed"]) == (True, 2, 1)
    assert api.titles(calendar, start="2026-03-01") == []


def test_the_last_part_can_be_sent_again_and_no_other_one(api: Api, calendar: str) -> None:
    job = created(api, calendar)
    for _ in range(2):
        assert send(api, job, 1, file_of(3)).status_code == 204
    assert problem(send(api, job, 1, file_of(4))) == (409, "import_started", None)


@pytest.mark.parametrize("part", ["0", "3", "-1", "one", "1.5"])
def test_a_part_has_a_number_of_the_job(api: Api, calendar: str, part: str) -> None:
    job = created(api, calendar, parts=2)
    assert problem(send(api, job, part, b"content")) == (400, "invalid_field", "part")


@pytest.mark.parametrize("draft", [{"parts": 0}, {"parts": 11}, {"parts": "2"}, {"parts": None}, {"dry_run": "yes"}])
def test_a_job_that_makes_no_sense_is_refused(api: Api, calendar: str, draft: dict[str, Any]) -> None:
    assert problem(api.post(f"{calendar}/import-jobs", draft)) == (400, "invalid_field", *draft)


def test_a_part_comes_byte_for_byte_and_is_not_too_large(api: Api, calendar: str) -> None:
    job = created(api, calendar)
    for kind in ("text/calendar", "application/x-www-form-urlencoded"):
        answer = send(api, job, 1, b"BEGIN", **{"Content-Type": kind})
        assert problem(answer) == (415, "unsupported_media_type", "Content-Type")
    assert problem(send(api, job, 1, b"")) == (400, "missing_body", "body")
    assert problem(send(api, job, 1, bytes(limits.BINARY_BYTES + 1))) == (413, "too_large", "body")
    assert send(api, job, 1, bytes(limits.BINARY_BYTES)).status_code == 204


def test_cursors_belong_to_their_query(api: Api, calendar: str, import_all: Callable[[], None]) -> None:
    job, other = created(api, calendar), created(api, calendar)
    send(api, job, 1, file_of(5))
    import_all()
    cursor = api.get(f"{job}/results", params={"page_size": 2}).json()["meta"]["page"]["next"]
    assert api.get(f"{job}/results", params={"page_size": 3, "cursor": cursor}).json()["data"][0]["uid"] == "2@x"
    for path, more in ((other, {}), (job, {"outcome": "failed"})):
        assert problem(api.get(f"{path}/results", params={"cursor": cursor, **more}))[:2] == (400, "invalid_cursor")
    assert problem(api.get(f"{job}/results", params={"outcome": "lost"})) == (400, "invalid_field", "outcome")


def test_a_job_that_is_deleted_is_gone_with_all_it_had(api: Api, calendar: str, wired: str) -> None:
    before = left_of(wired, calendar.rpartition("/")[2])
    job = created(api, calendar)
    send(api, job, 1, file_of(3))
    etag = api.get(job).headers["ETag"]
    assert problem(api.delete(job, headers={"If-Match": '"1"'}))[:2] == (412, "version_mismatch")
    assert api.delete(job, headers={"If-Match": etag}).status_code == 204
    assert left_of(wired, calendar.rpartition("/")[2]) == before
    for answer in (api.get(job), api.delete(job), api.get(f"{job}/results"), send(api, job, 1, b"content")):
        assert problem(answer)[:2] == (404, "import_job_not_found")


def test_jobs_go_with_their_calendar(api: Api, calendar: str, wired: str, purge_all: Callable[[], None]) -> None:
    send(api, created(api, calendar), 1, file_of(3))
    api.delete(calendar)
    purge_all()
    assert left_of(wired, calendar.rpartition("/")[2]) == 0


def test_an_absent_job_is_told_to_the_owner_and_nothing_to_a_stranger(
    api: Api, calendar: str, new_api: MakeApi
) -> None:
    job, absent, stranger = created(api, calendar), f"{calendar}/import-jobs/{uuid4()}", new_api()
    assert problem(api.get(absent))[:2] == (404, "import_job_not_found")
    for path in (job, absent):
        assert problem(stranger.get(path))[:2] == (404, "calendar_not_found")
        assert problem(send(stranger, path, 1, b"", **{"Content-Type": "text/plain"}))[:2] == (
            404,
            "calendar_not_found",
        )


def test_the_worker_names_a_record_that_failed(
    api: Api, calendar: str, monkeypatch: pytest.MonkeyPatch, import_all: Callable[[], None]
) -> None:
    job = created(api, calendar)
    send(api, job, 1, file_of(3))
    facts = {"type": "import_job", "status": "waiting", "calendar_id": calendar[-36:], "id": job[-36:]}
    waiting = {"NewImage": {name: {"S": value} for name, value in facts.items()}}
    changes = [{"NewImage": {"type": {"S": "event"}}}, waiting, {"OldImage": {"type": {"S": "import_job"}}}]
    records = [{"dynamodb": {**one, "SequenceNumber": str(number)}} for number, one in enumerate(changes)]

    def crash(*_: object) -> None:
        raise MemoryError("the worker was killed")

    with monkeypatch.context() as patch:
        patch.setattr(DynamoImportJobs, "content", crash)
        answer = run_import_jobs.handler({"Records": records}, None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "1"}]}
    assert api.get(job).json()["data"]["status"] == "running"
    import_all()
    assert api.get(job).json()["data"]["status"] == "done"
