"""Nonsense about series, over HTTP: each a clear 4xx that names the field, and nothing written."""

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.functions.test_series import DAILY, NINE, THAT_DAY, listed
from tests.support.api import Api, problem

PROBING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
YEAR = {"start": "2026-01-01", "to": "2026-12-31"}


@pytest.fixture
def calendar(api: Api) -> str:
    return api.new_calendar(time_zone="Europe/Berlin")


@pytest.fixture
def series(api: Api, calendar: str) -> dict[str, Any]:
    return api.new_event(calendar, **NINE, recurrence=DAILY)


def refusal(api: Api, calendar: str, recurrence: Any, when: dict[str, str] = NINE) -> tuple[int, str, str | None]:
    """What is said to a series that is to be made, having seen that it was not."""
    answer = api.post(f"{calendar}/events", {"title": "x", **when, "recurrence": recurrence})
    assert listed(api, calendar, **YEAR) == []
    return problem(answer)


def times(count: int) -> list[str]:
    """As many date-times, all different."""
    return [f"2{n // 336:03}{n // 28 % 12 + 1:02}{n % 28 + 1:02}T120000" for n in range(count)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "every day",
        "FREQ=DAILY",
        "RRULE",
        "RRULE:",
        "RRULE:;",
        "RRULE:FREQ",
        "RRULE:FREQ=",
        "RRULE:FREQ=FORTNIGHTLY",
        "RRULE:INTERVAL=2",
        "RRULE:FREQ=DAILY;FREQ=DAILY",
        "RRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY",
        "RRULE;X=1:FREQ=DAILY",
        "RRULE:FREQ=DAILY;X-DAYBOOK=1",
        "RRULE:FREQ=DAILY;RSCALE=CHINESE",
        "RRULE:FREQ=SECONDLY",
        "EXRULE:FREQ=DAILY",
        "DTSTART:20260326T090000",
        "RRULE:FREQ=DAILY;COUNT=0",
        "RRULE:FREQ=DAILY;COUNT=10001",
        "RRULE:FREQ=DAILY;COUNT=-1",
        "RRULE:FREQ=DAILY;COUNT=1e3",
        f"RRULE:FREQ=DAILY;COUNT={'9' * 5000}",
        "RRULE:FREQ=DAILY;COUNT=3;UNTIL=20261231",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;UNTIL=soon",
        "RRULE:FREQ=DAILY;UNTIL=20260231",
        "RRULE:FREQ=DAILY;UNTIL=20260325",
        "RRULE:FREQ=DAILY;UNTIL=20260326T075959Z",
        "RRULE:FREQ=DAILY;UNTIL=00010101",
        "RRULE:FREQ=WEEKLY;BYDAY=1MO",
        "RRULE:FREQ=WEEKLY;BYDAY=MONDAY",
        "RRULE:FREQ=WEEKLY;BYMONTHDAY=1",
        "RRULE:FREQ=MONTHLY;BYWEEKNO=1",
        "RRULE:FREQ=YEARLY;BYWEEKNO=54",
        "RRULE:FREQ=YEARLY;BYMONTH=13",
        "RRULE:FREQ=DAILY;BYHOUR=24",
        "RRULE:FREQ=DAILY;BYSETPOS=1",
        "RRULE:FREQ=WEEKLY;WKST=XX",
        "RRULE:FREQ=MINUTELY;BYSECOND=0,30",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "RRULE:FREQ=MINUTELY;INTERVAL=2;BYMINUTE=1",
        "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;COUNT=10000",
        "RDATE;VALUE=PERIOD:20260401T090000Z/PT1H",
        "RDATE:20260401T090000Z/20260401T100000Z",
        "RDATE:",
        "RDATE:20260401T250000Z",
        "RDATE:20261025T010000Z",
        "EXDATE:20260328",
        "EXDATE;VALUE=DATE:20260328",
        "EXDATE:2026-03-28T09:00:00Z",
        "EXDATE:00010101T000000Z",
        "EXDATE:20260328T080000Z,",
        "EXDATE;TZID=Mars/Olympus:20260328T090000",
        "EXDATE;TZID=:20260328T090000",
        "EXDATE;TZID=W. Europe Standard Time:20260328T090000",
        "EXDATE;RANGE=THISANDFUTURE:20260328T080000Z",
    ],
)
def test_a_line_that_makes_no_sense_is_refused_by_its_number(api: Api, calendar: str, line: str) -> None:
    assert refusal(api, calendar, [line]) == (400, "invalid_field", "recurrence[0]")
    assert refusal(api, calendar, [*DAILY, line]) == (400, "invalid_field", "recurrence[1]")


@pytest.mark.parametrize(
    "line",
    [
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=MINUTELY;INTERVAL=1440",
        "RRULE:FREQ=DAILY;BYHOUR=9",
        "RRULE:FREQ=DAILY;UNTIL=20260325T235959Z",
        "EXDATE:20260328T000000Z",
        "RDATE:20260328T090000",
    ],
)
def test_a_line_that_makes_no_sense_all_day_is_refused_by_its_number(api: Api, calendar: str, line: str) -> None:
    assert refusal(api, calendar, [line], THAT_DAY) == (400, "invalid_field", "recurrence[0]")


@pytest.mark.parametrize(
    ("recurrence", "field"),
    [
        ("RRULE:FREQ=DAILY", "recurrence"),
        ({"0": "RRULE:FREQ=DAILY"}, "recurrence"),
        (None, "recurrence"),
        (True, "recurrence"),
        ([None], "recurrence[0]"),
        ([*DAILY, 5], "recurrence[1]"),
        ([DAILY], "recurrence[0]"),
        ([f"RRULE:FREQ=DAILY;X={'x' * 40_000}"], "recurrence[0]"),
        (["RRULE:FREQ=DAILY"] * 2101, "recurrence"),
        (["RRULE:FREQ=DAILY"] * 11, "recurrence"),
        ([*["RRULE:FREQ=DAILY"] * 11, "x"], "recurrence"),
        ([*DAILY, "RDATE:20250101T090000Z"], "recurrence"),
        (["RRULE:FREQ=DAILY;COUNT=2", "EXDATE:20260326T080000Z,20260327T080000Z"], "recurrence"),
        (["EXDATE:20260326T080000Z"], "recurrence"),
    ],
    ids=[
        "text",
        "object",
        "null",
        "true",
        "null inside",
        "number inside",
        "list inside",
        "long line",
        "many lines",
        "many rules",
        "many rules, of which no more are worked out",
        "rdate before the start",
        "everything excluded",
        "the only one excluded",
    ],
)
def test_a_recurrence_that_makes_no_sense_is_refused(api: Api, calendar: str, recurrence: Any, field: str) -> None:
    assert refusal(api, calendar, recurrence) == (400, "invalid_field", field)


@pytest.mark.parametrize(
    "when",
    [
        {**NINE, "starts_at": "2026-03-26T09:00:00.5"},
        {**NINE, "starts_at": "2026-10-25T02:30:00+01:00", "ends_at": "2026-10-25T04:00:00+01:00"},
    ],
    ids=["a fraction of a second", "the second of two equal local times"],
)
def test_a_start_that_a_series_cannot_have_is_refused(api: Api, calendar: str, when: dict[str, str]) -> None:
    assert refusal(api, calendar, DAILY, when) == (400, "invalid_field", "starts_at")
    assert api.post(f"{calendar}/events", {"title": "x", **when}).status_code == 201


def test_a_series_with_more_than_two_thousand_exceptions_is_too_large(api: Api, calendar: str) -> None:
    for lines in ([f"EXDATE:{','.join(times(2001))}"], [f"RDATE:{one}" for one in times(2001)]):
        start = {**NINE, "starts_at": "2000-01-01T09:00", "ends_at": "2000-01-01T10:00"}
        assert refusal(api, calendar, [*DAILY, *lines], start) == (413, "too_many_exceptions", "recurrence")
    full = api.new_event(calendar, **NINE, recurrence=[*DAILY, f"EXDATE:{','.join(times(2000))}"])
    path = f"{calendar}/events/{full['id']}_20260328T080000Z"
    for answer in (api.patch(path, {"title": "x"}), api.delete(path)):
        assert problem(answer) == (413, "too_many_exceptions", "recurrence")
    assert api.patch(path, {"title": "x"}, params={"scope": "all"}).status_code == 204
    whole = api.get(f"{calendar}/events/{full['id']}").json()["data"]["recurrence"]
    assert api.patch(f"{calendar}/events/{full['id']}", {"recurrence": whole, "title": "y"}).status_code == 204


@pytest.mark.parametrize(
    ("start", "scope", "patch", "field"),
    [
        ("_20260328T080000Z", "this", {"recurrence": DAILY}, "recurrence"),
        ("_20260328T080000Z", None, {"recurrence": DAILY}, "recurrence"),
        ("_20260328T080000Z", "following", {"recurrence": ["x"]}, "recurrence[0]"),
        ("_20260328T080000Z", "all", {"recurrence": ["x"]}, "recurrence[0]"),
        ("", None, {"recurrence": ["RRULE:FREQ=DAILY;COUNT=1", "EXDATE:20260326T080000Z"]}, "recurrence"),
        ("", None, {"recurrence": [*DAILY, None]}, "recurrence[1]"),
        ("", "this", {"title": "x"}, "scope"),
        ("", "following", {"title": "x"}, "scope"),
        ("_20260328T080000Z", "", {"title": "x"}, "scope"),
        ("_20260328T080000Z", "nonsense", {"title": "x"}, "scope"),
        ("_20260328T080000Z", "This", {"title": "x"}, "scope"),
        ("_20260328T080000Z", "all", {"starts_at": "2026-03-28T09:00:00.5"}, "starts_at"),
        ("_20260328T080000Z", "following", {"starts_at": "2026-03-28T09:00:00.5"}, "starts_at"),
        ("_20260328T080000Z", "this", {"starts_at": "2026-03-28T11:00"}, "ends_at"),
        ("_20260328T080000Z", "this", {"starts_on": "2026-03-28", "ends_on": "2026-03-28"}, "starts_on"),
        ("_20260328T080000Z", "this", {"title": None}, "title"),
    ],
)
def test_an_edit_that_makes_no_sense_is_refused_and_changes_nothing(
    api: Api, calendar: str, series: dict[str, Any], start: str, scope: str | None, patch: dict[str, Any], field: str
) -> None:
    before = listed(api, calendar, "2026-03-01", "2026-05-01")
    query = {} if scope is None else {"scope": scope}
    answer = api.patch(f"{calendar}/events/{series['id']}{start}", patch, params=query)
    assert problem(answer)[0] == 400
    assert problem(answer)[2] == field
    whole = {**NINE, "title": "x", **patch}
    if patch.keys() == {"recurrence"}:
        replacing = api.put(f"{calendar}/events/{series['id']}{start}", whole, params=query)
        assert (problem(replacing)[0], problem(replacing)[2]) == (400, field)
    if field == "scope":
        assert problem(api.delete(f"{calendar}/events/{series['id']}{start}", params=query)) == problem(answer)
    assert listed(api, calendar, "2026-03-01", "2026-05-01") == before
    assert api.get(f"{calendar}/events/{series['id']}").json()["data"] == series


NO_IDS = (
    "_",
    "_x",
    "_20260329T070000",
    "_20260329t070000z",
    "_20260329T070000Z_",
    "_20260329T070000Z%20",
    "_20260329T070000%2B0000",
    "_2026-03-29",
    "_20260230",
    "_20260329T250000Z",
    "_00010101",
    "_00010101T000000Z",
    "_99991231T235959Z",
    "_99999999",
    "_%D9%A2%D9%A0260329",
)
NO_OCCURRENCES = (
    "_20260329",
    "_20260329T070001Z",
    "_20260329T080000Z",
    "_20260325T080000Z",
    "_15830102T000000Z",
    "_99991229T235959Z",
    "_99991229",
)


@pytest.mark.parametrize("start", [*NO_IDS, *NO_OCCURRENCES])
def test_an_id_that_names_no_occurrence_is_refused_or_not_found(
    api: Api, calendar: str, series: dict[str, Any], start: str
) -> None:
    path = f"{calendar}/events/{series['id']}{start}"
    expected = (400, "invalid_field", "event_id") if start in NO_IDS else (404, "event_not_found", None)
    for scope in ("this", "following", "all"):
        assert problem(api("PATCH", f"{path}?scope={scope}", json={"title": "x"})) == expected
        assert problem(api("DELETE", f"{path}?scope={scope}")) == expected
    assert problem(api.put(path, {"title": "x", **NINE})) == expected
    assert problem(api.get(path)) == problem(api("POST", f"{path}/reset")) == expected
    listing = api.get(f"{calendar}/events?ids={series['id']}{start}")
    if start in NO_IDS:
        assert problem(listing) == (400, "invalid_field", "ids")
    else:
        assert listing.json() == {"data": [], "meta": {"missing": [f"{series['id']}{start}"]}}
    assert api.get(f"{calendar}/events/{series['id']}").json()["data"] == series


def test_a_time_of_day_names_no_occurrence_of_an_all_day_series(api: Api, calendar: str) -> None:
    series = api.new_event(calendar, **THAT_DAY, recurrence=DAILY)
    for start in ("_20260328T000000Z", "_20260327T230000Z", "_20260325"):
        assert problem(api.get(f"{calendar}/events/{series['id']}{start}"))[:2] == (404, "event_not_found")


def test_only_an_occurrence_can_be_reset(api: Api, calendar: str, series: dict[str, Any]) -> None:
    single = api.new_event(calendar, **NINE)
    for event_id in (series["id"], single["id"]):
        answer = api("POST", f"{calendar}/events/{event_id}/reset")
        assert problem(answer) == (400, "invalid_field", "event_id")
    answer = api("POST", f"{calendar}/events/{single['id']}_20260326T080000Z/reset")
    assert problem(answer)[:2] == (404, "event_not_found")


@pytest.mark.parametrize(
    ("path", "code", "field"),
    [
        ("?from=2026-03-26&expand=maybe", "invalid_field", "expand"),
        ("?from=2026-03-26&expand=", "invalid_field", "expand"),
        ("?from=2026-03-26&expand=true&expand=true", "repeated_parameter", "expand"),
        ("?from=2026-03-26&scope=all", "unknown_parameter", "scope"),
        ("/{id}?scope=this", "unknown_parameter", "scope"),
        ("/{id}?expand=false", "unknown_parameter", "expand"),
        ("/{id}/occurrences?q=x", "unknown_parameter", "q"),
        ("/{id}/occurrences?expand=true", "unknown_parameter", "expand"),
        ("/{id}/occurrences?from=2026-04-01&to=2026-04-01", "invalid_field", "to"),
        ("/{id}/occurrences?from=2026-04-02&to=2026-04-01", "invalid_field", "to"),
        ("/{id}/occurrences?from=2026-04-01T09:00", "invalid_field", "from"),
        ("/{id}/occurrences?to=0001-01-01", "invalid_field", "to"),
        ("/{id}/occurrences?from=9999-12-31", "invalid_field", "from"),
        ("/{id}/occurrences?time_zone=Mars", "invalid_field", "time_zone"),
        ("/{id}/occurrences?page_size=0", "invalid_field", "page_size"),
        ("/{id}/occurrences?page_size=1001", "invalid_field", "page_size"),
        ("/{id}/occurrences?cursor=x", "invalid_cursor", "cursor"),
        ("/{id}_20260328T080000Z/occurrences", "invalid_field", "event_id"),
        ("/x/occurrences", "invalid_field", "event_id"),
    ],
)
def test_a_query_about_series_that_makes_no_sense_is_refused_by_parameter(
    api: Api, calendar: str, series: dict[str, Any], path: str, code: str, field: str
) -> None:
    assert problem(api.get(f"{calendar}/events{path.format(id=series['id'])}")) == (400, code, field)


def test_a_cursor_of_another_series_or_list_is_refused(api: Api, calendar: str, series: dict[str, Any]) -> None:
    other = api.new_event(calendar, **NINE, recurrence=DAILY)
    here = f"{calendar}/events/{series['id']}/occurrences"
    cursor = api.get(here, params={"page_size": 1}).json()["meta"]["page"]["next"]
    for path, params in (
        (f"{calendar}/events/{other['id']}/occurrences", {}),
        (f"{calendar}/events", {"from": "2026-03-26"}),
        (here, {"from": "2026-03-26"}),
        (here, {"to": "2026-04-26"}),
        (here, {"time_zone": "UTC"}),
    ):
        assert problem(api.get(path, params={**params, "cursor": cursor})) == (400, "invalid_cursor", "cursor")
    assert api.get(here, params={"cursor": cursor}).status_code == 200


NAMES = (
    "COUNT UNTIL INTERVAL BYDAY BYMONTH BYMONTHDAY BYYEARDAY BYWEEKNO BYSETPOS BYHOUR BYMINUTE BYSECOND WKST".split()
)
VALUES = "0 1 2 29 53 -1 366 9999 MO -1FR 20260328 20260328T090000 20260328T080000Z 99991231T235959Z 00010101".split()
PARTS = st.builds("{}={}".format, st.sampled_from(NAMES), st.sampled_from(VALUES) | st.text(max_size=3))
RULES = st.builds(
    "RRULE:FREQ={};{}".format,
    st.sampled_from("MINUTELY HOURLY DAILY WEEKLY MONTHLY YEARLY".split()),
    st.lists(PARTS, min_size=1, max_size=4).map(";".join),
)
DATES = st.builds(
    "{}DATE{}:{}".format,
    st.sampled_from(["R", "EX", ""]),
    st.sampled_from(["", ";TZID=Asia/Tokyo", ";VALUE=DATE", ";TZID=", ";"]) | st.text(max_size=3),
    st.lists(st.sampled_from(VALUES), max_size=3).map(",".join),
)


@PROBING
@given(lines=st.lists(RULES | DATES | st.text(max_size=40), min_size=1, max_size=2))
def test_whatever_is_said_of_a_recurrence_is_understood_or_refused(api: Api, calendar: str, lines: list[str]) -> None:
    made = api.post(f"{calendar}/events", {"title": "x", **NINE, "recurrence": lines})
    assert made.status_code in {201, 400}
    if made.status_code == 400:
        assert str(problem(made)[2]).startswith("recurrence")
        return
    path = made.headers["Location"]
    again = api.post(f"{calendar}/events", {"title": "x", **NINE, "recurrence": made.json()["data"]["recurrence"]})
    assert again.json()["data"]["recurrence"] == made.json()["data"]["recurrence"]
    assert api.get(f"{path}/occurrences", params={"page_size": 3}).status_code == 200
    assert api.delete(path).status_code == api.delete(again.headers["Location"]).status_code == 204


TAILS = st.from_regex(r"_[0-9]{8}(T[0-9]{6}Z?)?", fullmatch=True) | st.text(min_size=1, max_size=20).map("_".__add__)


@PROBING
@given(tail=TAILS, alone=st.booleans())
def test_whatever_stands_where_an_id_belongs_is_refused_or_not_found(
    api: Api, calendar: str, series: dict[str, Any], tail: str, *, alone: bool
) -> None:
    segment = quote(tail, safe="")
    path = f"{calendar}/events/{'' if alone else series['id']}{segment}"
    for method, end in (("GET", ""), ("DELETE", "?scope=following"), ("POST", "/reset"), ("GET", "/occurrences")):
        assert api(method, f"{path}{end}").status_code in {400, 404}
    assert api.get(f"{calendar}/events?ids={segment}").status_code in {200, 400}
