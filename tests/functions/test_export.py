"""Calendars as iCalendar over HTTP, read by somebody else's parser."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import icalendar
import pytest
import recurring_ical_events

from adapters.http import limits
from tests.conftest import MakeApi
from tests.support.api import Api

EVERYTHING = {
    "title": "Planning; with, all\\that",
    "starts_at": "2026-03-27T09:00",
    "ends_at": "2026-03-27T10:00",
    "time_zone": "Europe/Berlin",
    "description": "Ä long one " * 20 + "\nsecond line",
    "location": "Room 1",
    "status": "tentative",
    "transparency": "transparent",
    "visibility": "private",
    "color": "teal",
    "url": "https://example.org/agenda",
    "organizer": {"email": "grace@example.org", "name": 'Grace "Amazing" Hopper'},
    "attendees": [{"email": "ada@example.org", "name": "Lovelace, Ada", "role": "chair", "response": "accepted"}],
    "reminders": [{"minutes_before": 15}, {"minutes_before": 60, "action": "email"}],
    "metadata": {"kind": "a;b"},
}


@pytest.fixture
def api(new_api: MakeApi) -> Api:
    return new_api()


@pytest.fixture
def calendar(api: Api) -> str:
    return api.new_calendar(title="Wörk", time_zone="Europe/Berlin")


def export(api: Api, calendar: str, **parameters: Any) -> icalendar.Calendar:
    answer = api.get(f"{calendar}/export", params=parameters)
    assert answer.status_code == 200, answer.text
    return parsed(answer)


def parsed(answer: httpx.Response) -> icalendar.Calendar:
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    assert "\n" not in answer.text.replace("\r\n", "")
    return icalendar.Calendar.from_ical(answer.text)


def test_an_event_is_exported_whole(api: Api, calendar: str) -> None:
    made = api.new_event(calendar, **EVERYTHING)
    (event,) = export(api, calendar).walk("VEVENT")
    assert event["UID"] == made["id"]
    assert event["SUMMARY"] == EVERYTHING["title"]
    assert event["DESCRIPTION"] == EVERYTHING["description"]
    assert event["DTSTART"].dt == datetime(2026, 3, 27, 9, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event["DTEND"].dt == datetime(2026, 3, 27, 10, tzinfo=ZoneInfo("Europe/Berlin"))
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    told = {name: str(event[name]) for name in ("STATUS", "TRANSP", "CLASS", "COLOR", "URL", "SEQUENCE", "LOCATION")}
    assert told == {
        "STATUS": "TENTATIVE",
        "TRANSP": "TRANSPARENT",
        "CLASS": "PRIVATE",
        "COLOR": "teal",
        "URL": "https://example.org/agenda",
        "SEQUENCE": "0",
        "LOCATION": "Room 1",
    }
    assert event["ORGANIZER"] == "mailto:grace@example.org"
    assert event["ATTENDEE"] == "mailto:ada@example.org"
    assert {name: event["ATTENDEE"].params[name] for name in ("CN", "ROLE", "PARTSTAT")} == {
        "CN": "Lovelace, Ada",
        "ROLE": "CHAIR",
        "PARTSTAT": "ACCEPTED",
    }
    assert [(str(one["ACTION"]), one["TRIGGER"].to_ical()) for one in event.walk("VALARM")] == [
        ("DISPLAY", b"-PT15M"),
        ("EMAIL", b"-PT1H"),
    ]


def test_a_series_comes_with_its_zone_overrides_and_exceptions(api: Api, calendar: str) -> None:
    series = api.new_event(
        calendar,
        starts_at="2026-03-27T09:00",
        ends_at="2026-03-27T09:30",
        recurrence=["RRULE:FREQ=DAILY;COUNT=6"],
    )
    at = f"{calendar}/events/{series['id']}"
    assert api.patch(f"{at}_20260328T080000Z", {"title": "Other", "starts_at": "2026-03-28T12:00+01:00",
                     "ends_at": "2026-03-28T13:00+01:00"}).status_code == 204  # fmt: skip
    assert api.delete(f"{at}_20260330T070000Z").status_code == 204
    whole = export(api, calendar)
    assert [str(zone["TZID"]) for zone in whole.walk("VTIMEZONE")] == ["Europe/Berlin"]
    found = recurring_ical_events.of(whole).between(date(2026, 3, 1), date(2026, 5, 1))
    listed = api.get(f"{calendar}/events", params={"from": "2026-03-01", "to": "2026-05-01"}).json()["data"]
    assert sorted((one["DTSTART"].dt.astimezone(UTC), str(one["SUMMARY"])) for one in found) == [
        (datetime.fromisoformat(one["starts_at"]).astimezone(UTC), one["title"]) for one in listed
    ]
    assert len(listed) == 5


def test_all_day_events_and_odd_instants_come_as_they_are(api: Api, calendar: str) -> None:
    api.new_event(calendar, starts_on="2026-03-28", ends_on="2026-03-29", starts_at=None, ends_at=None)
    api.new_event(calendar, starts_at="2026-10-25T02:30:00.25+01:00", ends_at="2026-10-25T02:45+01:00")
    first, second = export(api, calendar).walk("VEVENT")
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (date(2026, 3, 28), date(2026, 3, 30))
    assert second["DTSTART"].dt == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    assert second["DTSTART"].params["X-DAYBOOK-TZID"] == "Europe/Berlin"
    assert second["DTSTART"].params["X-DAYBOOK-MICROSECOND"] == "250000"


def test_a_window_has_what_overlaps_it(api: Api, calendar: str) -> None:
    for day in ("2026-03-01", "2026-03-02", "2026-03-03"):
        api.new_event(calendar, title=day, starts_at=f"{day}T09:00", ends_at=f"{day}T10:00")
    api.new_event(
        calendar,
        title="old",
        starts_at="2020-03-02T09:00",
        ends_at="2020-03-02T10:00",
        recurrence=["RRULE:FREQ=YEARLY"],
    )
    api.new_event(calendar, title="over", starts_at="2020-03-02T09:00", ends_at="2020-03-02T10:00",
                  recurrence=["RRULE:FREQ=YEARLY;COUNT=2"])  # fmt: skip
    found = export(api, calendar, **{"from": "2026-03-02", "to": "2026-03-03"})
    assert [str(event["SUMMARY"]) for event in found.walk("VEVENT")] == ["old", "2026-03-02"]


def test_more_than_an_answer_holds_comes_in_parts_and_none_is_lost(
    api: Api, calendar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "ANSWER_BYTES", 2000)
    made = set()
    for day in range(1, 20):
        made.add(
            api.new_event(calendar, starts_at=f"2026-03-{day:02}T09:00", ends_at=f"2026-03-{day + 2:02}T10:00")["id"]
        )
    series = api.new_event(
        calendar, starts_at="2026-03-01T09:00", ends_at="2026-03-01T10:00", recurrence=["RRULE:FREQ=DAILY"]
    )
    for day in range(2, 9):
        api.patch(f"{calendar}/events/{series['id']}_202603{day:02}T080000Z", {"title": f"Other {day}"})
    path, seen, overrides, pages = f"{calendar}/export?from=2026-01-01&time_zone=Asia/Tokyo", [], [], 0
    while path:
        answer = api.get(path)
        pages += 1
        for event in parsed(answer).walk("VEVENT"):
            (overrides if "RECURRENCE-ID" in event else seen).append(str(event["UID"]))
        link = answer.links.get("next", {}).get("url")
        path = f"{calendar}/export{link}" if link else ""
    assert pages >= 4
    assert sorted(seen) == sorted({*made, series["id"]})
    assert overrides == [series["id"]] * 7


def test_a_cursor_belongs_to_its_export(api: Api, calendar: str) -> None:
    answer = api.get(f"{calendar}/export", params={"cursor": "abc"})
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "invalid_cursor")


def test_an_export_that_one_has_is_not_sent_again(api: Api, calendar: str) -> None:
    api.new_event(calendar, **EVERYTHING)
    answer = api.get(f"{calendar}/export")
    assert answer.headers["Content-Disposition"] == "attachment; filename=\"W_rk.ics\"; filename*=UTF-8''W%C3%B6rk.ics"
    again = api.get(f"{calendar}/export", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_an_event_is_read_as_icalendar_by_who_accepts_that(api: Api, calendar: str) -> None:
    single = api.new_event(calendar, **EVERYTHING)["id"]
    series = api.new_event(
        calendar, starts_at="2026-03-27T09:00", ends_at="2026-03-27T10:00", recurrence=["RRULE:FREQ=DAILY;COUNT=3"]
    )["id"]
    occurrence = f"{series}_20260328T080000Z"
    api.patch(f"{calendar}/events/{occurrence}", {"title": "Other"})
    for event_id, uids, ids in ((single, [single], 0), (series, [series] * 2, 1), (occurrence, [series], 1)):
        answer = api.get(f"{calendar}/events/{event_id}", headers={"Accept": "text/calendar"})
        events = parsed(answer).walk("VEVENT")
        assert [event["UID"] for event in events] == uids
        assert sum("RECURRENCE-ID" in event for event in events) == ids
        assert answer.headers["Vary"] == "Accept"
    plain = api.get(f"{calendar}/events/{single}", headers={"Accept": "application/json, text/calendar"})
    assert plain.json()["data"]["uid"] == single
    absent = api.get(f"{calendar}/events/{series}_20260328T090000Z", headers={"Accept": "text/calendar"})
    assert absent.status_code == 404


def test_answers_are_compressed_for_who_takes_that(api: Api, calendar: str) -> None:
    for _ in range(5):
        api.new_event(calendar, **EVERYTHING)
    plain = api.get(f"{calendar}/export", headers={"Accept-Encoding": "identity"})
    packed = api.get(f"{calendar}/export", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.text == plain.text
    assert int(packed.headers["Content-Length"]) < len(plain.content) / 2
