"""Edits of series over HTTP: of one occurrence, of those from one on, of all; each in one call."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.conftest import MakeApi
from tests.functions.test_events import EVERYTHING
from tests.functions.test_series import DAILY, ITS_OWN, NINE, THAT_DAY, ids, listed, occurrences, starts
from tests.support.api import Api, problem

AS_A_RESULT = {"Prefer": "return=representation"}
ALL_DAY = {"starts_at": None, "ends_at": None, "time_zone": None}
NEXT_WEEK = {"starts_at": "2026-04-08T14:00", "ends_at": "2026-04-08T15:30"}
MONTHS = {"start": "2026-01-01", "to": "2026-12-31"}
THIRD = "_20260328T080000Z"


class Daily:
    """A series of ten days on a calendar of its own, and how to reach what belongs to it."""

    def __init__(self, api: Api, *lines: str, **details: Any) -> None:
        self.api, self.calendar = api, api.new_calendar(time_zone="Europe/Berlin")
        self.made = self.new(*lines, **details)
        self.id = self.made["id"]

    def new(self, *lines: str, **details: Any) -> dict[str, Any]:
        words = {**NINE, "title": "Stand-up", "recurrence": lines or ["RRULE:FREQ=DAILY;COUNT=10"], **details}
        return self.api.new_event(self.calendar, **words)

    def path(self, start: str = "", series_id: str | None = None) -> str:
        return f"{self.calendar}/events/{series_id or self.id}{start}"

    def read(self, start: str = "") -> Any:
        return self.api.get(self.path(start)).json()["data"]

    def all(self, series_id: str | None = None) -> list[dict[str, Any]]:
        return occurrences(self.api, self.calendar, series_id or self.id)

    def change(self, start: str, scope: str, **patch: Any) -> httpx.Response:
        return self.api.patch(self.path(start), patch, params={"scope": scope})


def days(events: list[dict[str, Any]]) -> list[str]:
    return [start[5:10] for start in starts(events)]


def days_from(first: int, count: int) -> list[str]:
    return [f"03-{day}" if day <= 31 else f"04-{day - 31:02}" for day in range(first, first + count)]


def at(hour: int, day: str = "2026-03-28") -> dict[str, str]:
    return {"starts_at": f"{day}T{hour:02}:00", "ends_at": f"{day}T{hour + 1:02}:00"}


def test_anything_may_be_changed_of_one_occurrence_and_the_others_stay_as_they_are(api: Api) -> None:
    daily = Daily(api)
    first, second, _, *rest = daily.all()
    answer = api.patch(daily.path(THIRD), EVERYTHING, headers=AS_A_RESULT)
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (200, "return=representation")
    data = answer.json()["data"]
    assert {name: data[name] for name in EVERYTHING} == EVERYTHING
    assert data["id"] == daily.id + THIRD
    assert [data[name] for name in ITS_OWN] == [[], daily.id, "2026-03-28T09:00:00+01:00", None, True]
    read = api.get(daily.path(THIRD))
    assert (read.json(), read.headers["ETag"]) == (answer.json(), answer.headers["ETag"])
    others = [{**one, "updated_at": data["updated_at"]} for one in (daily.made, first, second, *rest)]
    assert [daily.read(), *daily.all()] == [*others[:3], data, *others[3:]], "but for when the series was changed"


@pytest.mark.parametrize(
    "when",
    [
        NEXT_WEEK,
        {"starts_at": "2026-09-01T09:00", "ends_at": "2026-09-01T10:00"},
        {"starts_at": "2026-01-05T09:00", "ends_at": "2026-01-05T10:00"},
        {"starts_at": "2026-05-05T09:00", "ends_at": "2026-08-05T10:00"},
        {"starts_on": "2026-03-28", "ends_on": "2026-03-29", **ALL_DAY},
        {"starts_on": "2026-07-01", "ends_on": "2026-07-01", **ALL_DAY},
    ],
    ids=["next week", "months after the end", "before the start", "for months", "all-day", "all-day, elsewhere"],
)
def test_a_moved_occurrence_keeps_its_id_and_is_found_where_it_now_takes_place(
    api: Api, when: dict[str, str | None]
) -> None:
    daily = Daily(api)
    assert api.patch(daily.path(THIRD), {**when, "title": "moved"}).status_code == 204
    moved = daily.read(THIRD)
    start = str(when.get("starts_on") or when["starts_at"])
    assert (moved["starts_on"] or moved["starts_at"]).startswith(start)
    assert (moved["id"], moved["is_override"], moved["original_starts_on"]) == (daily.id + THIRD, True, None)
    assert moved["original_starts_at"] in {"2026-03-28T09:00:00+01:00", "2026-03-28T08:00:00Z"}
    around = listed(api, daily.calendar, start[:10], f"{start[:8]}{int(start[8:10]) + 1:02}")
    assert [one for one in around if one["title"] == "moved"] == [moved]
    on_the_day = listed(api, daily.calendar, "2026-03-28T08:00:00Z", "2026-03-28T09:00:00Z", q="stand-up")
    assert on_the_day == [], "not where it was"
    for found in (listed(api, daily.calendar, **MONTHS, page_size=4), daily.all()):
        assert len(found) == 10
        assert found.count(moved) == 1
        assert days([one for one in found if one != moved]) == [*days_from(26, 2), *days_from(29, 7)]


def test_an_occurrence_of_an_all_day_series_may_get_a_time(api: Api) -> None:
    daily = Daily(api, "RRULE:FREQ=DAILY", **THAT_DAY, starts_at=None, ends_at=None, time_zone=None)
    api.patch(daily.path("_20260328"), {"starts_on": None, "ends_on": None, **at(9)})
    data = daily.read("_20260328")
    assert (data["id"], data["starts_at"]) == (f"{daily.id}_20260328", "2026-03-28T09:00:00+01:00")
    assert [data[name] for name in ITS_OWN] == [[], daily.id, None, "2026-03-28", True]
    assert days(listed(api, daily.calendar, "2026-03-27", "2026-03-30")) == days_from(27, 3)


def test_replacing_one_occurrence_leaves_nothing_of_what_its_series_says(api: Api) -> None:
    daily = Daily(api, location="Room 4")
    assert api.put(daily.path(THIRD), {"title": "Review", **at(9)}).status_code == 204
    assert (daily.read(THIRD)["title"], daily.read(THIRD)["location"]) == ("Review", None)
    assert {one["location"] for one in daily.all()} == {"Room 4", None}


def test_a_second_edit_goes_on_from_the_first(api: Api) -> None:
    daily = Daily(api)
    api.patch(daily.path(THIRD), {**NEXT_WEEK, "location": "Room 4"})
    api.patch(daily.path(THIRD), {"title": "Review"}, params={"scope": "this"})
    data = daily.read(THIRD)
    assert (data["title"], data["location"], data["starts_at"]) == ("Review", "Room 4", "2026-04-08T14:00:00+02:00")
    assert days(listed(api, daily.calendar, **MONTHS, q="room")) == ["04-08"]


@pytest.mark.parametrize("patch", [{}, {"title": "Stand-up"}, {"recurrence": None}, at(9)])
def test_an_edit_that_changes_nothing_makes_no_override(api: Api, patch: dict[str, Any]) -> None:
    daily = Daily(api)
    assert api.patch(daily.path(THIRD), patch).status_code == 204
    assert daily.read(THIRD)["is_override"] is False
    assert api.get(daily.path()).headers["ETag"] == '"1"'


def test_an_override_can_be_reset(api: Api) -> None:
    daily = Daily(api)
    before = daily.read(THIRD)
    api.patch(daily.path(THIRD), {**NEXT_WEEK, "title": "moved"})
    answer = api("POST", f"{daily.path(THIRD)}/reset", headers=AS_A_RESULT)
    assert answer.json()["data"] == {**before, "updated_at": answer.json()["data"]["updated_at"]}
    assert api.get(daily.path(THIRD)).json() == answer.json()
    assert days(listed(api, daily.calendar, **MONTHS)) == days_from(26, 10)
    assert api("POST", f"{daily.path(THIRD)}/reset").status_code == 204, "also if there is nothing to reset"


@pytest.mark.parametrize("first", [{}, {"title": "moved", **NEXT_WEEK}], ids=["as it was", "an override"])
def test_a_cancelled_occurrence_is_gone_until_it_is_reset(api: Api, first: dict[str, str]) -> None:
    daily = Daily(api)
    api.patch(daily.path(THIRD), first)
    assert api.delete(daily.path(THIRD)).status_code == 204
    for answer in (
        api.get(daily.path(THIRD)),
        api.patch(daily.path(THIRD), {"title": "x"}),
        api.delete(daily.path(THIRD)),
    ):
        assert problem(answer)[:2] == (404, "event_not_found")
    missing = api.get(f"{daily.calendar}/events", params={"ids": daily.id + THIRD})
    assert missing.json() == {"data": [], "meta": {"missing": [daily.id + THIRD]}}
    for found in (listed(api, daily.calendar, **MONTHS), daily.all()):
        assert days(found) == [*days_from(26, 2), *days_from(29, 7)]
    assert daily.read()["recurrence"][1:] == ["EXDATE;TZID=Europe/Berlin:20260328T090000"]
    assert api("POST", f"{daily.path(THIRD)}/reset").status_code == 204
    assert (daily.read(THIRD)["title"], daily.read(THIRD)["is_override"]) == ("Stand-up", False)
    assert daily.read()["recurrence"] == daily.made["recurrence"]


def test_with_the_last_occurrence_the_series_goes(api: Api) -> None:
    daily = Daily(api, "RRULE:FREQ=DAILY;COUNT=2")
    for one in daily.all():
        assert api.delete(f"{daily.calendar}/events/{one['id']}").status_code == 204
    assert problem(api.get(daily.path()))[:2] == (404, "event_not_found")
    assert listed(api, daily.calendar, **MONTHS) == []


def test_from_one_occurrence_on_a_new_series_begins_and_the_old_one_ends_before_it(api: Api) -> None:
    daily = Daily(api)
    answer = daily.change("_20260330T070000Z", "following", title="Later", **at(11, "2026-03-30"))
    assert (answer.status_code, answer.json()["meta"]["ended_series_id"]) == (200, daily.id)
    begun = answer.json()["data"]
    assert answer.json()["meta"] == {
        "ended_series_id": daily.id,
        "begun_series_id": begun["id"],
        "dropped_overrides": [],
    }
    assert begun["id"] != daily.id
    assert [begun[name] for name in ITS_OWN] == [["RRULE:FREQ=DAILY;COUNT=6"], None, None, None, False]
    assert api.get(daily.path(series_id=begun["id"])).json()["data"] == begun
    assert daily.read()["recurrence"] == ["RRULE:FREQ=DAILY;COUNT=4"]
    found = listed(api, daily.calendar, **MONTHS)
    assert [(one["title"], start) for one, start in zip(found, days(found), strict=True)] == [
        *(("Stand-up", day) for day in days_from(26, 4)),
        *(("Later", day) for day in days_from(30, 6)),
    ]
    assert starts(found)[4] == "2026-03-30T11:00:00+02:00"
    assert ids(found) == ids(daily.all()) + ids(daily.all(begun["id"]))
    assert ids(found)[4] == f"{begun['id']}_20260330T090000Z"
    assert problem(api.get(daily.path("_20260331T070000Z")))[:2] == (404, "event_not_found")
    api.delete(daily.path())
    assert days(listed(api, daily.calendar, **MONTHS)) == days_from(30, 6), "each half stands for itself"


def test_what_was_changed_alone_belongs_to_the_half_that_it_is_in(api: Api) -> None:
    daily = Daily(api, "RRULE:FREQ=DAILY;COUNT=10", "EXDATE:20260327T080000Z,20260401T070000Z")
    api.patch(daily.path(THIRD), {"title": "before"})
    api.patch(daily.path("_20260331T070000Z"), {"title": "behind", **at(9, "2026-03-20")})
    answer = daily.change("_20260330T070000Z", "following", location="Room 4")
    begun = answer.json()["meta"]["begun_series_id"]
    assert daily.read()["recurrence"] == ["RRULE:FREQ=DAILY;COUNT=4", "EXDATE;TZID=Europe/Berlin:20260327T090000"]
    expected = ["RRULE:FREQ=DAILY;COUNT=6", "EXDATE;TZID=Europe/Berlin:20260401T090000"]
    assert answer.json()["data"]["recurrence"] == expected
    assert daily.read(THIRD)["title"] == "before"
    behind = api.get(daily.path("_20260331T070000Z", begun)).json()["data"]
    assert (behind["title"], behind["series_id"], behind["location"]) == ("behind", begun, None)
    assert behind["original_starts_at"] == "2026-03-31T09:00:00+02:00"
    assert listed(api, daily.calendar, "2026-03-20", "2026-03-21") == [behind]
    assert behind in daily.all(begun)
    assert problem(api.get(daily.path("_20260331T070000Z")))[:2] == (404, "event_not_found")
    assert api("POST", f"{daily.path('_20260331T070000Z', begun)}/reset").status_code == 204
    assert days(listed(api, daily.calendar, **MONTHS)) == ["03-26", *days_from(28, 4), *days_from(33, 3)]


def test_replacing_what_follows_leaves_nothing_of_what_the_series_said(api: Api) -> None:
    daily = Daily(api, location="Room 4")
    whole = {"title": "Later", **at(9, "2026-03-30"), "recurrence": ["RRULE:FREQ=DAILY;COUNT=2"]}
    answer = api.put(daily.path("_20260330T070000Z"), whole, params={"scope": "following"})
    begun = answer.json()["data"]
    assert (begun["title"], begun["location"], begun["recurrence"]) == ("Later", None, whole["recurrence"])
    assert days(listed(api, daily.calendar, **MONTHS)) == days_from(26, 6)
    assert daily.read()["location"] == "Room 4"


def test_overrides_that_the_new_series_has_no_place_for_are_named(api: Api) -> None:
    daily = Daily(api)
    api.patch(daily.path("_20260331T070000Z"), {"title": "lost"})
    answer = daily.change("_20260330T070000Z", "following", recurrence=["RRULE:FREQ=DAILY;INTERVAL=2"])
    assert answer.json()["meta"]["dropped_overrides"] == [f"{daily.id}_20260331T070000Z"]
    assert listed(api, daily.calendar, **MONTHS, q="lost") == []


def test_a_series_is_ended_by_deleting_what_follows(api: Api) -> None:
    daily = Daily(api, "RRULE:FREQ=DAILY")
    api.patch(daily.path("_20260402T070000Z"), {"title": "lost", **at(9, "2026-03-20")})
    assert api.delete(daily.path("_20260329T070000Z"), params={"scope": "following"}).status_code == 204
    assert days(listed(api, daily.calendar, **MONTHS)) == days(daily.all()) == days_from(26, 3)
    assert daily.read()["recurrence"] == ["RRULE:FREQ=DAILY;UNTIL=20260329T065959Z"]
    assert api.delete(daily.path("_20260326T080000Z"), params={"scope": "following"}).status_code == 204
    assert problem(api.get(daily.path()))[:2] == (404, "event_not_found")


def test_from_the_first_occurrence_on_the_series_itself_is_changed(api: Api) -> None:
    daily = Daily(api)
    answer = daily.change("_20260326T080000Z", "following", title="Later", **at(11, "2026-03-26"))
    assert answer.status_code == 204
    assert (daily.read()["title"], days(daily.all())) == ("Later", days_from(26, 10))


def test_a_split_that_would_lose_the_rhythm_is_refused(api: Api) -> None:
    daily = Daily(api, "RRULE:FREQ=DAILY;INTERVAL=2", "RDATE:20260329T070000Z")
    refused = daily.change("_20260329T070000Z", "following", title="x")
    assert problem(refused) == (409, "cannot_split_here", "scope")
    assert daily.read() == daily.made


def test_a_start_moved_at_an_occurrence_moves_all_of_them_as_far(api: Api) -> None:
    daily = Daily(api)
    assert daily.change("_20260330T070000Z", "all", **at(11, "2026-03-31")).status_code == 204
    assert daily.read()["starts_at"] == "2026-03-27T11:00:00+01:00"
    assert days(daily.all()) == days_from(27, 10)
    assert {start[11:16] for start in starts(daily.all())} == {"11:00"}


def test_a_move_of_all_takes_exceptions_along_and_names_the_overrides_that_it_drops(api: Api) -> None:
    daily = Daily(api, "RRULE:FREQ=DAILY;UNTIL=20260404T070000Z", "EXDATE:20260327T080000Z")
    api.patch(daily.path(THIRD), {"title": "lost"})
    answer = daily.change("_20260330T070000Z", "all", **at(11, "2026-03-30"))
    assert answer.status_code == 200
    assert answer.json()["meta"] == {
        "ended_series_id": None,
        "begun_series_id": None,
        "dropped_overrides": [daily.id + THIRD],
    }
    assert answer.json()["data"] == daily.read()
    assert days(daily.all()) == ["03-26", *days_from(28, 8)]
    assert problem(api.get(daily.path(THIRD)))[:2] == (404, "event_not_found")
    assert listed(api, daily.calendar, **MONTHS, q="lost") == []


@pytest.mark.parametrize(
    ("clock", "recurrence"),
    [
        ({"time_zone": "America/New_York"}, "EXDATE;TZID=America/New_York:20260327T040000"),
        ({"time_zone": "America/New_York", **at(9, "2026-03-26")}, "EXDATE;TZID=America/New_York:20260327T090000"),
        ({**ALL_DAY, **THAT_DAY}, "EXDATE;VALUE=DATE:20260327"),
    ],
    ids=["same instant", "same wall clock", "all-day"],
)
def test_a_series_that_gets_another_clock_keeps_what_was_excluded(
    api: Api, clock: dict[str, str | None], recurrence: str
) -> None:
    daily = Daily(api, "RRULE:FREQ=DAILY;COUNT=4", "EXDATE:20260327T080000Z")
    assert api.patch(daily.path(), clock).status_code == 204
    assert daily.read()["recurrence"] == ["RRULE:FREQ=DAILY;COUNT=4", recurrence]
    assert days(daily.all()) == ["03-26", "03-28", "03-29"]


def test_another_rule_keeps_the_overrides_that_it_has_a_place_for(api: Api) -> None:
    daily = Daily(api)
    api.patch(daily.path(THIRD), {"title": "kept", **NEXT_WEEK})
    api.patch(daily.path("_20260329T070000Z"), {"title": "lost"})
    answer = api.patch(daily.path(), {"recurrence": ["RRULE:FREQ=DAILY;INTERVAL=2;COUNT=3"]})
    assert answer.json()["meta"]["dropped_overrides"] == [f"{daily.id}_20260329T070000Z"]
    found = listed(api, daily.calendar, **MONTHS)
    assert [(one["title"], one["starts_at"][5:10]) for one in found] == [
        ("Stand-up", "03-26"),
        ("Stand-up", "03-30"),
        ("kept", "04-08"),
    ]


def test_an_edit_of_the_series_leaves_an_override_as_it_is(api: Api) -> None:
    daily = Daily(api)
    api.patch(daily.path(THIRD), {"location": "Room 4"})
    override = daily.read(THIRD)
    assert api.patch(daily.path(), {"title": "Later"}).status_code == 204
    assert daily.read(THIRD) == override
    assert [one["title"] for one in daily.all()].count("Later") == 9


@pytest.mark.parametrize(
    "lines",
    [
        ["RRULE:FREQ=DAILY;UNTIL=20260404T000000Z", "EXDATE;TZID=Europe/Berlin:20260327T090000,20300101T000000"],
        ["RRULE:FREQ=WEEKLY;COUNT=9;INTERVAL=2;BYDAY=TU,TH;WKST=SU", "RDATE;TZID=Europe/Berlin:20260329T033000"],
    ],
)
def test_an_edit_of_something_else_keeps_the_recurrence_to_the_letter(api: Api, lines: list[str]) -> None:
    daily = Daily(api, *lines)
    assert daily.made["recurrence"] == lines
    for change in ({"title": "Later"}, {"ends_at": "2026-03-26T11:00"}, {"recurrence": lines}):
        assert api.patch(daily.path(), change).status_code == 204
        assert daily.read()["recurrence"] == lines
    whole = {**NINE, "title": "Later", "recurrence": lines}
    assert api.put(daily.path(), whole).status_code == 204
    assert daily.read()["recurrence"] == lines


@pytest.mark.parametrize(
    "change",
    [
        lambda api, path: api.patch(path, {"recurrence": None}, headers=AS_A_RESULT),
        lambda api, path: api.patch(path, {"recurrence": []}, headers=AS_A_RESULT),
        lambda api, path: api.put(path, {**NINE, "title": "Stand-up"}, headers=AS_A_RESULT),
    ],
    ids=["null", "empty", "left out"],
)
def test_a_series_that_loses_its_recurrence_is_a_single_event(
    api: Api, change: Callable[[Api, str], httpx.Response]
) -> None:
    daily = Daily(api)
    api.patch(daily.path(THIRD), {"title": "lost"})
    answer = change(api, daily.path())
    single = answer.json()["data"]
    assert (answer.status_code, answer.json()["meta"]["dropped_overrides"]) == (200, [daily.id + THIRD])
    assert single == {**daily.made, "recurrence": [], "updated_at": single["updated_at"]}
    assert listed(api, daily.calendar, **MONTHS) == daily.all() == [single]
    assert problem(api.get(daily.path(THIRD)))[:2] == (404, "event_not_found")
    assert api.patch(daily.path(), {"recurrence": DAILY}).status_code == 204
    assert daily.read(THIRD)["title"] == "Stand-up", "what was dropped does not come back"


def test_all_is_deleted_by_any_occurrence(api: Api) -> None:
    daily = Daily(api)
    api.patch(daily.path(THIRD), {"title": "moved", **at(9, "2026-09-01")})
    assert api.delete(daily.path("_20260329T070000Z"), params={"scope": "all"}).status_code == 204
    assert problem(api.get(daily.path()))[:2] == (404, "event_not_found")
    assert problem(api.get(daily.path(THIRD)))[:2] == (404, "event_not_found")
    assert listed(api, daily.calendar, **MONTHS) == []


@pytest.mark.parametrize("scope", ["this", "following", "all"])
def test_versions_of_an_occurrence_guard_edits_of_every_scope(api: Api, scope: str) -> None:
    daily = Daily(api)
    stale = api.get(daily.path(THIRD)).headers["ETag"]
    api.patch(daily.path(THIRD), {"location": "Room 4"})
    current = api.get(daily.path(THIRD)).headers["ETag"]
    before, options = daily.all(), {"params": {"scope": scope}, "headers": {"If-Match": stale}}
    for answer in (
        api.patch(daily.path(THIRD), {"title": "x"}, **options),
        api.put(daily.path(THIRD), {"title": "x", **at(9)}, **options),
        api.delete(daily.path(THIRD), **options),
        api("POST", f"{daily.path(THIRD)}/reset", headers={"If-Match": stale}),
    ):
        assert problem(answer)[:2] == (412, "version_mismatch")
        assert answer.json()["errors"][0]["meta"]["current"] == current
    assert daily.all() == before
    options["headers"] = {"If-Match": current}
    assert api.patch(daily.path(THIRD), {"title": "x"}, **options).status_code in {200, 204}


def test_an_occurrence_that_one_has_is_not_sent_again(api: Api) -> None:
    daily = Daily(api)
    tag = {"If-None-Match": api.get(daily.path(THIRD)).headers["ETag"]}
    assert api.get(daily.path(THIRD), headers=tag).status_code == 304
    api.patch(daily.path(THIRD), {"title": "x"})
    assert api.get(daily.path(THIRD), headers=tag).status_code == 200
    series = {"If-None-Match": '"1"'}
    assert api.get(daily.path(), headers=series).status_code == 200, "what is excluded from a series is part of it"


def test_no_version_of_an_occurrence_ever_comes_again(api: Api) -> None:
    daily = Daily(api)
    seen = [api.get(daily.path(THIRD)).headers["ETag"]]
    for title in ("a", "b", "c", None, "d", "e", None):
        if title is None:
            assert api("POST", f"{daily.path(THIRD)}/reset").status_code == 204
        else:
            assert api.patch(daily.path(THIRD), {"title": title}).status_code == 204
        seen.append(api.get(daily.path(THIRD)).headers["ETag"])
    assert len(set(seen)) == len(seen)
    assert problem(api.patch(daily.path(THIRD), {"title": "x"}, headers={"If-Match": ", ".join(seen[:-1])}))[0] == 412


def test_neither_a_stranger_nor_a_key_of_another_calendar_reaches_a_series(new_api: MakeApi, api: Api) -> None:
    daily = Daily(api)
    api.patch(daily.path(THIRD), {"title": "moved", **NEXT_WEEK})
    before, second = daily.all(), "_20260327T080000Z"
    elsewhere = api.new_calendar()
    for other, calendar in (
        (new_api(), daily.calendar),
        (api.new_key(calendars=[elsewhere.rpartition("/")[2]]), daily.calendar),
        (api, elsewhere),
    ):
        events = f"{calendar}/events"
        for start in (THIRD, second, "_20260327T083000Z", ""):
            path = f"{events}/{daily.id}{start}"
            for scope in ({"scope": "this"}, {"scope": "following"}, {"scope": "all"}):
                assert problem(other.patch(path, {"title": "x"}, params=scope))[0] == 404
                assert problem(other.put(path, {"title": "x", **at(9)}, params=scope))[0] == 404
                assert problem(other.delete(path, params=scope))[0] == 404
            assert problem(other.get(path))[0] == problem(other("POST", f"{path}/reset"))[0] == 404
        assert problem(other.get(f"{events}/{daily.id}/occurrences"))[0] == 404
    missing = api.get(f"{elsewhere}/events", params={"ids": daily.id + THIRD})
    assert missing.json() == {"data": [], "meta": {"missing": [daily.id + THIRD]}}
    assert daily.all() == before


def test_edits_of_several_occurrences_at_the_same_time_are_all_kept(api: Api) -> None:
    daily = Daily(api)
    every = ids(daily.all())[:8]
    with ThreadPoolExecutor(8) as threads:
        edited = threads.map(lambda one: api.patch(f"{daily.calendar}/events/{one}", {"title": one[-16:]}), every)
        assert [answer.status_code for answer in edited] == [204] * 8
    found = daily.all()
    assert [one["title"] for one in found] == [*(one[-16:] for one in every), "Stand-up", "Stand-up"]
    assert [one["is_override"] for one in found] == [True] * 8 + [False] * 2


def test_of_edits_of_one_version_at_the_same_time_exactly_one_is_made(api: Api) -> None:
    daily = Daily(api)
    tag = {"If-Match": api.get(daily.path(THIRD)).headers["ETag"]}
    with ThreadPoolExecutor(8) as threads:
        edited = list(threads.map(lambda n: api.patch(daily.path(THIRD), {"title": str(n)}, headers=tag), range(8)))
    assert sorted(answer.status_code for answer in edited) == [204] + [412] * 7
    winner = next(number for number, answer in enumerate(edited) if answer.status_code == 204)
    assert daily.read(THIRD)["title"] == str(winner)
