"""Imports whose process is killed in the midst of it, and then goes on."""

import signal
import subprocess
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.support.api import Api
from tests.support.server import DAYBOOK, Server, items_of, wait_until

COUNT = 700


def a_file() -> bytes:
    """Events of which every tenth is a series with an occurrence that was moved."""
    lines = ["BEGIN:VCALENDAR"]
    for number in range(COUNT):
        start = f"DTSTART:2026{1 + number % 12:02}{1 + number % 28:02}T070000Z"
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", start, f"SUMMARY:{number}"]
        if number % 10 == 0:
            lines += ["RRULE:FREQ=DAILY;COUNT=3", "END:VEVENT", "BEGIN:VEVENT", f"UID:{number}@example.org"]
            lines += [f"RECURRENCE-ID:{start[8:]}", start.replace("T07", "T09"), f"SUMMARY:{number} moved"]
        lines += ["END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def everything_is_there_once(api: Api, calendar: str, server: Server) -> None:
    titles = [event["title"] for page in api.pages(f"{calendar}/events", YEAR) for event in page]
    series = [str(number) for number in range(0, COUNT, 10)]
    assert sorted(titles) == sorted([*map(str, range(COUNT)), *series, *(f"{number} moved" for number in series)])
    uids = [item for item in items_of(server.engine_url) if item["type"] == "uid"]
    assert len(uids) == COUNT


YEAR: dict[str, Any] = {"from": "2026-01-01", "to": "2027-01-01", "page_size": 1000}


def test_an_import_in_the_background_goes_on_after_kills(server: Server) -> None:
    server.start()
    key = server.printed_key()
    api = server.api()
    calendar = api.new_calendar()
    job = api.post(f"{calendar}/import-jobs", {}).headers["Location"]
    api("PUT", f"{job}/parts/1", content=a_file(), headers={"Content-Type": "application/octet-stream"})
    seen = [0]

    def further() -> bool:
        seen.append(server.api(key).get(job).json()["data"]["done"])
        return seen[-1] > seen[-2]

    for _ in range(2):
        wait_until(further)
        assert seen[-1] < COUNT, "it was too fast to be killed"
        server.end(signal.SIGKILL)
        server.start()
    wait_until(lambda: api.get(job).json()["data"]["status"] == "done", seconds=60)
    kept = api.get(job).json()["data"]
    assert (kept["total"], kept["done"], kept["failed"]) == (COUNT, COUNT, 0)
    assert kept["created"] + kept["unchanged"] == COUNT
    assert kept["unchanged"] <= 200, "more than a batch for each kill was taken in once more"
    assert all(before <= after for before, after in pairwise(seen))
    results = [one["uid"] for page in api.pages(f"{job}/results", {"page_size": 1000}) for one in page]
    assert results == [f"{number}@example.org" for number in range(COUNT)]
    everything_is_there_once(api, calendar, server)


def test_an_import_at_the_command_line_is_made_up_for_by_the_next_one(server: Server, tmp_path: Path) -> None:
    server.start()
    api = server.api()
    calendar = api.new_calendar()
    (tmp_path / "work.ics").write_bytes(a_file())
    command = [DAYBOOK, "import", str(tmp_path / "work.ics"), "--calendar", "Work", "--data", str(server.data)]
    killed = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    wait_until(lambda: any(api.pages(f"{calendar}/events", YEAR).__next__()))
    killed.kill()
    killed.wait()
    before = {event["id"] for page in api.pages(f"{calendar}/events", YEAR) for event in page}
    subprocess.run(command, check=True, capture_output=True)
    everything_is_there_once(api, calendar, server)
    after = {event["id"] for page in api.pages(f"{calendar}/events", YEAR) for event in page}
    assert before < after
