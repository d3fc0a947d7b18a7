"""Nonsense, over HTTP: each a clear 4xx that names the field, and nothing written."""

import json
import socket
from typing import Any
from uuid import UUID

import pytest

from adapters.http import cursors
from tests.functions.conftest import locally
from tests.support.api import Api, problem

SOMEBODY = UUID("7c9e6679-7425-40de-944b-e07fc1f90ae7")
AT = {"starts_at": "2026-03-28T09:00:00Z", "ends_at": "2026-03-28T10:00:00Z"}
ON = {"starts_on": "2026-03-28", "ends_on": "2026-03-28"}


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({**AT}, "missing_field", "title"),
        ({"title": " ", **AT}, "invalid_field", "title"),
        ({"title": 5, **AT}, "invalid_field", "title"),
        ({"title": "x" * 501, **AT}, "invalid_field", "title"),
        ({"title": "x", "titel": "y", **AT}, "unknown_field", "titel"),
        ({"title": "x"}, "invalid_field", "starts_at"),
        ({"title": "x", "starts_at": AT["starts_at"]}, "invalid_field", "ends_at"),
        ({"title": "x", "ends_on": "2026-03-28"}, "invalid_field", "starts_on"),
        ({"title": "x", "starts_on": "2026-03-28"}, "invalid_field", "ends_on"),
        ({"title": "x", **AT, **ON}, "invalid_field", "starts_on"),
        ({"title": "x", **ON, "time_zone": "UTC"}, "invalid_field", "time_zone"),
        ({"title": "x", **AT, "ends_at": "2026-03-28T08:59:59Z"}, "invalid_field", "ends_at"),
        ({"title": "x", **ON, "ends_on": "2026-03-27"}, "invalid_field", "ends_on"),
        ({"title": "x", **ON, "starts_on": "2026-02-29"}, "invalid_field", "starts_on"),
        ({"title": "x", **ON, "starts_on": "28.03.2026"}, "invalid_field", "starts_on"),
        ({"title": "x", **ON, "starts_on": "2026-W13-6"}, "invalid_field", "starts_on"),
        ({"title": "x", **ON, "starts_on": "0001-01-01"}, "invalid_field", "starts_on"),
        ({"title": "x", **ON, "ends_on": "9999-12-31"}, "invalid_field", "ends_on"),
        ({"title": "x", **AT, "starts_at": "2026-03-28T25:00:00Z"}, "invalid_field", "starts_at"),
        ({"title": "x", **AT, "starts_at": "2026-03-28"}, "invalid_field", "starts_at"),
        ({"title": "x", **AT, "starts_at": 1774688400}, "invalid_field", "starts_at"),
        ({"title": "x", **AT, "starts_at": "2026-03-28T09:00:00+25:00"}, "invalid_field", "starts_at"),
        ({"title": "x", **AT, "ends_at": "9999-12-31T23:59:59-12:00"}, "invalid_field", "ends_at"),
        ({"title": "x", **AT, "starts_at": "0001-01-01T00:00:00+14:00"}, "invalid_field", "starts_at"),
        ({"title": "x", **AT, "time_zone": "Mars/Olympus"}, "invalid_field", "time_zone"),
        ({"title": "x", **AT, "time_zone": "../../etc/passwd"}, "invalid_field", "time_zone"),
        ({"title": "x", **AT, "time_zone": "W. Europe Standard Time"}, "invalid_field", "time_zone"),
        ({"title": "x", **AT, "time_zone": "Europe"}, "invalid_field", "time_zone"),
        ({"title": "x", **AT, "status": "maybe"}, "invalid_field", "status"),
        ({"title": "x", **AT, "color": "blurple"}, "invalid_field", "color"),
        ({"title": "x", **AT, "url": "javascript alert"}, "invalid_field", "url"),
        ({"title": "x", **AT, "description": "ä" * 8193}, "invalid_field", "description"),
        ({"title": "x", **AT, "attendees": [{"email": "nobody"}]}, "invalid_field", "attendees[0].email"),
        ({"title": "x", **AT, "attendees": [{"name": "Ada"}]}, "missing_field", "attendees[0].email"),
        ({"title": "x", **AT, "attendees": [{"email": f"{n}@x"} for n in range(201)]}, "invalid_field", "attendees"),
        ({"title": "x", **AT, "reminders": [{"minutes_before": -1}]}, "invalid_field", "reminders[0].minutes_before"),
        ({"title": "x", **AT, "reminders": [{"minutes_before": True}]}, "invalid_field", "reminders[0].minutes_before"),
        ({"title": "x", **AT, "metadata": {"k": 1}}, "invalid_field", "metadata.k"),
        ({"title": "x", **AT, "metadata": {str(n): "" for n in range(51)}}, "invalid_field", "metadata"),
        ({"title": "x", **AT, "metadata": None}, "invalid_field", "metadata"),
        ({"title": "\ud800", **AT}, "invalid_field", "title"),
    ],
)
def test_an_event_that_makes_no_sense_is_refused_by_field(
    api: Api, body: dict[str, Any], code: str, field: str
) -> None:
    calendar = api.new_calendar()
    answer = api("POST", f"{calendar}/events", content=json.dumps(body))
    assert problem(answer) == (400, code, field)
    assert api.titles(calendar, start="2026-03-01") == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"text"',
        b'{"title": NaN}',
        b"[" * 100_000,
        b'{"title":' * 50_000,
        b'{"title": ' + b"9" * 5000 + b"}",
        b"<event/>",
        b"title=x",
    ],
)
def test_a_body_that_is_no_json_object_is_refused(api: Api, content: bytes) -> None:
    for method, path in (("POST", "/v1/calendars"), ("PATCH", api.new_calendar())):
        status, code, field = problem(api(method, path, content=content))
        assert (status, field) == (400, "body")
        assert code in {"invalid_json", "too_deep"}


@locally
def test_a_body_that_is_no_text_is_refused(api: Api) -> None:
    """On AWS, the gateway makes some of it before anybody sees it."""
    assert problem(api("POST", "/v1/calendars", content=b'{"title": "\xff\xfe"}')) == (400, "invalid_json", "body")


@pytest.mark.parametrize(
    ("patch", "code", "field"),
    [
        ({"desciption": None}, "unknown_field", "desciption"),
        ({"id": None}, "unknown_field", "id"),
        ({"query": 1}, "unknown_field", "query"),
        ({"metadata": {"x" * 41: "y"}}, "invalid_field", f"metadata.{'x' * 41}"),
        ({"metadata": {"a": {"b": "c"}}}, "invalid_field", "metadata.a"),
    ],
)
def test_a_patch_that_makes_no_sense_is_refused_by_field(
    api: Api, patch: dict[str, Any], code: str, field: str
) -> None:
    assert problem(api.patch(api.new_calendar(), patch)) == (400, code, field)


def test_a_patch_nested_without_end_is_refused(api: Api) -> None:
    content = b'{"metadata":' * 800 + b"null" + b"}" * 800
    assert problem(api("PATCH", api.new_calendar(), content=content)) == (400, "too_deep", "body")


@pytest.mark.parametrize(
    "content",
    [
        '{"title": ' + "[" * 500_000,
        '{"a":' * 200_000,
        '{"title": "' + '\\"' * 500_000,
        '{"metadata": ' + '{"a": ' * 16 + "1" + "}" * 17,
        '{"a": [' + '"[", ' * 100_000 + '"' * 100_001,
    ],
    ids=["lists", "objects", "quotes", "one level too many", "brackets in text"],
)
def test_a_body_that_is_nested_too_deep_is_refused_before_it_is_parsed(api: Api, content: str) -> None:
    answer = api("POST", "/v1/calendars", content=content)
    assert problem(answer)[0::2] == (400, "body")
    assert problem(answer)[1] in {"too_deep", "invalid_json"}


A_DAY = {"starts_on": "2026-03-29", "ends_on": "2026-03-29"}


def test_brackets_in_text_and_side_by_side_are_no_depth(api: Api) -> None:
    attendees = [{"email": f"a{number}@example.org"} for number in range(40)]
    event = api.new_event(api.new_calendar(), **A_DAY, title="[" * 40 + '"{', attendees=attendees)
    assert event["title"] == "[" * 40 + '"{'


def test_a_body_over_a_mebibyte_is_too_large(api: Api) -> None:
    calendar = api.new_calendar()
    body = {"title": "x", **AT, "description": "x" * 1024 * 1024}
    assert problem(api.post(f"{calendar}/events", body)) == (413, "too_large", "body")


@locally
def test_a_request_that_the_gateway_would_not_let_through_is_too_large(api: Api) -> None:
    answer = api("POST", "/v1/calendars", content=b" " * (11 * 1024 * 1024))
    assert problem(answer)[:2] == (413, "too_large")


def test_the_size_of_an_event_is_in_bytes_so_that_all_its_copies_fit_in_a_transaction(api: Api) -> None:
    calendar = api.new_calendar()
    attendees = [{"email": f"{n}@x.org", "name": "🗓" * 900} for n in range(64)]
    answer = api.post(f"{calendar}/events", {"title": "x", **AT, "attendees": attendees})
    assert problem(answer)[:2] == (413, "too_large")
    long = {"title": "x", "starts_on": "2026-03-01", "ends_on": "2026-03-31", "attendees": attendees[:16]}
    assert api.post(f"{calendar}/events", long).status_code == 201


def test_an_event_over_64_kib_is_too_large(api: Api) -> None:
    attendees = [{"email": f"{n:03}{'x' * 200}@example.org", "name": "y" * 200} for n in range(200)]
    answer = api.post(f"{api.new_calendar()}/events", {"title": "x", **AT, "attendees": attendees})
    assert problem(answer)[:2] == (413, "too_large")


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("", "missing_field", "from"),
        ("from=", "invalid_field", "from"),
        ("from=yesterday", "invalid_field", "from"),
        ("from=2026-03-28T00:00:00", "invalid_field", "from"),
        ("from=2026-02-30", "invalid_field", "from"),
        ("from=0001-01-01", "invalid_field", "from"),
        ("from=9999-12-31", "invalid_field", "from"),
        ("from=2026-03-28&to=2026-03-27", "invalid_field", "to"),
        ("from=2026-03-28&to=2026-03-28", "invalid_field", "to"),
        ("from=2026-03-28&to=2027-03-30", "invalid_field", "to"),
        ("from=1583-01-02&to=9999-12-29", "invalid_field", "to"),
        ("from=2026-03-28&time_zone=Nowhere", "invalid_field", "time_zone"),
        ("from=2026-03-28&time_zone=", "invalid_field", "time_zone"),
        ("from=2026-03-28&page_size=0", "invalid_field", "page_size"),
        ("from=2026-03-28&page_size=1001", "invalid_field", "page_size"),
        ("from=2026-03-28&page_size=ten", "invalid_field", "page_size"),
        ("from=2026-03-28&cursor=", "invalid_cursor", "cursor"),
        ("from=2026-03-28&cursor=%00%FF", "invalid_cursor", "cursor"),
        ("from=2026-03-28&form=x", "unknown_parameter", "form"),
        ("from=2026-03-28&from=2026-03-29", "repeated_parameter", "from"),
        ("ids=", "invalid_field", "ids"),
        ("ids=1,2", "invalid_field", "ids"),
        (f"ids={SOMEBODY}&from=2026-03-28", "invalid_field", "ids"),
        ("ids=" + ",".join(str(UUID(int=number)) for number in range(101)), "invalid_field", "ids"),
        (f"from=2026-03-28&q={'x' * 201}", "invalid_field", "q"),
    ],
)
def test_a_query_that_makes_no_sense_is_refused_by_parameter(api: Api, query: str, code: str, field: str) -> None:
    assert problem(api.get(f"{api.new_calendar()}/events?{query}")) == (400, code, field)


def test_exactly_366_days_are_allowed_also_across_a_dst_change(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    assert api.titles(calendar, start="2026-01-15", to="2027-01-16") == []
    assert api.titles(calendar, start="2026-07-15", to="2027-07-16") == []


def test_a_cursor_is_refused_with_other_parameters_another_list_or_a_changed_letter(api: Api) -> None:
    calendar, other = api.new_calendar(), api.new_calendar()
    for number in range(3):
        api.new_event(calendar, title=str(number), **ON)
    query = {"from": "2026-03-01", "page_size": 1}
    cursor = api.get(f"{calendar}/events", params=query).json()["meta"]["page"]["next"]
    changed = cursor[:-2] + ("A" if cursor[-2] != "A" else "B") + cursor[-1]
    padded, spaced, prefixed = f"{cursor}==", f"{cursor[:9]}\n{cursor[9:]}", f"!!{cursor}"
    for path, params in (
        (f"{calendar}/events", {**query, "from": "2026-03-02", "cursor": cursor}),
        (f"{calendar}/events", {**query, "q": "x", "cursor": cursor}),
        *((f"{calendar}/events", {**query, "cursor": one}) for one in (changed, padded, spaced, prefixed)),
        (f"{other}/events", {**query, "cursor": cursor}),
        ("/v1/calendars", {"cursor": cursor}),
    ):
        assert problem(api.get(path, params=params)) == (400, "invalid_cursor", "cursor")
    assert api.get(f"{calendar}/events", params={**query, "page_size": 2, "cursor": cursor}).status_code == 200


@pytest.mark.parametrize(
    "position",
    [None, 5, [], ["x", "y"], ["0001-01-01T00:00:00+14:00", str(SOMEBODY)], ["2026-01-01", 5], {"a": 1}],
)
def test_a_cursor_that_somebody_forged_whole_is_refused_as_well(api: Api, position: object) -> None:
    calendar = api.new_calendar()
    query = ["events", calendar.rpartition("/")[2], "2026-03-28", "None", "None", "None"]
    forged = cursors.pack(query, position)
    answer = api.get(f"{calendar}/events", params={"from": "2026-03-28", "cursor": forged})
    assert problem(answer) == (400, "invalid_cursor", "cursor")


def test_a_cursor_beyond_the_window_finds_nothing(api: Api) -> None:
    calendar = api.new_calendar()
    query = ["events", calendar.rpartition("/")[2], "2026-03-28", "None", "None", "None"]
    forged = cursors.pack(query, ["9999-12-31T23:59:59+00:00", str(SOMEBODY), "UTC"])
    answer = api.get(f"{calendar}/events", params={"from": "2026-03-28", "cursor": forged})
    assert (answer.status_code, answer.json()["data"]) == (200, [])


@pytest.mark.parametrize("event_id", ["1", "not-a-uuid", "ffffffff-ffff-ffff-ffff-fffffffffffff", "%00"])
def test_an_id_that_is_no_uuid_is_refused(api: Api, event_id: str) -> None:
    assert problem(api.get(f"{api.new_calendar()}/events/{event_id}")) == (400, "invalid_field", "event_id")


@pytest.mark.parametrize(
    "event_id",
    [
        str(SOMEBODY),
        "ffffffff-ffff-8fff-bfff-ffffffffffff",
        "00000000-0000-8000-8000-000000000000",
        "f19a7d4c-3fff-8000-8000-000000000000",
        "00000000-0000-0000-0000-000000000000",
    ],
)
def test_an_id_of_an_absurd_date_or_another_maker_is_not_found(api: Api, event_id: object) -> None:
    calendar = api.new_calendar()
    path = f"{calendar}/events/{event_id}"
    assert problem(api.get(path))[:2] == (404, "event_not_found")
    assert problem(api.delete(path))[:2] == (404, "event_not_found")
    assert problem(api.put(path, {"title": "x", **ON}))[:2] == (404, "event_not_found")
    answer = api.get(f"{calendar}/events", params={"ids": str(event_id)})
    assert answer.json() == {"data": [], "meta": {"missing": [str(event_id)]}}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v2/calendars"),
        ("GET", "/v1/calendars/"),
        ("GET", "/v1"),
        ("DELETE", "/v1/calendars"),
        ("PATCH", "/ping"),
        ("OPTIONS", "/v1/calendars"),
        ("BREW", "/ping"),
        ("GET", "/docs/../../etc/passwd"),
        ("GET", "/docs/%2e%2e%2fopenapi.json"),
    ],
)
def test_a_route_that_does_not_exist_is_not_found(api: Api, method: str, path: str) -> None:
    assert problem(api(method, path))[0] == 404


@locally
@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"GET /ping HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
        (b"GET /ping HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 12_000 + b"\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\r\n\r\n", 400),
        (b"GET // HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404),
        (b"GET http://x/nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404),
    ],
    ids=["length", "headers", "tls", "slashes", "absolute form"],
)
def test_what_is_hardly_http_is_answered_in_our_shape(api: Api, request_: bytes, status: int) -> None:
    with socket.create_connection((api.client.base_url.host, api.client.base_url.port or 80), timeout=5) as connection:
        connection.sendall(request_)
        head, _, body = b"".join(iter(lambda: connection.recv(65536), b"")).partition(b"\r\n\r\n")
    assert head.startswith((f"HTTP/1.1 {status} ".encode(), f"HTTP/1.0 {status} ".encode()))
    assert json.loads(body)["errors"][0]["status"] == status


@locally
def test_an_answer_to_head_has_no_body(api: Api) -> None:
    with socket.create_connection((api.client.base_url.host, api.client.base_url.port or 80), timeout=5) as connection:
        connection.sendall(b"HEAD /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.endswith(b"\r\n\r\n")


@locally
def test_an_absolute_request_target_is_understood(api: Api) -> None:
    with socket.create_connection((api.client.base_url.host, api.client.base_url.port or 80), timeout=5) as connection:
        connection.sendall(b"GET http://x/ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK")
