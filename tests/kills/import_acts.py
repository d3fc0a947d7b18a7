"""Files that are taken in: small ones at once, larger ones in parts and in the background."""

from typing import Any

from tests.kills.client import Client
from tests.kills.knowledge import Facts, KnownCalendar
from tests.support.server import wait_until

_SMALL, _LARGE, _FULL = 6, 130, 300
_PATIENCE = 120.0


def take_in(client: Client) -> None:
    calendar, events = client.a_calendar(), _some_events(client, _SMALL)
    headers = {"Content-Type": "text/calendar", "Idempotency-Key": client.chance.title()}
    answer = client.ask("POST", f"{calendar.path}/import", "import", content=_a_file(events), headers=headers)
    _note(calendar, events, answer.require(200).data["results"])


def take_in_later(client: Client) -> None:
    """A file of more events than the worker takes in at a time, cut in two anywhere."""
    calendar, events = client.a_calendar(), _some_events(client, _LARGE)
    if len(calendar.rows) > _FULL:
        return
    whole = _a_file(events)
    cut = client.chance.randrange(1, len(whole))
    job = client.create(f"{calendar.path}/import-jobs", {"parts": 2}).response.headers["Location"]
    for number, part in ((2, whole[cut:]), (1, whole[:cut])):
        headers = {"Content-Type": "application/octet-stream"}
        client.ask("PUT", f"{job}/parts/{number}", "upload", content=part, headers=headers).require(204)
    wait_until(lambda: _ended(client, job), _PATIENCE)
    results = client.ask("GET", f"{job}/results", "read", params={"page_size": 1000}).require(200).data
    _note(calendar, events, results)


def _ended(client: Client, job: str) -> bool:
    status = client.ask("GET", job, "poll").require(200).data["status"]
    assert status != "failed"
    return bool(status == "done")


def _note(calendar: KnownCalendar, events: dict[str, Facts], results: list[dict[str, Any]]) -> None:
    """Each event was made, or is there from a try that was cut short."""
    assert [one["uid"] for one in results] == list(events)
    assert {one["outcome"] for one in results} <= {"created", "unchanged"}, results
    calendar.rows.update({one["event_id"]: events[one["uid"]] for one in results})


def _some_events(client: Client, count: int) -> dict[str, Facts]:
    """Events by their UIDs."""
    return {f"{one['title']}@example.org": one for one in (client.chance.timed() for _ in range(count))}


def _a_file(events: dict[str, Facts]) -> bytes:
    lines = ["BEGIN:VCALENDAR"]
    for uid, facts in events.items():
        lines += ["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{facts['title']}"]
        lines += [f"DTSTART:{_packed(facts['starts_at'])}", f"DTEND:{_packed(facts['ends_at'])}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _packed(moment: str) -> str:
    return moment.replace("-", "").replace(":", "")
