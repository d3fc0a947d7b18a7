"""Files of other calendars, taken in over HTTP."""

from typing import Any

import httpx
import pytest

from adapters.http import limits
from tests.conftest import MakeApi
from tests.functions.conftest import locally
from tests.support.api import Api, problem

HEAD, END = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n", "END:VCALENDAR\r\n"


@pytest.fixture
def api(new_api: MakeApi) -> Api:
    return new_api()


@pytest.fixture
def calendar(api: Api) -> str:
    return api.new_calendar(time_zone="Europe/Berlin")


def vevent(*lines: str, uid: str = "one@example.org", start: str = ":20260329T070000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"DTSTART{start}", *lines, "END:VEVENT", ""])


def send(
    api: Api, calendar: str, body: str | bytes, content_type: str = "text/calendar", **parameters: Any
) -> httpx.Response:
    content = body.encode() if isinstance(body, str) else body
    headers = {"Content-Type": content_type}
    return api("POST", f"{calendar}/import", content=content, params=parameters, headers=headers)


def imported(api: Api, calendar: str, *events: str, **parameters: Any) -> dict[str, Any]:
    answer = send(api, calendar, HEAD + "".join(events) + END, **parameters)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


def outcomes(report: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["uid"], one["outcome"]) for one in report["results"]]


def listed(api: Api, calendar: str) -> list[dict[str, Any]]:
    answer = api.get(f"{calendar}/events", params={"from": "2026-01-01", "to": "2026-12-31"})
    return list(answer.json()["data"])


def exported(api: Api, calendar: str) -> str:
    return api.get(f"{calendar}/export").text.replace("\r\n ", "")


def test_an_event_is_made_then_left_alone_then_changed(api: Api, calendar: str) -> None:
    first = imported(api, calendar, vevent("SUMMARY:Planning", "DURATION:PT1H"))
    assert outcomes(first) == [("one@example.org", "created")]
    (event,) = listed(api, calendar)
    assert (event["uid"], event["title"], event["ends_at"]) == ("one@example.org", "Planning", "2026-03-29T08:00:00Z")
    assert first["results"][0]["event_id"] == event["id"]
    assert outcomes(imported(api, calendar, vevent("SUMMARY:Planning", "DURATION:PT1H"))) == [
        ("one@example.org", "unchanged")
    ]
    assert outcomes(imported(api, calendar, vevent("SUMMARY:Other", "DURATION:PT1H"))) == [
        ("one@example.org", "updated")
    ]
    (changed,) = listed(api, calendar)
    assert (changed["id"], changed["title"]) == (event["id"], "Other")


def test_an_older_revision_is_skipped(api: Api, calendar: str) -> None:
    imported(api, calendar, vevent("SEQUENCE:3", "SUMMARY:New"))
    report = imported(api, calendar, vevent("SEQUENCE:2", "SUMMARY:Old"))
    assert outcomes(report) == [("one@example.org", "skipped")]
    assert "SEQUENCE 3" in report["results"][0]["reason"]
    assert listed(api, calendar)[0]["title"] == "New"


def test_our_own_export_changes_nothing_and_restores_everything(api: Api, calendar: str) -> None:
    series = api.new_event(
        calendar, starts_at="2026-03-27T09:00", ends_at="2026-03-27T10:00", recurrence=["RRULE:FREQ=DAILY;COUNT=5"]
    )
    at = f"{calendar}/events/{series['id']}"
    api.patch(f"{at}_20260328T080000Z", {"title": "Other"})
    api.delete(f"{at}_20260329T070000Z")
    api.new_event(calendar, starts_on="2026-05-01", ends_on="2026-05-02")
    api.new_event(
        calendar, starts_at="2026-10-25T02:30:00.5+01:00", ends_at="2026-10-25T03:00+01:00", metadata={"a": "b"}
    )
    backup, before = api.get(f"{calendar}/export").content, listed(api, calendar)
    report = send(api, calendar, backup).json()["data"]
    assert (report["unchanged"], len(report["results"])) == (3, 3)
    api.patch(at, {"title": "Changed"})
    api.delete(f"{at}_20260331T070000Z")
    assert send(api, calendar, backup).json()["data"]["updated"] == 1
    facts = [(one["title"], one["starts_at"], one["starts_on"], one["time_zone"], one["metadata"]) for one in before]
    again = listed(api, calendar)
    assert [
        (one["title"], one["starts_at"], one["starts_on"], one["time_zone"], one["metadata"]) for one in again
    ] == facts
    elsewhere = api.new_calendar(time_zone="Asia/Tokyo")
    assert send(api, elsewhere, backup).json()["data"]["created"] == 3
    moved = listed(api, elsewhere)
    assert [
        (one["title"], one["starts_at"], one["starts_on"], one["time_zone"], one["metadata"]) for one in moved
    ] == facts
    assert {one["uid"] for one in moved} == {one["uid"] for one in before}


def test_overrides_and_cancelled_ones_come_in_whatever_their_order(api: Api, calendar: str) -> None:
    berlin = ";TZID=Europe/Berlin:20260327T090000"
    series = vevent("SUMMARY:Daily", "DURATION:PT1H", "RRULE:FREQ=DAILY;COUNT=4", start=berlin)
    moved = vevent("SUMMARY:Moved", "RECURRENCE-ID;TZID=Europe/Berlin:20260328T090000", start=":20260401T100000Z")
    off = vevent("SUMMARY:Daily", "RECURRENCE-ID:20260329T070000Z", "STATUS:CANCELLED", start=":20260329T070000Z")
    assert outcomes(imported(api, calendar, off, moved, series)) == [("one@example.org", "created")]
    assert [(one["title"], one["status"], one["is_override"]) for one in listed(api, calendar)] == [
        ("Daily", "confirmed", False),
        ("Daily", "cancelled", True),
        ("Daily", "confirmed", False),
        ("Moved", "confirmed", True),
    ]
    assert outcomes(imported(api, calendar, series, off, moved)) == [("one@example.org", "unchanged")]
    assert outcomes(imported(api, calendar, series, off)) == [("one@example.org", "updated")]
    assert [one["title"] for one in listed(api, calendar)] == ["Daily"] * 4


def test_an_occurrence_comes_alone_then_with_its_series(api: Api, calendar: str) -> None:
    moved = vevent("SUMMARY:Moved", "RECURRENCE-ID:20260328T070000Z", start=":20260401T100000Z")
    assert imported(api, calendar, moved)["created"] == 1
    assert imported(api, calendar, moved)["unchanged"] == 1
    assert "RECURRENCE-ID:20260328T070000Z" in exported(api, calendar)
    series = vevent("SUMMARY:Daily", "RRULE:FREQ=DAILY;COUNT=3", start=":20260327T070000Z")
    assert imported(api, calendar, series, moved)["created"] == 1
    assert [(one["title"], one["is_override"]) for one in listed(api, calendar)] == [
        ("Daily", False),
        ("Daily", False),
        ("Moved", True),
    ]
    other = vevent("SUMMARY:Other", "RECURRENCE-ID:20260329T070000Z", start=":20260329T100000Z")
    assert imported(api, calendar, other)["updated"] == 1
    assert [one["title"] for one in listed(api, calendar)] == ["Daily", "Other", "Moved"]


def test_periods_among_rdates_last_as_long_as_they_say(api: Api, calendar: str) -> None:
    lines = ("DURATION:PT1H", "RDATE;VALUE=PERIOD:20260330T070000Z/PT3H,20260331T070000Z/20260331T093000Z")
    assert imported(api, calendar, vevent(*lines))["created"] == 1
    assert [(one["starts_at"], one["ends_at"]) for one in listed(api, calendar)] == [
        ("2026-03-29T07:00:00Z", "2026-03-29T08:00:00Z"),
        ("2026-03-30T07:00:00Z", "2026-03-30T10:00:00Z"),
        ("2026-03-31T07:00:00Z", "2026-03-31T09:30:00Z"),
    ]
    assert imported(api, calendar, vevent(*lines))["unchanged"] == 1


def test_a_bad_event_says_where_and_why_and_stops_no_other(api: Api, calendar: str) -> None:
    report = imported(
        api,
        calendar,
        vevent("RRULE:FREQ=SECONDLY", uid="a"),
        "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:No start\r\nEND:VEVENT\r\n",
        "BEGIN:VTODO\r\nUID:c\r\nEND:VTODO\r\n",
        vevent("SUMMARY:Fine", uid="d"),
        vevent("DTEND:20260328T070000Z", uid="e"),
    )
    found = {one["uid"]: (one["outcome"], one["line"]) for one in report["results"]}
    assert found == {
        "a": ("failed", 4),
        "b": ("failed", 9),
        "c": ("skipped", 13),
        "d": ("created", 16),
        "e": ("failed", 21),
    }
    reasons = {one["uid"]: one["reason"] for one in report["results"]}
    assert "FREQ" in reasons["a"]
    assert "DTSTART" in reasons["b"]
    assert "ends_at must not be before starts_at." in reasons["e"]
    assert (report["failed"], report["skipped"], report["created"]) == (3, 1, 1)


def test_a_dry_run_says_the_same_and_does_nothing(api: Api, calendar: str) -> None:
    assert imported(api, calendar, vevent("SUMMARY:Planning"), dry_run="true")["created"] == 1
    assert listed(api, calendar) == []


def test_what_daybook_has_no_word_for_comes_back(api: Api, calendar: str) -> None:
    lines = (
        "SUMMARY;LANGUAGE=de:Besprechung",
        "CATEGORIES:WORK,PLANS",
        "X-MICROSOFT-CDO-BUSYSTATUS:BUSY",
        "ATTENDEE;CN=Ada;RSVP=TRUE;CUTYPE=INDIVIDUAL:mailto:ada@example.org",
        "ATTENDEE;CN=Bob;RSVP=TRUE:mailto:bob@example.org",
        "GEO:52.5;13.4",
        "BEGIN:VALARM\r\nACTION:AUDIO\r\nTRIGGER;VALUE=DATE-TIME:20260329T060000Z\r\nEND:VALARM",
    )
    imported(api, calendar, vevent(*lines))
    text = exported(api, calendar)
    for line in lines:
        assert line in text
    (event,) = listed(api, calendar)
    assert [one["name"] for one in event["attendees"]] == ["Ada", "Bob"]
    api.patch(f"{calendar}/events/{event['id']}", {"title": "Other", "attendees": event["attendees"][:1]})
    text = exported(api, calendar)
    assert "SUMMARY:Other" in text
    assert "LANGUAGE=de" not in text
    assert "bob@example.org" not in text
    assert "CN=Ada;RSVP=TRUE" in text
    assert "CATEGORIES:WORK,PLANS" in text
    assert "SEQUENCE:1" in text


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        (";TZID=W. Europe Standard Time:20260329T090000", ("2026-03-29T09:00:00+02:00", "Europe/Berlin")),
        (";TZID=/example.org/x/America/Lima:20260329T090000", ("2026-03-29T09:00:00-05:00", "America/Lima")),
        (":20260329T090000", ("2026-03-29T09:00:00+02:00", "Europe/Berlin")),
        (":20260329T090000Z", ("2026-03-29T09:00:00Z", "UTC")),
        (";VALUE=DATE:20260329", ("2026-03-29", None)),
        (";VALUE=DATE;TZID=Europe/Berlin:20260329", ("2026-03-29", None)),
        (":20260329", ("2026-03-29", None)),
    ],
)  # fmt: skip
def test_times_are_read_as_their_writers_meant_them(api: Api, calendar: str, start: str, expected: Any) -> None:
    imported(api, calendar, vevent(start=start))
    (event,) = listed(api, calendar)
    assert (event["starts_at"] or event["starts_on"], event["time_zone"]) == expected
    assert (event["ends_at"] or event["ends_on"]) == expected[0]


def test_a_private_zone_is_read_by_its_rules(api: Api, calendar: str) -> None:
    zone = "\r\n".join([
        "BEGIN:VTIMEZONE", "TZID:Mine", "BEGIN:STANDARD", "DTSTART:16011104T020000",
        "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:16010311T020000", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3",
        "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "END:DAYLIGHT", "END:VTIMEZONE", "",
    ])  # fmt: skip
    imported(api, calendar, zone, vevent(start=";TZID=Mine:20260329T090000"))
    (event,) = listed(api, calendar)
    assert event["starts_at"] == "2026-03-29T09:00:00-04:00"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda body: body.replace(b"\r\n", b"\n"),
        lambda body: body.replace(b"\r\n", b"\r"),
        lambda body: b"\xef\xbb\xbf" + body,
        lambda body: body.replace(b"END:VCALENDAR\r\n", b""),
        lambda body: body.replace(b"\r\n", b"\r\n\r\n"),
    ],
)
def test_files_are_read_however_they_were_written(api: Api, calendar: str, wrong: Any) -> None:
    answer = send(api, calendar, wrong((HEAD + vevent("SUMMARY:Größe") + END).encode()))
    assert answer.json()["data"]["created"] == 1
    assert listed(api, calendar)[0]["title"] == "Größe"


NO_UTF_8 = pytest.mark.parametrize(
    "wrong",
    [
        lambda body: body.decode().encode("utf-16"),
        lambda body: body.replace("Größe".encode(), "Gr\u00f6".encode()[:3] + b"\r\n " + "Größe".encode()[3:]),
        lambda body: body.replace("Größe".encode(), "Größe".encode("cp1252")),
    ],
    ids=["utf-16", "folded within a character", "windows"],
)


@NO_UTF_8
def test_a_file_that_is_not_utf_8_is_read_if_it_comes_byte_for_byte(api: Api, calendar: str, wrong: Any) -> None:
    content = wrong((HEAD + vevent("SUMMARY:Größe") + END).encode())
    assert send(api, calendar, content, "application/octet-stream").json()["data"]["created"] == 1
    assert listed(api, calendar)[0]["title"] == "Größe"


@locally
@NO_UTF_8
def test_a_file_that_is_not_utf_8_is_read_where_nobody_takes_it_for_that(api: Api, calendar: str, wrong: Any) -> None:
    """On AWS, the gateway does."""
    assert send(api, calendar, wrong((HEAD + vevent("SUMMARY:Größe") + END).encode())).status_code == 200
    assert listed(api, calendar)[0]["title"] == "Größe"


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 400, "missing_body"),
        (b'{"title": "x"}', 400, "invalid_icalendar"),
        (b"BEGIN:VCALENDAR\r\n" * 12, 400, "invalid_icalendar"),
        (b"A:B\n" * 1_000_001, 413, "too_large"),
        (b"x" * (5 * 1024 * 1024 + 1), 413, "too_large"),
    ],
)
def test_what_is_no_calendar_or_too_much_is_refused(
    api: Api, calendar: str, body: bytes, status: int, code: str
) -> None:
    answer = send(api, calendar, body)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (status, code)


def test_a_gigantic_value_costs_its_event_and_nothing_else(api: Api, calendar: str) -> None:
    huge = "x" * 200_000
    report = imported(api, calendar, vevent(f"X-A:{huge}", uid="a"), vevent(f"DESCRIPTION:{huge}", uid="b"))
    assert outcomes(report) == [("a", "created"), ("b", "created")]
    assert [note["line"] for one in report["results"] for note in one["notes"]] == [7, 12]
    described = next(one for one in listed(api, calendar) if one["uid"] == "b")
    assert described["description"] == "x" * 16 * 1024


def test_more_events_than_one_request_takes_are_refused_before_any(
    api: Api, calendar: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "IMPORT_OBJECTS", 2)
    answer = send(api, calendar, HEAD + "".join(vevent(uid=str(one)) for one in range(3)) + END)
    assert (answer.status_code, answer.json()["errors"][0]["meta"]["limit"]) == (413, 2)
    assert listed(api, calendar) == []


def test_another_owner_learns_nothing_and_changes_nothing(api: Api, calendar: str, new_api: MakeApi) -> None:
    imported(api, calendar, vevent("SUMMARY:Mine"))
    assert send(new_api(), calendar, HEAD + vevent("SUMMARY:Theirs") + END).status_code == 404
    assert listed(api, calendar)[0]["title"] == "Mine"


def test_a_uid_beyond_all_measure_fails_alone(api: Api, calendar: str) -> None:
    longest, longer = "u" * 1000, "v" * 500_000
    report = imported(api, calendar, vevent(uid=longest), vevent(uid=longer), vevent(uid="ü" * 501))
    assert [one["outcome"] for one in report["results"]] == ["created", "failed", "failed"]
    assert report["results"][1]["reason"] == "A UID has at most 1,000 bytes."
    assert len(report["results"][1]["uid"]) == 1001
    assert outcomes(imported(api, calendar, vevent(uid=longest))) == [(longest, "unchanged")]


def test_a_report_tells_a_few_notes_and_how_many_there_are(api: Api, calendar: str) -> None:
    report = imported(api, calendar, vevent(*["no content line"] * 100_000), vevent(*["none"] * 5, uid="two"))
    many, few = (one["notes"] for one in report["results"])
    assert len(many) == 6
    assert many[-1] == {"line": 12, "reason": "There is more: 99,995 notes."}
    assert len(few) == 5


def test_a_report_of_many_long_uids_still_fits_in_an_answer(api: Api, calendar: str) -> None:
    """Each quote counts several times: the gateway is given JSON in JSON."""
    todos = (f"BEGIN:VTODO\r\nUID:{number}{chr(34) * 990}\r\nEND:VTODO\r\n" for number in range(2000))
    report = imported(api, calendar, *todos)
    assert report["skipped"] == len(report["results"]) == 2000
    assert report["results"][7]["uid"] == f"7{chr(34) * 99}"
    assert "Daybook keeps events only" in report["results"][7]["reason"]


def test_results_are_in_the_order_of_the_file(api: Api, calendar: str) -> None:
    todo = "BEGIN:VTODO\r\nUID:two\r\nEND:VTODO\r\n"
    report = imported(api, calendar, vevent(uid="one"), todo, vevent(uid="three"), vevent(uid="one"))
    assert [one["uid"] for one in report["results"]] == ["one", "two", "three"]


def test_a_file_that_is_too_large_only_in_json_is_so_everywhere(api: Api, calendar: str) -> None:
    """A function gets it within JSON, of which Lambda takes no more than 6 MB; each quote is two characters there."""
    assert problem(send(api, calendar, b'"' * (limits.IMPORT_BYTES - 1)))[:2] == (413, "too_large")


def test_what_is_sent_byte_for_byte_has_a_limit_of_its_own(api: Api, calendar: str) -> None:
    content = (HEAD + vevent("SUMMARY:Übung") + END).encode("utf-16")
    for size, status in ((0, 200), (limits.BINARY_BYTES, 413)):
        answer = api(
            "POST",
            f"{calendar}/import",
            content=content + bytes(size),
            headers={"Content-Type": "Application/Octet-Stream; x=y"},
        )
        assert answer.status_code == status
    assert [event["title"] for event in listed(api, calendar)] == ["Übung"]


def test_what_takes_too_long_is_told_of(api: Api, calendar: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.wiring.event_imports._SECONDS", 0)
    report = imported(api, calendar, vevent())
    assert outcomes(report) == [("one@example.org", "failed")]
    assert "no time left" in report["results"][0]["reason"]
    assert listed(api, calendar) == []


def test_a_change_of_all_that_follows_counts_for_one_and_comes_back(api: Api, calendar: str) -> None:
    series = vevent("RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:Standup", "DURATION:PT15M")
    at = "RECURRENCE-ID;RANGE=THISANDFUTURE:20260330T070000Z"
    later = vevent(at, "SUMMARY:Later", "DURATION:PT15M", start=":20260330T080000Z")
    report = imported(api, calendar, series, later)
    assert [one["reason"] for one in report["results"][0]["notes"]] == [
        "RANGE=THISANDFUTURE is taken in for this occurrence alone."
    ]
    assert [event["title"] for event in listed(api, calendar)] == ["Standup", "Later", "Standup", "Standup"]
    assert f"\r\n{at}\r\n" in exported(api, calendar)
    assert "X-DAYBOOK-RANGE" not in exported(api, calendar)
    assert outcomes(imported(api, calendar, series, later)) == [("one@example.org", "unchanged")]
    changed = next(event for event in listed(api, calendar) if event["title"] == "Later")
    api.patch(f"{calendar}/events/{changed['id']}", {"title": "Once"})
    assert "RANGE" not in exported(api, calendar)
