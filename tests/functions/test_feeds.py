"""Feeds over HTTP: what their owner does with them, and what whoever has the address gets."""

import json
import re
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from adapters.http.gateway import Context
from adapters.settings import Settings
from functions import wiring
from tests.conftest import MakeApi
from tests.support.api import Api, problem
from tests.support.server import wait_until

ID = "019ca8b5-1000-7d3e-8a41-5f0c2b9d7e10"


def a_feed(api: Api, calendar: str, **wording: Any) -> dict[str, Any]:
    """Create a feed; what came back."""
    response = api.post(f"{calendar}/feeds", {"detail": "full", **wording})
    assert response.status_code == 201, response.text
    return dict(response.json()["data"])


def id_of(path: str) -> str:
    return path.rpartition("/")[2]


def fetch(api: Api, feed: dict[str, Any]) -> Any:
    """Read a feed as a calendar application does, which has no credential."""
    return Api(api.client).get(feed["path"])


def suspended(admin: Api, api: Api) -> str:
    """Suspend a client's owner; its path."""
    owner = f"/v1/admin/owners/{api.get('/v1/me').json()['data']['id']}"
    assert admin.post(f"{owner}/suspend", {}).status_code == 204
    return owner


def test_a_feed_from_its_making_to_its_end(api: Api) -> None:
    calendar = api.new_calendar(title="Work, and more")
    made = api.post(f"{calendar}/feeds", {"label": "Wall", "detail": "title", "days_back": 30, "days_ahead": None})
    data = made.json()["data"]
    token, path, url = (data.pop(name) for name in ("token", "path", "url"))
    assert made.status_code == 201
    assert made.headers["Location"] == f"{calendar}/feeds/{data['id']}"
    assert re.fullmatch(r"[\w-]{43}", token)
    assert path == f"/feeds/{token}.ics"
    assert url == str(api.client.base_url).rstrip("/") + path
    assert {name: data[name] for name in data if name not in {"id", "created_at", "updated_at"}} == {
        "type": "feed",
        "calendars": [id_of(calendar)],
        "label": "Wall",
        "detail": "title",
        "days_back": 30,
        "days_ahead": None,
        "hint": f"{token[:4]}…",
        "last_fetched_at": None,
    }
    for place in (made.headers["Location"], f"/v1/feeds/{data['id']}"):
        read = api.get(place)
        assert read.json()["data"] == data
        assert read.headers["ETag"] == made.headers["ETag"]
        assert api.get(place, headers={"If-None-Match": made.headers["ETag"]}).status_code == 304
        assert token not in read.text
    for place in (f"{calendar}/feeds", "/v1/feeds"):
        assert api.get(place).json()["data"] == [data]
    assert Api(api.client).get(path).status_code == 200
    assert problem(api.delete(f"/v1/feeds/{data['id']}", headers={"If-Match": '"2"'}))[:2] == (412, "version_mismatch")
    assert api.delete(f"/v1/feeds/{data['id']}", headers={"If-Match": made.headers["ETag"]}).status_code == 204
    assert problem(api.get(f"/v1/feeds/{data['id']}"))[:2] == (404, "feed_not_found")
    assert problem(Api(api.client).get(path))[:2] == (404, "feed_not_found")


def test_a_feed_is_a_calendar_for_applications(api: Api) -> None:
    answer = fetch(api, a_feed(api, api.new_calendar()))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.text.startswith("BEGIN:VCALENDAR\r\n")
    assert answer.text.endswith("END:VCALENDAR\r\n")


def test_a_merged_feed_is_of_several_calendars_and_in_the_list_of_each(api: Api) -> None:
    work, home = api.new_calendar(title="Work"), api.new_calendar(title="Home")
    made = api.post("/v1/feeds", {"detail": "busy", "calendars": [id_of(home), id_of(work), id_of(home)]})
    data = made.json()["data"]
    assert made.headers["Location"] == f"/v1/feeds/{data['id']}"
    assert data["calendars"] == [id_of(home), id_of(work)]
    for calendar in (work, home):
        assert [one["id"] for one in api.get(f"{calendar}/feeds").json()["data"]] == [data["id"]]
        assert api.get(f"{calendar}/feeds/{data['id']}").status_code == 200
    other = f"{api.new_calendar()}/feeds/{data['id']}"
    for answer in (api.get(other), api.patch(other, {}), api.delete(other), api("POST", f"{other}/rotate")):
        assert problem(answer)[:2] == (404, "feed_not_found")
    assert fetch(api, data).status_code == 200


def test_a_patch_changes_what_it_names_and_null_takes_a_bound_away(api: Api) -> None:
    calendar = api.new_calendar()
    feed = a_feed(api, calendar, label="Wall", days_back=7)
    place = f"{calendar}/feeds/{feed['id']}"
    unbounded = api.patch(place, {"days_back": None}, headers={"Prefer": "return=representation"})
    assert [unbounded.json()["data"][name] for name in ("label", "days_back", "days_ahead")] == ["Wall", None, 730]
    renamed = api.patch(f"/v1/feeds/{feed['id']}", {"label": None, "detail": "busy"})
    assert renamed.status_code == 204
    data = api.get(place).json()["data"]
    assert [data[name] for name in ("label", "detail", "days_back", "days_ahead")] == [None, "busy", None, 730]
    assert problem(api.patch(place, {"label": "x"}, headers={"If-Match": unbounded.headers["ETag"]}))[0] == 412
    assert fetch(api, feed).status_code == 200


@pytest.mark.parametrize("merged", [False, True])
def test_after_a_rotation_the_old_address_leads_nowhere(api: Api, merged: bool) -> None:
    calendar = api.new_calendar()
    old = a_feed(api, calendar)
    place = f"/v1/feeds/{old['id']}" if merged else f"{calendar}/feeds/{old['id']}"
    rotated = api("POST", f"{place}/rotate")
    new = rotated.json()["data"]
    assert rotated.status_code == 201
    assert rotated.headers["Location"] == place
    assert rotated.headers["ETag"] == api.get(place).headers["ETag"]
    assert (new["id"], new["hint"]) == (old["id"], f"{new['token'][:4]}…")
    assert problem(fetch(api, old))[:2] == (404, "feed_not_found")
    assert fetch(api, new).status_code == 200


def test_that_a_feed_is_fetched_is_seen(api: Api) -> None:
    feed = a_feed(api, api.new_calendar())
    place = f"/v1/feeds/{feed['id']}"
    before = api.get(place)
    assert fetch(api, feed).status_code == 200
    wait_until(lambda: api.get(place).json()["data"]["last_fetched_at"] is not None)
    after = api.get(place)
    assert after.headers["ETag"] != before.headers["ETag"], "a copy that says otherwise is not fresh"
    assert api.get("/v1/feeds").json()["data"] == [after.json()["data"]]
    assert api.patch(place, {"label": "x"}, headers={"If-Match": before.headers["ETag"]}).status_code == 204
    assert api.get(place).json()["data"]["last_fetched_at"] == after.json()["data"]["last_fetched_at"]


@pytest.mark.parametrize(
    "file", ["x.ics", "{token}", "{token}.ICS", "{token}.ics.ics", "{token}.txt", ".ics", "%2e%2e", "{other}.ics", "ü"]
)
def test_what_is_no_address_of_a_feed_leads_nowhere(api: Api, file: str) -> None:
    token = a_feed(api, api.new_calendar())["token"]
    other = token[:-1] + ("A" if token[-1] != "A" else "B")
    answer = Api(api.client).get("/feeds/" + file.format(token=token, other=other))
    assert problem(answer) == (404, "feed_not_found", None)


def test_a_suspended_owners_feeds_lead_nowhere_until_it_is_resumed(api: Api, admin: Api) -> None:
    feed = a_feed(api, api.new_calendar())
    owner = suspended(admin, api)
    assert problem(fetch(api, feed))[:2] == (404, "feed_not_found")
    assert admin.post(f"{owner}/resume", {}).status_code == 204
    assert fetch(api, feed).status_code == 200


def test_a_deleted_owners_feeds_lead_nowhere_at_once_and_are_purged(
    api: Api, admin: Api, wired: str, purge_all: Callable[[], None]
) -> None:
    feed = a_feed(api, api.new_calendar())
    owner = api.get("/v1/me").json()["data"]["id"]
    assert admin.delete(f"/v1/admin/owners/{owner}").status_code == 202
    assert problem(fetch(api, feed))[:2] == (404, "feed_not_found")
    assert len(_items_of(wired, feed["id"])) == 2
    purge_all()
    assert _items_of(wired, feed["id"]) == []


def test_a_deleted_calendar_goes_from_its_feeds(api: Api, wired: str, purge_all: Callable[[], None]) -> None:
    work, home = api.new_calendar(), api.new_calendar()
    alone = a_feed(api, work)
    merged = api.post("/v1/feeds", {"detail": "full", "calendars": [id_of(work), id_of(home)]}).json()["data"]
    assert api.delete(work).status_code == 202
    assert problem(fetch(api, alone))[:2] == (404, "feed_not_found")
    assert fetch(api, merged).status_code == 200
    purge_all()
    (left,) = api.get("/v1/feeds").json()["data"]
    assert (left["id"], left["calendars"]) == (merged["id"], [id_of(home)])
    assert fetch(api, merged).status_code == 200
    assert _items_of(wired, alone["id"]) == []


def test_strangers_find_no_feed(api: Api, new_api: MakeApi) -> None:
    feed, stranger = a_feed(api, api.new_calendar()), new_api()
    own = f"{stranger.new_calendar()}/feeds/{feed['id']}"
    for place in (f"/v1/feeds/{feed['id']}", own):
        for answer in (
            stranger.get(place),
            stranger.patch(place, {"label": "mine"}),
            stranger.delete(place),
            stranger("POST", f"{place}/rotate"),
        ):
            assert problem(answer) == (404, "feed_not_found", None)
    assert stranger.get("/v1/feeds").json()["data"] == []
    theirs = stranger.post("/v1/feeds", {"detail": "full", "calendars": feed["calendars"]})
    assert problem(theirs) == (404, "calendar_not_found", None)
    assert fetch(api, feed).status_code == 200


def test_a_key_for_some_calendars_knows_no_feed_that_shows_others(api: Api) -> None:
    mine, other = api.new_calendar(), api.new_calendar()
    both = api.post("/v1/feeds", {"detail": "full", "calendars": [id_of(mine), id_of(other)]}).json()["data"]
    limited = api.new_key(calendars=[id_of(mine)])
    seen = a_feed(limited, mine)
    assert [one["id"] for one in limited.get("/v1/feeds").json()["data"]] == [seen["id"]]
    assert [one["id"] for one in limited.get(f"{mine}/feeds").json()["data"]] == [seen["id"]]
    for place in (f"/v1/feeds/{both['id']}", f"{mine}/feeds/{both['id']}"):
        for answer in (limited.get(place), limited.delete(place), limited("POST", f"{place}/rotate")):
            assert problem(answer) == (404, "feed_not_found", None)
    for calendars in ([id_of(other)], [id_of(mine), id_of(other)]):
        answer = limited.post("/v1/feeds", {"detail": "busy", "calendars": calendars})
        assert problem(answer) == (404, "calendar_not_found", None)
    assert problem(limited.post(f"{other}/feeds", {"detail": "busy"})) == (404, "calendar_not_found", None)


def test_a_key_for_busy_times_makes_no_feed_and_changes_none(api: Api) -> None:
    calendar = api.new_calendar()
    feed = a_feed(api, calendar, detail="busy")
    key = api.new_key(detail="busy")
    for place in (f"/v1/feeds/{feed['id']}", f"{calendar}/feeds/{feed['id']}"):
        assert key.get(place).status_code == 200
        for answer in (key.patch(place, {"detail": "full"}), key.delete(place), key("POST", f"{place}/rotate")):
            assert problem(answer)[:2] == (403, "detail_limited")
    for answer in (
        key.post(f"{calendar}/feeds", {"detail": "busy"}),
        key.post("/v1/feeds", {"detail": "busy", "calendars": [id_of(calendar)]}),
    ):
        assert problem(answer)[:2] == (403, "detail_limited")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"detail": "some"}, "detail"),
        ({"detail": None}, "detail"),
        ({"label": 5}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"days_back": -1}, "days_back"),
        ({"days_back": 3661}, "days_back"),
        ({"days_ahead": "7"}, "days_ahead"),
        ({"days_ahead": 1.5}, "days_ahead"),
        ({"days_ahead": True}, "days_ahead"),
        ({"window": 7}, "window"),
    ],
)
def test_a_feed_that_makes_no_sense_is_refused_by_field(api: Api, body: dict[str, Any], field: str) -> None:
    calendar = api.new_calendar()
    feed = a_feed(api, calendar)
    words = {"detail": "full", **body}
    for answer in (
        api.post(f"{calendar}/feeds", words),
        api.post("/v1/feeds", {**words, "calendars": [id_of(calendar)]}),
        api.patch(f"{calendar}/feeds/{feed['id']}", body),
        api.patch(f"/v1/feeds/{feed['id']}", body),
    ):
        assert (answer.status_code, problem(answer)[2]) == (400, field)
    assert len(api.get("/v1/feeds").json()["data"]) == 1


@pytest.mark.parametrize(
    ("calendars", "field"),
    [([], "calendars"), (["x"], "calendars[0]"), (None, "calendars"), ("x", "calendars"), ([ID] * 21, "calendars")],
)
def test_the_calendars_of_a_merged_feed_make_sense(api: Api, calendars: Any, field: str) -> None:
    answer = api.post("/v1/feeds", {"detail": "full", "calendars": calendars})
    assert (answer.status_code, problem(answer)[2]) == (400, field)


def test_the_calendars_of_a_feed_are_not_changed(api: Api) -> None:
    calendar = api.new_calendar()
    feed = a_feed(api, calendar)
    for answer in (
        api.patch(f"/v1/feeds/{feed['id']}", {"calendars": [id_of(calendar)]}),
        api.post(f"{calendar}/feeds", {"detail": "full", "calendars": [id_of(calendar)]}),
    ):
        assert (answer.status_code, problem(answer)[2]) == (400, "calendars")


def test_without_a_detail_there_is_no_feed(api: Api) -> None:
    assert problem(api.post(f"{api.new_calendar()}/feeds", {}))[::2] == (400, "detail")


def test_an_owner_has_at_most_fifty_feeds(api: Api) -> None:
    calendar = api.new_calendar()
    made = [a_feed(api, calendar) for _ in range(50)]
    answer = api.post(f"{calendar}/feeds", {"detail": "full"})
    assert problem(answer)[:2] == (409, "too_many")
    assert answer.json()["errors"][0]["meta"] == {"limit": 50}
    pages = [[one["id"] for one in page] for page in api.pages(f"{calendar}/feeds", {"page_size": 20})]
    assert [one for page in pages for one in page] == [one["id"] for one in made]
    cursor = api.get("/v1/feeds", params={"page_size": 2}).json()["meta"]["page"]["next"]
    assert problem(api.get(f"{calendar}/feeds", params={"cursor": cursor}))[:2] == (400, "invalid_cursor")


def test_through_rapidapi_an_address_is_known_by_its_path_alone(through_rapidapi: MakeApi, client: Any) -> None:
    user = through_rapidapi()
    feed = a_feed(user, user.new_calendar())
    assert (feed["path"], feed["url"]) == (f"/feeds/{feed['token']}.ics", None)
    assert Api(client).get(feed["path"]).status_code == 200
    assert problem(user.get(feed["path"]))[:2] == (404, "route_not_found")


@pytest.fixture
def public(wired: str, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A service that knows where everybody reaches it."""
    with monkeypatch.context() as patch:
        patch.setenv(Settings.PUBLIC_URL, "https://calendar.example.org/")
        wiring.reset()
        yield
    wiring.reset()


def test_with_a_public_url_addresses_are_below_it(public: None, api: Api, through_rapidapi: MakeApi) -> None:
    for caller in (api, through_rapidapi()):
        feed = a_feed(caller, caller.new_calendar())
        assert feed["url"] == f"https://calendar.example.org/feeds/{feed['token']}.ics"


@pytest.mark.parametrize(
    ("headers", "origin"),
    [
        ({"Host": "abc.execute-api.eu-central-1.amazonaws.com", "X-Forwarded-Proto": "https"}, "https://{Host}"),
        ({"host": "[::1]:8080", "x-forwarded-proto": "http"}, "http://{host}"),
        ({"Host": "calendar.example.org", "X-Forwarded-Proto": "https, http"}, "https://{Host}"),
        ({"Host": "calendar.example.org", "X-Forwarded-Proto": "javascript"}, "http://{Host}"),
        ({"Host": "evil.example/path"}, None),
        ({}, None),
    ],
)
def test_an_address_begins_as_the_requests_own_did(api: Api, headers: dict[str, str], origin: str | None) -> None:
    event = json.loads(Path("events/calendar_feeds.create.json").read_text())
    calendar = api.new_calendar()
    event["headers"] = headers
    event["pathParameters"] = {"calendar_id": id_of(calendar)}
    event["requestContext"]["path"] = f"/live{calendar}/feeds"
    event["requestContext"]["authorizer"]["owner_id"] = api.get("/v1/me").json()["data"]["id"]
    answer = import_module("functions.calendar_feeds.create").handler(event, Context("request-1"))
    feed = json.loads(answer["body"])["data"]
    assert answer["multiValueHeaders"]["Location"] == [f"/live{calendar}/feeds/{feed['id']}"]
    assert feed["path"] == f"/live/feeds/{feed['token']}.ics"
    assert feed["url"] == (origin.format(**headers) + feed["path"] if origin else None)


def test_no_token_is_kept(api: Api, wired: str) -> None:
    feed = a_feed(api, api.new_calendar())
    assert fetch(api, feed).status_code == 200
    assert feed["token"] not in repr(_items_of(wired, feed["id"]))


def _items_of(url: str, feed_id: str) -> list[Any]:
    """The items of a feed, by looking at every one."""
    from daybook.control_plane import client as aws
    from tests.conftest import TABLE

    pages = aws("dynamodb", url).get_paginator("scan").paginate(TableName=TABLE)
    return [item for page in pages for item in page["Items"] if item.get("id") == {"S": feed_id}]
