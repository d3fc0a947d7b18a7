"""Longer errands: calendars that are made, filled and deleted again, so that there is always something to purge."""

import time
from collections.abc import Callable
from typing import Any

from tests.soak.visitor import Visitor

_EVENTS = 12
_ENDED = {"done", "failed"}
_PATIENCE_SECONDS, _PAUSE_SECONDS = 30, 0.2


def plan_a_trip(who: Visitor) -> None:
    """A calendar with its first events in one step, several calls in one, and the same under a key twice."""
    first = {"operation": "calendars.create", "body": {"title": "Trip"}}
    inside = {"path": {"calendar_id": "$0.id"}}
    events = [
        {"operation": "events.create", **inside, "body": {"title": f"Leg {number}", **who.times()}}
        for number in range(5)
    ]
    headers = {"Idempotency-Key": f"trip-{who.chance.randrange(10**12)}"}
    batch = {"atomic": True, "operations": [first, *events]}
    made = who.call("batch, atomic", "POST", "/v1/batch", 200, json=batch, headers=headers).json()
    who.call("batch, repeated", "POST", "/v1/batch", 200, json=batch, headers=headers)
    calendar = made["data"][0]["body"]["data"]["id"]
    reads: list[dict[str, Any]] = [
        {"operation": "events.list", "path": {"calendar_id": calendar}, "query": {"from": "2026-03-01"}},
        {"operation": "me.get"},
        {"operation": "events.get", "path": {"calendar_id": calendar, "event_id": calendar}},
    ]
    who.call("batch", "POST", "/v1/batch", 200, json={"operations": reads})
    _delete(who, f"/v1/calendars/{calendar}")


def import_a_file(who: Visitor) -> None:
    calendar = _a_calendar(who)
    headers = {"Content-Type": "text/calendar"}
    for _ in range(2):
        who.call("import", "POST", f"{calendar}/import", 200, content=_file(who), headers=headers)
    _delete(who, calendar)


def import_in_the_background(who: Visitor) -> None:
    calendar, whole = _a_calendar(who), _file(who)
    job = f"{calendar}/import-jobs/{who.made('create import job', f'{calendar}/import-jobs', {'parts': 2})['id']}"
    for part, content in ((1, whole[:300]), (2, whole[300:])):
        headers = {"Content-Type": "application/octet-stream"}
        who.call("upload part", "PUT", f"{job}/parts/{part}", 204, content=content, headers=headers)
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (shown := who.call("get import job", "GET", job, 200).json()["data"])["status"] not in _ENDED:
        if time.monotonic() > deadline:
            break
        time.sleep(_PAUSE_SECONDS)
    if (shown["status"], shown["created"]) != ("done", _EVENTS):
        who.tally.failed(f"an import in the background came to {shown}")
    who.call("import results", "GET", f"{job}/results", 200)
    who.call("delete import job", "DELETE", job, 204)
    _delete(who, calendar)


def _a_calendar(who: Visitor) -> str:
    return f"/v1/calendars/{who.made('create calendar', '/v1/calendars', {'title': 'For a while'})['id']}"


def _delete(who: Visitor, calendar: str) -> None:
    who.call("delete calendar", "DELETE", calendar, 202)
    who.call("calendar gone", "GET", calendar, 404)


def _file(who: Visitor) -> bytes:
    """Some events, always under the same UIDs."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Example//EN"]
    for number in range(_EVENTS):
        start = who.day().strftime("%Y%m%dT%H%M%SZ")
        lines += ["BEGIN:VEVENT", f"UID:{number}@example.org", f"DTSTART:{start}", f"SUMMARY:{number}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


NOW_AND_THEN: tuple[Callable[[Visitor], None], ...] = (plan_a_trip, import_a_file, import_in_the_background)
