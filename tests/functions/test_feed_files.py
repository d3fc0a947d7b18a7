"""What a feed shows to the applications that fetch it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import icalendar
import pytest

from adapters.http import limits
from tests.conftest import MakeApi
from tests.support.api import Api

SOON = datetime.now(UTC).replace(microsecond=0) + timedelta(days=1)


@pytest.fixture
def api(new_api: MakeApi) -> Api:
    return new_api()


@pytest.fixture
def calendar(api: Api) -> str:
    return api.new_calendar()


def at(days: int = 0) -> dict[str, str]:
    start = SOON + timedelta(days=days)
    return {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}


def new_feed(api: Api, calendar: str, **wording: Any) -> str:
    """The path of a new feed."""
    return str(api.post(f"{calendar}/feeds", {"detail": "full", **wording}).json()["data"]["path"])


def fetch(api: Api, path: str, **headers: str) -> httpx.Response:
    return Api(api.client).get(path, headers=headers)


def events(answer: httpx.Response) -> list[Any]:
    assert answer.status_code == 200, answer.text
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(answer.text).walk("VEVENT")


def test_what_applications_add_to_an_address_is_overlooked(api: Api, calendar: str) -> None:
    path = new_feed(api, calendar)
    assert fetch(api, f"{path}?nocache=1&nocache=2").content == fetch(api, path).content


def test_a_feed_shows_as_much_as_its_detail_says(api: Api, calendar: str) -> None:
    api.new_event(calendar, title="Open", location="Room 1", **at())
    api.new_event(calendar, title="Secret", visibility="private", **at(1))
    api.new_event(calendar, title="Free", transparency="transparent", **at(2))
    api.new_event(calendar, title="Off", status="cancelled", visibility="private", **at(3))
    shown = {
        detail: [(str(one["SUMMARY"]), one.get("LOCATION")) for one in events(fetch(api, path))]
        for detail in ("busy", "title", "full")
        if (path := new_feed(api, calendar, detail=detail))
    }
    assert shown == {
        "busy": [("Busy", None), ("Busy", None)],
        "title": [("Open", None), ("Busy", None), ("Free", None)],
        "full": [("Open", "Room 1"), ("Secret", None), ("Free", None), ("Off", None)],
    }


def test_a_feed_shows_the_days_that_it_is_for(api: Api, calendar: str) -> None:
    for days in (-10, -3, 0, 5, 20):
        api.new_event(calendar, title=str(days), **at(days))
    some = new_feed(api, calendar, days_back=5, days_ahead=7)
    assert [str(one["SUMMARY"]) for one in events(fetch(api, some))] == ["-3", "0", "5"]
    everything = new_feed(api, calendar, days_back=None, days_ahead=None)
    assert len(events(fetch(api, everything))) == 5


def test_a_cancelled_override_stays_in_a_busy_feed_instead_of_its_occurrence(api: Api, calendar: str) -> None:
    series = api.new_event(calendar, **at(), recurrence=["RRULE:FREQ=DAILY;COUNT=3"])
    original = (SOON + timedelta(days=1)).strftime("%Y%m%dT%H%M%SZ")
    api.patch(f"{calendar}/events/{series['id']}_{original}", {"status": "cancelled"})
    whole, cancelled = events(fetch(api, new_feed(api, calendar, detail="busy")))
    assert (whole["UID"], cancelled["UID"], str(cancelled["STATUS"])) == (series["id"], series["id"], "CANCELLED")
    assert "RECURRENCE-ID" in cancelled


def test_a_reader_that_has_it_gets_no_body(api: Api, calendar: str) -> None:
    path = new_feed(api, calendar, label="Wall")
    api.new_event(calendar, **at())
    first = fetch(api, path)
    assert first.headers["Cache-Control"] == "private, max-age=300"
    assert first.headers["Content-Disposition"].startswith('attachment; filename="Wall.ics"')
    again = fetch(api, path, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    api.new_event(calendar, **at(1))
    assert fetch(api, path, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_of_several_calendars_merges_them(api: Api, calendar: str) -> None:
    other = api.new_calendar(title="Home")
    api.new_event(calendar, title="At work", **at())
    api.new_event(other, title="At home", **at(1))
    ids = [path.rpartition("/")[2] for path in (calendar, other)]
    made = api.post("/v1/feeds", {"detail": "full", "calendars": ids}).json()["data"]
    answer = fetch(api, made["path"])
    assert [str(one["SUMMARY"]) for one in events(answer)] == ["At work", "At home"]
    assert "NAME:Work\\, Home" in answer.text


def test_a_feed_that_is_too_large_says_so_instead_of_leaving_something_out(
    api: Api, calendar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = new_feed(api, calendar)
    for days in range(9):
        api.new_event(calendar, **at(days))
    monkeypatch.setattr(limits, "ANSWER_BYTES", 1000)
    answer = fetch(api, path)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (413, "too_large")
