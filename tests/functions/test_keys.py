"""Keys over HTTP: what their owner does with them, and what each kind of them may do."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from adapters.http.endpoints import Endpoint
from domain.api_key import fingerprint
from domain.grant import Grant
from domain.ids import KeyId
from domain.key import Key
from domain.keyring import Keyring
from functions import wiring
from functions.wiring import credentials, keyrings
from tests.conftest import MakeApi
from tests.functions.test_access import MANAGING, OWNED, PROTECTED, by_name
from tests.support.api import Api, problem
from tests.support.server import wait_until
from tests.support.world import World

NOBODYS = "019ca8b5-1000-7d3e-8a41-5f0c2b9d7e10"
READ_ONLY = ["calendars:read", "events:read", "keys:read", "identities:read", "feeds:read"]


def expire(api: Api) -> None:
    """Let a key have expired a second ago, which no call can do."""
    keyring, key = _kept(api)
    now = wiring.now()
    expired = key.changed(key.label, Grant(key.grant.scopes, expires_at=now - timedelta(seconds=1)), now)
    keyrings.owner_store().save(keyring.with_changed(expired, now), keyring)


def test_a_key_from_its_making_to_its_end(api: Api) -> None:
    made = api.post("/v1/keys", {"label": "Backup job", "scopes": ["events:read", "calendars:read"]})
    data = made.json()["data"]
    secret = data.pop("secret")
    assert made.status_code == 201
    assert made.headers["Location"] == f"/v1/keys/{data['id']}"
    assert data["hint"] == f"dbk_…{secret[-4:]}"
    assert (data["type"], data["status"], data["scopes"]) == ("key", "active", ["calendars:read", "events:read"])
    assert [data[name] for name in ("calendars", "expires_at", "last_used_at", "revoked_at", "replaced_by")] == [
        None
    ] * 5
    read = api.get(made.headers["Location"])
    assert read.json()["data"] == data
    assert read.headers["ETag"] == made.headers["ETag"]
    assert [key["id"] for key in api.get("/v1/keys").json()["data"]] == [api.key_id, data["id"]]
    assert secret not in api.get("/v1/keys").text
    path = made.headers["Location"]
    patched = api.patch(path, {"label": None, "scopes": ["events:read"]}, headers={"Prefer": "return=representation"})
    assert patched.json()["data"] == {
        **data,
        "label": None,
        "scopes": ["events:read"],
        "updated_at": patched.json()["data"]["updated_at"],
    }
    assert problem(Api(api.client, secret).get("/v1/calendars"))[:2] == (403, "scope_missing")
    assert problem(api.delete(path, headers={"If-Match": made.headers["ETag"]}))[:2] == (412, "version_mismatch")
    assert api.delete(path, headers={"If-Match": patched.headers["ETag"]}).status_code == 204
    assert api.delete(path).status_code == 204
    assert problem(Api(api.client, secret).get("/v1/me"))[:2] == (401, "credential_unknown")
    assert api.get(path).json()["data"]["status"] == "revoked"


def test_a_key_is_used_and_that_is_seen(api: Api) -> None:
    key = api.new_key()
    path = f"/v1/keys/{key.key_id}"
    unused = api.get(path)
    key.get("/v1/me")
    wait_until(lambda: api.get(path).json()["data"]["last_used_at"] is not None)
    used = api.get(path)
    assert unused.json()["data"]["last_used_at"] is None
    assert used.headers["ETag"] != unused.headers["ETag"], "a copy that says otherwise is not fresh"
    key.get("/v1/me")
    assert api.get(path, headers={"If-None-Match": used.headers["ETag"]}).status_code == 304
    changed = api.patch(path, {"label": "used"}, headers={"If-Match": unused.headers["ETag"]})
    assert changed.status_code == 204, "that it was used is no change that a writer must have seen"


def test_a_copy_of_a_key_that_has_expired_since_is_not_fresh(api: Api) -> None:
    key = api.new_key(expires_at=(wiring.now() + timedelta(seconds=1)).isoformat())
    path = f"/v1/keys/{key.key_id}"
    working = api.get(path)
    wait_until(lambda: api.get(path, headers={"If-None-Match": working.headers["ETag"]}).status_code == 200)
    assert [working.json()["data"]["status"], api.get(path).json()["data"]["status"]] == ["active", "expired"]


def test_a_rotation_answers_with_the_new_key_and_where_it_is(api: Api) -> None:
    old = api.new_key(label="laptop")
    rotated = old("POST", f"/v1/keys/{old.key_id}/rotate", json={"overlap_seconds": 3600})
    data = rotated.json()["data"]
    assert rotated.status_code == 201
    assert rotated.headers["Location"] == f"/v1/keys/{data['id']}"
    assert (data["label"], data["expires_at"]) == ("laptop", None)
    assert Api(api.client, data["secret"]).get("/v1/me").status_code == 200
    kept = old.get(f"/v1/keys/{old.key_id}").json()["data"]
    assert (kept["replaced_by"], kept["status"]) == (data["id"], "active")
    assert kept["expires_at"] is not None
    again = api("POST", f"/v1/keys/{old.key_id}/rotate")
    assert problem(again)[:2] == (409, "key_replaced")
    assert again.json()["errors"][0]["meta"] == {"replaced_by": data["id"]}


def test_a_rotation_needs_no_body_and_then_overlaps_for_a_day(api: Api) -> None:
    old = api.new_key()
    assert api("POST", f"/v1/keys/{old.key_id}/rotate").status_code == 201
    expires_at = _kept(old)[1].grant.expires_at
    assert expires_at is not None
    assert timedelta(hours=23) < expires_at - wiring.now() <= timedelta(days=1)


def test_the_last_key_is_revoked_by_force_only(api: Api) -> None:
    path = f"/v1/keys/{api.key_id}"
    assert problem(api.delete(path))[:2] == (409, "last_key")
    assert problem(api.patch(path, {"scopes": ["events:read"]}))[:2] == (409, "last_key")
    assert api.delete(path, params={"force": "true"}).status_code == 204
    assert problem(api.get("/v1/me"))[0] == 401


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"label": 5}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"scopes": []}, "scopes"),
        ({"scopes": "events:read"}, "scopes"),
        ({"scopes": ["events:read", "events:raed"]}, "scopes[1]"),
        ({"calendars": []}, "calendars"),
        ({"calendars": ["x"]}, "calendars[0]"),
        ({"calendars": [NOBODYS]}, "calendars"),
        ({"calendars": [NOBODYS] * 51}, "calendars"),
        ({"detail": "some"}, "detail"),
        ({"expires_at": "2026-03-28T09:00:00Z"}, "expires_at"),
        ({"expires_at": "2099-03-28T09:00:00"}, "expires_at"),
        ({"expires_at": "9999-12-31T23:59:59Z"}, "expires_at"),
        ({"expires_at": "tomorrow"}, "expires_at"),
        ({"expires_at": 4102444800}, "expires_at"),
        ({"scope": ["events:read"]}, "scope"),
    ],
)
def test_a_key_that_makes_no_sense_is_refused_by_field(api: Api, body: dict[str, Any], field: str) -> None:
    other = api.new_key()
    before = api.get("/v1/keys").json()
    for answer in (api.post("/v1/keys", body), api.patch(f"/v1/keys/{other.key_id}", body)):
        assert (answer.status_code, problem(answer)[2]) == (400, field)
    after = api.get("/v1/keys").json()
    assert [key["scopes"] for key in after["data"]] == [key["scopes"] for key in before["data"]]


@pytest.mark.parametrize("overlap", [-1, 30 * 86_400 + 1, "3600", 1.5, True, None])
def test_an_overlap_is_a_number_of_seconds_up_to_thirty_days(api: Api, overlap: object) -> None:
    answer = api("POST", f"/v1/keys/{api.key_id}/rotate", json={"overlap_seconds": overlap})
    assert problem(answer) == (400, "invalid_field", "overlap_seconds")


def test_keys_are_listed_page_by_page(api: Api) -> None:
    made = [api.key_id, *(api.new_key().key_id for _ in range(4))]
    pages = list(api.pages("/v1/keys", {"page_size": 2}))
    assert [len(page) for page in pages] == [2, 2, 1]
    assert sorted(key["id"] for page in pages for key in page) == sorted(map(str, made))
    cursor = api.get("/v1/keys", params={"page_size": 2}).json()["meta"]["page"]["next"]
    assert problem(api.get("/v1/identities", params={"cursor": cursor}))[:2] == (400, "invalid_cursor")


def test_a_key_cannot_climb(api: Api) -> None:
    weak = api.new_key(scopes=["events:read", "keys:write", "keys:read"])
    for wording in (
        {"scopes": ["events:write"]},
        {"scopes": ["*"]},
        {"scopes": ["admin"]},
        {"scopes": ["keys:write", "admin"]},
    ):
        assert problem(weak.post("/v1/keys", wording))[:2] == (403, "grant_exceeded")
        assert problem(weak.patch(f"/v1/keys/{weak.key_id}", wording))[:2] == (403, "grant_exceeded")
    for path in (f"/v1/keys/{api.key_id}", f"/v1/keys/{api.key_id}?force=true"):
        assert problem(weak.delete(path))[:2] == (403, "grant_exceeded")
    assert problem(weak("POST", f"/v1/keys/{api.key_id}/rotate"))[:2] == (403, "grant_exceeded")
    assert problem(api.post("/v1/keys", {"scopes": ["admin"]}))[:2] == (403, "grant_exceeded")
    child = weak.new_key()
    assert child.get(f"/v1/keys/{child.key_id}").json()["data"]["scopes"] == sorted(
        ["events:read", "keys:write", "keys:read"]
    )


def test_a_limited_key_stays_within_its_limits_whatever_it_makes(api: Api) -> None:
    mine, other = api.new_calendar(), api.new_calendar()
    ids = [path.rpartition("/")[2] for path in (mine, other)]
    limited = api.new_key(calendars=ids[:1], expires_at="2099-01-01T00:00:00Z", detail="busy")
    for wording in (
        {"calendars": ids},
        {"calendars": [ids[1]]},
        {"expires_at": "2099-01-01T00:00:01Z"},
        {"detail": "full"},
    ):
        assert problem(limited.post("/v1/keys", wording))[:2] == (403, "grant_exceeded")
    child = limited.new_key(label="child")
    data = api.get(f"/v1/keys/{child.key_id}").json()["data"]
    assert (data["calendars"], data["expires_at"], data["detail"]) == (ids[:1], "2099-01-01T00:00:00Z", "busy")


# What each kind of credential is answered on every row.


@by_name(PROTECTED)
def test_an_expired_key_opens_nothing(api: Api, row: Endpoint) -> None:
    key = api.new_key()
    expire(key)
    assert problem(key(row.method, row.path))[:2] == (401, "credential_expired")


@by_name(PROTECTED)
def test_a_revoked_key_opens_nothing(api: Api, row: Endpoint) -> None:
    key = api.new_key()
    api.delete(f"/v1/keys/{key.key_id}")
    assert problem(key(row.method, row.path))[:2] == (401, "credential_unknown")


@by_name(PROTECTED)
def test_a_rotated_out_key_opens_nothing(api: Api, row: Endpoint) -> None:
    key = api.new_key()
    api("POST", f"/v1/keys/{key.key_id}/rotate", json={"overlap_seconds": 0})
    assert problem(key(row.method, row.path))[:2] == (401, "credential_expired")


@by_name(OWNED)
@pytest.mark.parametrize("door", ["direct", "rapidapi"])
def test_a_suspended_owner_gets_nothing_but_that(
    new_api: MakeApi, admin: Api, through_rapidapi: MakeApi, row: Endpoint, door: str
) -> None:
    if door == "direct":
        caller = new_api()
    else:
        user = secrets.token_hex(8)
        caller = through_rapidapi(user)
        caller.new_key()
    owner = caller.get("/v1/me").json()["data"]["id"]
    assert admin("POST", f"/v1/admin/owners/{owner}/suspend").status_code == 204
    assert problem(caller(row.method, row.path, content=b"nor json"))[:2] == (403, "owner_suspended")
    assert admin("POST", f"/v1/admin/owners/{owner}/resume").status_code == 204
    assert caller.get("/v1/me").status_code == 200


@by_name(MANAGING)
def test_an_admin_whose_owner_is_suspended_manages_nothing(new_api: MakeApi, admin: Api, row: Endpoint) -> None:
    other = new_api(scopes=frozenset({"*", "admin"}))
    owner = other.get("/v1/me").json()["data"]["id"]
    assert admin("POST", f"/v1/admin/owners/{owner}/suspend").status_code == 204
    assert problem(other(row.method, row.path, content=b"nor json"))[:2] == (403, "owner_suspended")


@by_name(OWNED)
def test_a_read_only_key_reads(world: World, new_api: MakeApi, row: Endpoint) -> None:
    answer = world.call(row, world.api.new_key(scopes=READ_ONLY))
    if row.method == "GET":
        assert answer.status_code == row.status, answer.text
    else:
        assert problem(answer)[:2] == (403, "scope_missing")


@by_name(OWNED)
def test_a_key_for_some_calendars_is_as_if_there_were_no_others(world: World, row: Endpoint) -> None:
    hidden = world.api.new_calendar()
    inside = world.api.new_key(calendars=[world.calendar.rpartition("/")[2]])
    outside = world.api.new_key(calendars=[hidden.rpartition("/")[2]])
    if "{calendar_id}" in row.path:
        assert problem(world.call(row, outside)) == (404, "calendar_not_found", None)
        assert world.call(row, inside).status_code == row.status
    elif row.name == "calendars.create":
        assert problem(world.call(row, inside))[:2] == (403, "calendars_limited")
    elif row.name == "feeds.list":
        (listed,) = world.call(row, inside).json()["data"]
        assert listed["id"] == world.feed_id
        assert world.call(row, outside).json()["data"] == []
    elif row.resource == "feeds":
        code = "calendar_not_found" if row.name == "feeds.create" else "feed_not_found"
        assert problem(world.call(row, outside)) == (404, code, None)
        assert world.call(row, inside).status_code == row.status
    elif row.name == "calendars.list":
        (listed,) = world.call(row, inside).json()["data"]
        assert world.calendar.endswith(listed["id"])
    elif row.name == "keys.create":
        made = world.call(row, inside).json()["data"]
        assert made["calendars"] == [world.calendar.rpartition("/")[2]]
    elif "{key_id}" in row.path:
        assert problem(world.call(row, inside)) == (404, "key_not_found", None)
        alike = world.api.new_key(calendars=[world.calendar.rpartition("/")[2]])
        path = row.path.format(key_id=alike.key_id)
        assert world.call(row, inside, path=path).status_code == row.status
    elif row.name == "keys.list":
        assert [key["id"] for key in world.call(row, inside).json()["data"]] == [inside.key_id]
    elif row.method == "GET":
        assert world.call(row, inside).status_code == row.status
    else:
        assert world.call(row, inside).status_code == 403, "it manages no users, who may do everything"


@by_name(OWNED)
def test_a_key_for_busy_times_sees_no_event(world: World, row: Endpoint) -> None:
    key = world.api.new_key(detail="busy")
    answer = world.call(row, key)
    if row.tag == "events":
        assert problem(answer)[:2] == (403, "detail_limited")
        assert "Planning" not in answer.text
    elif row.name == "keys.create":
        assert answer.json()["data"]["detail"] == "busy"
    elif row.method == "GET" or row.resource == "calendars":
        assert answer.status_code == row.status, answer.text
    else:
        assert answer.status_code == 403, "it manages only what shows as little"


@by_name(OWNED)
def test_through_rapidapi_every_row_works_that_is_not_for_admins(world: World, admin: Api, row: Endpoint) -> None:
    user = secrets.token_hex(8)
    attached = admin.post(f"/v1/admin/owners/{world.owner_id}/identities", {"user": user})
    assert attached.status_code == 201, attached.text
    caller = world.a_rapidapi_user(user) if row.name != "identities.claim" else world.a_rapidapi_user()
    answer = world.call(row, caller)
    assert answer.status_code == row.status, answer.text


def test_pages_of_a_limited_key_go_on_where_they_stopped(api: Api) -> None:
    paths = [api.new_calendar() for _ in range(5)]
    ids = sorted(path.rpartition("/")[2] for path in paths)
    key = api.new_key(calendars=[ids[0], ids[2], ids[4]])
    pages = list(key.pages("/v1/calendars", {"page_size": 2}))
    assert [[one["id"] for one in page] for page in pages] == [[ids[0], ids[2]], [ids[4]]]


def test_a_limited_key_forgets_a_calendar_that_is_gone(api: Api) -> None:
    calendar = api.new_calendar()
    key = api.new_key(calendars=[calendar.rpartition("/")[2]])
    api.delete(calendar)
    assert key.get("/v1/calendars").json()["data"] == []
    assert problem(key.get(calendar))[:2] == (404, "calendar_not_found")


def test_me_tells_who_one_is_through_what(new_api: MakeApi, through_rapidapi: MakeApi) -> None:
    name = secrets.token_hex(8)
    api = new_api(name)
    calendar = api.new_calendar().rpartition("/")[2]
    key = api.new_key(label="phone", scopes=["events:read"], calendars=[calendar], expires_at="2099-01-01T00:00:00Z")
    me = key.get("/v1/me").json()["data"]
    assert (me["name"], me["status"], me["plan"]) == (name, "active", "free")
    assert me["credential"] == {
        "type": "key",
        "id": key.key_id,
        "label": "phone",
        "hint": f"dbk_…{str(key.key)[-4:]}",
        "scopes": ["events:read"],
        "calendars": [calendar],
        "detail": "full",
        "expires_at": "2099-01-01T00:00:00Z",
    }
    assert me["limits"]["page_size"] == 1000
    user = secrets.token_hex(8)
    me = through_rapidapi(user, **{"X-RapidAPI-Subscription": "ULTRA"}).get("/v1/me").json()["data"]
    assert (me["name"], me["plan"], me["created_at"]) == (f"rapidapi:{user}", "ultra", None)
    assert (me["credential"]["type"], me["credential"]["id"]) == ("rapidapi", f"rapidapi:{user}")


def _kept(api: Api) -> tuple[Keyring, Key]:
    """The keyring with a client's key, and the key."""
    caller = credentials.remembered_credentials().holder_of(fingerprint(str(api.key)))
    assert caller is not None
    keyring = keyrings.owner_store().keyring(caller.owner_id)
    assert keyring is not None
    return keyring, keyring.key(KeyId(UUID(caller.credential_id)))
