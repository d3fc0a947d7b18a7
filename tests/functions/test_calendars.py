"""Calendars over HTTP."""

from tests.support.api import Api, problem


def test_a_calendar_comes_back_as_it_was_made(api: Api) -> None:
    said = {
        "title": "Work",
        "description": "Team *meetings*",
        "time_zone": "Europe/Berlin",
        "color": "teal",
        "metadata": {"team": "platform"},
    }
    made = api.post("/v1/calendars", said)
    read = api.get(made.headers["Location"])
    assert made.status_code == 201
    assert made.headers["Location"] == f"/v1/calendars/{made.json()['data']['id']}"
    assert read.json() == made.json()
    assert {name: read.json()["data"][name] for name in said} == said
    assert read.json()["data"]["created_at"].endswith("Z")


def test_a_path_may_be_encoded_more_than_it_must(api: Api) -> None:
    calendar = api.new_calendar()
    encoded = calendar.replace("-", "%2D")
    assert api.get(encoded).json()["data"]["id"] == calendar.rpartition("/")[2]
    event = api.new_event(encoded, starts_on="2026-03-28", ends_on="2026-03-28")
    assert api.get(f"{calendar}/events/{event['id']}").status_code == 200


def test_what_is_left_out_has_a_default_and_is_never_missing(api: Api) -> None:
    data = api.post("/v1/calendars", {"title": "Work"}).json()["data"]
    assert data["description"] is None
    assert data["color"] is None
    assert data["metadata"] == {}
    assert data["time_zone"] == "UTC"


def test_calendars_are_listed_in_pages_oldest_first(api: Api) -> None:
    made = [api.new_calendar(title=f"Calendar {number}").rpartition("/")[2] for number in range(5)]
    pages = [[one["id"] for one in page] for page in api.pages("/v1/calendars", {"page_size": 2})]
    assert pages == [made[:2], made[2:4], made[4:]]


def test_a_full_last_page_is_followed_by_nothing(api: Api) -> None:
    api.new_calendar()
    api.new_calendar()
    assert len(list(api.pages("/v1/calendars", {"page_size": 2}))) == 1


def test_large_calendars_come_in_shorter_pages_and_none_is_lost(api: Api) -> None:
    made = [api.new_calendar(description="\n" * 16_000).rpartition("/")[2] for _ in range(120)]
    pages = [[one["id"] for one in page] for page in api.pages("/v1/calendars", {"page_size": 1000})]
    assert len(pages) == 2
    assert [one for page in pages for one in page] == made


def test_replacing_returns_what_is_left_out_to_its_default(api: Api) -> None:
    calendar = api.new_calendar(color="teal", metadata={"team": "platform"})
    answer = api.put(calendar, {"title": "Travel"})
    assert answer.status_code == 204
    assert answer.content == b""
    data = api.get(calendar).json()["data"]
    assert (data["title"], data["color"], data["metadata"]) == ("Travel", None, {})


def test_a_patch_merges(api: Api) -> None:
    calendar = api.new_calendar(color="teal", metadata={"team": "platform", "floor": "4"})
    answer = api.patch(
        calendar,
        {"color": None, "metadata": {"team": None, "room": "12"}},
        headers={"Content-Type": "application/merge-patch+json", "Prefer": "return=representation"},
    )
    assert answer.status_code == 200
    assert answer.json()["data"]["color"] is None
    assert answer.json()["data"]["metadata"] == {"floor": "4", "room": "12"}
    assert answer.json()["data"]["title"] == "Work"
    assert api.get(calendar).json() == answer.json()


def test_a_required_property_cannot_be_cleared(api: Api) -> None:
    calendar = api.new_calendar()
    assert problem(api.patch(calendar, {"title": None})) == (400, "missing_field", "title")


def test_versions_guard_changes(api: Api) -> None:
    calendar = api.new_calendar()
    first = api.get(calendar).headers["ETag"]
    assert api.patch(calendar, {"title": "Mine"}, headers={"If-Match": first}).status_code == 204
    late = api.patch(calendar, {"title": "Theirs"}, headers={"If-Match": first})
    current = api.get(calendar)
    assert problem(late)[:2] == (412, "version_mismatch")
    assert late.json()["errors"][0]["meta"]["current"] == current.headers["ETag"] != first
    assert current.json()["data"]["title"] == "Mine"


def test_a_reader_with_the_current_version_gets_nothing_again(api: Api) -> None:
    calendar = api.new_calendar()
    etag = api.get(calendar).headers["ETag"]
    unchanged = api.get(calendar, headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    api.patch(calendar, {"title": "Travel"})
    assert api.get(calendar, headers={"If-None-Match": etag}).status_code == 200


def test_a_change_that_changes_nothing_is_no_new_version(api: Api) -> None:
    calendar = api.new_calendar()
    before = api.get(calendar)
    assert api.patch(calendar, {"title": "Work"}).status_code == 204
    assert api.get(calendar).headers["ETag"] == before.headers["ETag"]


def test_a_deleted_calendar_is_gone_at_once_with_all_its_events(api: Api) -> None:
    calendar = api.new_calendar()
    event = api.new_event(calendar, starts_on="2026-03-28", ends_on="2026-03-28")
    answer = api.delete(calendar)
    assert answer.status_code == 202
    assert answer.json()["data"] == {"id": calendar.rpartition("/")[2], "type": "calendar", "status": "deleting"}
    for path in (calendar, f"{calendar}/events/{event['id']}", f"{calendar}/events?from=2026-03-01"):
        assert problem(api.get(path))[:2] == (404, "calendar_not_found")
    assert api.get("/v1/calendars").json()["data"] == []
    assert problem(api.delete(calendar))[:2] == (404, "calendar_not_found")


def test_a_stale_delete_is_refused(api: Api) -> None:
    calendar = api.new_calendar()
    assert problem(api.delete(calendar, headers={"If-Match": '"7"'}))[0] == 412
    assert api.get(calendar).status_code == 200
