"""Events over HTTP."""

import pytest

from tests.support.api import Api, problem

MORNING = {"starts_at": "2026-03-28T09:00:00+01:00", "ends_at": "2026-03-28T10:00:00+01:00"}
EVERYTHING = {
    "title": "Planning",
    "description": "Bring the *numbers*.",
    "location": "Room 4",
    "status": "tentative",
    "transparency": "transparent",
    "visibility": "private",
    "color": "#0f766e",
    "url": "https://example.org/agenda",
    "attendees": [
        {"email": "ada@example.org", "name": "Ada", "role": "chair", "response": "accepted"},
        {"email": "bob@example.org", "name": None, "role": "req_participant", "response": "needs_action"},
    ],
    "reminders": [{"minutes_before": 15, "action": "display"}],
    "metadata": {"project": "apollo"},
}


def test_an_event_comes_back_as_it_was_made(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    made = api.post(f"{calendar}/events", {**EVERYTHING, **MORNING})
    data = made.json()["data"]
    read = api.get(made.headers["Location"])
    assert read.json() == made.json()
    assert read.headers["ETag"] == made.headers["ETag"]
    assert {name: data[name] for name in EVERYTHING} == EVERYTHING
    assert (data["starts_at"], data["time_zone"]) == ("2026-03-28T09:00:00+01:00", "Europe/Berlin")
    assert (data["starts_on"], data["ends_on"]) == (None, None)


def test_an_all_day_event_has_dates_and_no_zone(api: Api) -> None:
    data = api.new_event(api.new_calendar(), starts_on="2028-02-29", ends_on="2028-03-01")
    assert (data["starts_on"], data["ends_on"]) == ("2028-02-29", "2028-03-01")
    assert (data["starts_at"], data["ends_at"], data["time_zone"]) == (None, None, None)


def test_a_date_time_without_offset_is_read_in_the_events_zone(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    own = api.new_event(calendar, starts_at="2026-07-01T09:00", ends_at="2026-07-01T10:00")
    other = api.new_event(
        calendar, starts_at="2026-07-01T09:00", ends_at="2026-07-01T10:00", time_zone="America/New_York"
    )
    assert own["starts_at"] == "2026-07-01T09:00:00+02:00"
    assert other["starts_at"] == "2026-07-01T09:00:00-04:00"


def test_a_time_that_a_dst_change_skips_moves_forward_by_the_gap(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    data = api.new_event(calendar, starts_at="2026-03-29T02:30:00", ends_at="2026-03-29T04:00:00")
    assert data["starts_at"] == "2026-03-29T03:30:00+02:00"


def test_a_time_that_happens_twice_is_the_first(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    data = api.new_event(calendar, starts_at="2026-10-25T02:30:00", ends_at="2026-10-25T04:00:00")
    assert data["starts_at"] == "2026-10-25T02:30:00+02:00"


def test_a_local_mean_time_comes_back_in_utc_as_rfc_3339_cannot_write_its_offset(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    data = api.new_event(calendar, starts_at="1700-01-01T12:00:00", ends_at="1700-01-01T13:00:00")
    assert data["starts_at"] == "1700-01-01T11:06:32Z"
    assert data["time_zone"] == "Europe/Berlin"


def test_an_event_keeps_its_id_when_it_moves(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **MORNING)
    path = f"{calendar}/events/{event['id']}"
    assert api.patch(path, {"starts_at": "2026-05-01T09:00Z", "ends_at": "2026-05-03T09:00Z"}).status_code == 204
    assert api.get(path).json()["data"]["starts_at"] == "2026-05-01T09:00:00Z"
    assert api.titles(calendar, start="2026-03-28", to="2026-03-29") == []
    for day in ("2026-05-01", "2026-05-02", "2026-05-03"):
        assert api.titles(calendar, start=f"{day}T00:00:00Z", to=f"{day}T23:00:00Z") == ["Planning"]


def test_a_timed_event_becomes_all_day_by_a_patch(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **MORNING)
    path = f"{calendar}/events/{event['id']}"
    halfway = api.patch(path, {"starts_on": "2026-03-28", "ends_on": "2026-03-28"})
    assert problem(halfway) == (400, "invalid_field", "starts_on")
    cleared = {"starts_at": None, "ends_at": None, "time_zone": None}
    assert api.patch(path, {**cleared, "starts_on": "2026-03-28", "ends_on": "2026-03-28"}).status_code == 204
    assert api.get(path).json()["data"]["starts_on"] == "2026-03-28"


def test_a_patch_replaces_lists_and_merges_objects(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **MORNING, **{**EVERYTHING, "title": "Planning"})
    path = f"{calendar}/events/{event['id']}"
    api.patch(path, {"attendees": [{"email": "eve@example.org"}], "metadata": {"phase": "2"}, "location": None})
    data = api.get(path).json()["data"]
    assert [one["email"] for one in data["attendees"]] == ["eve@example.org"]
    assert data["metadata"] == {"project": "apollo", "phase": "2"}
    assert data["location"] is None
    assert data["status"] == "tentative"


def test_replacing_can_answer_with_the_result(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **MORNING, location="Room 4")
    path = f"{calendar}/events/{event['id']}"
    answer = api.put(path, {"title": "Review", **MORNING}, headers={"Prefer": "return=representation"})
    assert (answer.status_code, answer.headers["Preference-Applied"]) == (200, "return=representation")
    assert (answer.json()["data"]["title"], answer.json()["data"]["location"]) == ("Review", None)
    assert answer.headers["ETag"] == api.get(path).headers["ETag"]


@pytest.mark.parametrize("tags", ['"1"x', '"1";a', '"1" "2"', 'W/"1"', "1", '"one"', "", '"' + "9" * 5000 + '"'])
def test_a_tag_that_is_none_matches_nothing(api: Api, tags: str) -> None:
    calendar = api.new_calendar()
    path = f"{calendar}/events/{api.new_event(calendar, **MORNING)['id']}"
    assert problem(api.patch(path, {"title": "Review"}, headers={"If-Match": tags}))[0] == 412
    assert api.patch(path, {"title": "Review"}, headers={"If-Match": "*"}).status_code == 204


@pytest.mark.parametrize(
    ("start", "zone"), [("9999-12-29T20:00:00Z", "Asia/Tokyo"), ("1583-01-02T05:00:00Z", "Etc/GMT+10")]
)
def test_what_was_created_at_the_edge_of_the_calendar_can_be_changed(api: Api, start: str, zone: str) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, starts_at=start, ends_at=start, time_zone=zone)
    path = f"{calendar}/events/{event['id']}"
    assert api.patch(path, {"title": "Review"}).status_code == 204
    assert api.get(path).json()["data"]["starts_at"] == event["starts_at"]


def test_versions_guard_changes_and_deletion(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, **MORNING)
    path = f"{calendar}/events/{event['id']}"
    assert api.patch(path, {"title": "Review"}, headers={"If-Match": '"1"'}).status_code == 204
    assert problem(api.put(path, {"title": "x", **MORNING}, headers={"If-Match": '"1"'}))[0] == 412
    assert problem(api.delete(path, headers={"If-Match": '"1"'}))[0] == 412
    assert api.delete(path, headers={"If-Match": '"1", "2"'}).status_code == 204


def test_a_deleted_event_is_gone(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, starts_on="2026-03-28", ends_on="2026-03-30")
    path = f"{calendar}/events/{event['id']}"
    assert api.delete(path).status_code == 204
    assert problem(api.get(path))[:2] == (404, "event_not_found")
    assert problem(api.delete(path))[:2] == (404, "event_not_found")
    assert problem(api.patch(path, {"title": "x"}))[:2] == (404, "event_not_found")
    assert api.titles(calendar, start="2026-03-01", to="2026-04-15") == []


def test_several_events_are_read_by_their_ids(api: Api) -> None:
    calendar = api.new_calendar()
    one, two = (api.new_event(calendar, **MORNING, location=place)["id"] for place in ("here", "there"))
    gone = api.new_event(calendar, **MORNING)["id"]
    api.delete(f"{calendar}/events/{gone}")
    answer = api.get(f"{calendar}/events", params={"ids": f"{two},{gone},{one},{two}"})
    assert [event["id"] for event in answer.json()["data"]] == [two, one]
    assert answer.json()["meta"] == {"missing": [gone]}


def test_ids_of_another_calendar_are_missing(api: Api) -> None:
    elsewhere = api.new_event(api.new_calendar(), **MORNING)["id"]
    answer = api.get(f"{api.new_calendar()}/events", params={"ids": elsewhere})
    assert answer.json() == {"data": [], "meta": {"missing": [elsewhere]}}
