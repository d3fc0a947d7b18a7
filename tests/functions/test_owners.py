"""Managing owners over HTTP, and that all of it is on the record."""

import secrets
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.conftest import TABLE, MakeApi
from tests.functions.test_purge import left_of
from tests.support.api import Api, problem
from tests.support.server import items_of

OWNERS = "/v1/admin/owners"


def new_owner(admin: Api, **wording: Any) -> str:
    """An owner; its path."""
    answer = admin.post(OWNERS, {"name": secrets.token_hex(8), **wording})
    assert answer.status_code == 201, answer.text
    return str(answer.headers["Location"])


def new_key(admin: Api, owner: str, **wording: Any) -> Api:
    """A key for an owner; a client with it."""
    made = admin.post(f"{owner}/keys", wording)
    assert made.status_code == 201, made.text
    assert made.headers["Location"] == f"{owner}/keys/{made.json()['data']['id']}"
    return Api(admin.client, made.json()["data"]["secret"], key_id=made.json()["data"]["id"])


def test_an_owner_from_its_making_to_its_renaming(admin: Api) -> None:
    name = secrets.token_hex(8)
    made = admin.post(OWNERS, {"name": name, "plan": "pro"})
    data, path = made.json()["data"], made.headers["Location"]
    assert path == f"{OWNERS}/{data['id']}"
    assert (data["name"], data["plan"], data["status"], data["type"]) == (name, "pro", "active", "owner")
    assert admin.get(path).json()["data"] == data
    assert admin.get(path, headers={"If-None-Match": made.headers["ETag"]}).status_code == 304
    assert problem(admin.post(OWNERS, {"name": f" {name} "})) == (409, "name_taken", "name")
    assert admin.patch(path, {"name": f"{name}!", "plan": None}, headers={"If-Match": '"1"'}).status_code == 204
    changed = admin.get(path).json()["data"]
    assert (changed["name"], changed["plan"]) == (f"{name}!", "free")
    assert problem(admin.patch(path, {"name": "late"}, headers={"If-Match": '"1"'}))[:2] == (412, "version_mismatch")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": " "}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "a\u0007b"}, "name"),
        ({"name": "rapidapi:"}, "name"),
        ({"name": 5}, "name"),
        ({"name": "x", "plan": "gold"}, "plan"),
        ({"name": "x", "status": "suspended"}, "status"),
    ],
)
def test_an_owner_that_makes_no_sense_is_refused_by_field(admin: Api, body: dict[str, Any], field: str) -> None:
    answer = admin.post(OWNERS, body)
    assert (answer.status_code, problem(answer)[2]) == (400, field)


def test_an_owners_keys_are_made_and_revoked_by_an_admin(admin: Api) -> None:
    owner = new_owner(admin)
    key, other = new_key(admin, owner, label="first"), new_key(admin, owner, scopes=["events:read", "admin"])
    assert key.get("/v1/me").json()["data"]["credential"]["scopes"] == ["*"]
    listed = admin.get(f"{owner}/keys").json()["data"]
    assert {one["id"] for one in listed} == {key.key_id, other.key_id}
    assert admin.get(f"{owner}/keys/{key.key_id}").json()["data"]["label"] == "first"
    assert problem(admin.delete(f"{owner}/keys/{key.key_id}"))[:2] == (409, "last_key")
    assert admin.delete(f"{owner}/keys/{key.key_id}?force=true").status_code == 204
    assert problem(key.get("/v1/me"))[:2] == (401, "credential_unknown")
    assert problem(admin.get(f"{new_owner(admin)}/keys/{key.key_id}"))[:2] == (404, "key_not_found")


def test_an_owners_key_is_changed_and_rotated_by_an_admin(admin: Api) -> None:
    owner = new_owner(admin)
    key = new_key(admin, owner, label="first")
    path = f"{owner}/keys/{key.key_id}"
    changed = admin.patch(path, {"scopes": ["events:read", "keys:write"]}, headers={"Prefer": "return=representation"})
    assert (changed.json()["data"]["label"], changed.json()["data"]["scopes"]) == (
        "first",
        ["events:read", "keys:write"],
    )
    assert problem(admin.patch(path, {"scopes": ["events:read"]}))[:2] == (409, "last_key")
    assert problem(admin.patch(path, {"label": "late"}, headers={"If-Match": '"1"'}))[:2] == (412, "version_mismatch")
    rotated = admin("POST", f"{path}/rotate", json={"overlap_seconds": 0})
    data = rotated.json()["data"]
    assert rotated.headers["Location"] == f"{owner}/keys/{data['id']}"
    assert problem(key.get("/v1/me"))[:2] == (401, "credential_expired")
    assert Api(admin.client, data["secret"]).get("/v1/me").json()["data"]["id"] == owner.rpartition("/")[2]


def test_an_owner_is_found_by_name_or_by_rapidapi_user(admin: Api) -> None:
    name, user = secrets.token_hex(8), secrets.token_hex(8)
    owner = new_owner(admin, name=name)
    admin.post(f"{owner}/identities", {"user": user})
    for query, found in (
        ({"name": name}, [owner]),
        ({"rapidapi_user": user}, [owner]),
        ({"name": name, "rapidapi_user": user}, [owner]),
        ({"name": f"{name}!"}, []),
        ({"rapidapi_user": name}, []),
        ({"name": "x", "rapidapi_user": user}, []),
        ({"name": ""}, []),
        ({"rapidapi_user": " "}, []),
    ):
        answer = admin.get(OWNERS, params=query).json()
        assert [f"{OWNERS}/{one['id']}" for one in answer["data"]] == found, query
        assert answer["meta"]["page"]["next"] is None
    cursor = admin.get(OWNERS, params={"page_size": 1}).json()["meta"]["page"]["next"]
    for long in ("name", "rapidapi_user"):
        assert problem(admin.get(OWNERS, params={long: "x" * 3000})) == (400, "invalid_field", long)
    assert problem(admin.get(OWNERS, params={"name": name, "cursor": cursor}))[:2] == (400, "invalid_cursor")


def test_a_rapidapi_user_can_be_suspended(admin: Api, through_rapidapi: MakeApi) -> None:
    user = secrets.token_hex(8)
    caller = through_rapidapi(user)
    calendar = caller.new_calendar()
    owner = new_owner(admin, name=f"rapidapi:{user}")
    assert owner.endswith(caller.get("/v1/me").json()["data"]["id"])
    admin("POST", f"{owner}/suspend")
    assert problem(caller.get(calendar))[:2] == (403, "owner_suspended")
    admin("POST", f"{owner}/resume")
    assert caller.get(calendar).status_code == 200


def test_a_user_is_attached_by_an_admin_only_if_it_has_nothing(admin: Api, through_rapidapi: MakeApi) -> None:
    owner, user, other = new_owner(admin), secrets.token_hex(8), secrets.token_hex(8)
    attached = admin.post(f"{owner}/identities", {"user": user})
    assert attached.headers["Location"] == f"{owner}/identities/{attached.json()['data']['id']}"
    assert admin.get(attached.headers["Location"]).json()["data"]["user"] == user
    assert problem(admin.post(f"{new_owner(admin)}/identities", {"user": user}))[:2] == (409, "identity_attached")
    through_rapidapi(other).new_calendar()
    assert problem(admin.post(f"{owner}/identities", {"user": other}))[:2] == (409, "identity_has_data")
    assert admin.delete(attached.headers["Location"], params={"force": "true"}).status_code == 204
    assert admin.get(f"{owner}/identities").json()["data"] == []


def test_all_owners_are_listed_page_by_page(admin: Api) -> None:
    made = {new_owner(admin).rpartition("/")[2] for _ in range(5)}
    pages = list(admin.pages(OWNERS, {"page_size": 3}))
    ids = [one["id"] for page in pages for one in page]
    assert made <= set(ids)
    assert ids == sorted(set(ids))
    assert all(len(page) == 3 for page in pages[:-1])


def test_usage_tells_how_much_there_is(admin: Api) -> None:
    owner = new_owner(admin)
    key = new_key(admin, owner)
    calendar = key.new_calendar()
    key.new_calendar()
    for day in range(1, 4):
        key.new_event(calendar, starts_on=f"2026-03-0{day}", ends_on=f"2026-03-1{day}")
    key.delete(f"{calendar}/events/{key.new_event(calendar, starts_on='2026-03-01', ends_on='2026-06-01')['id']}")
    usage = admin.get(f"{owner}/usage").json()["data"]
    assert {name: usage[name] for name in ("calendars", "events", "keys", "identities")} == {
        "calendars": 2,
        "events": 3,
        "keys": 1,
        "identities": 0,
    }


def test_an_admin_does_not_shut_themselves_out(admin: Api) -> None:
    own = f"{OWNERS}/{admin.get('/v1/me').json()['data']['id']}"
    assert problem(admin("POST", f"{own}/suspend"))[:2] == (409, "own_owner")
    assert problem(admin.delete(own))[:2] == (409, "own_owner")


@pytest.mark.parametrize("below", ["", "/keys", "/identities", "/usage", "/keys/{id}", "/identities/{id}"])
def test_an_owner_that_is_not_there_is_not_found(admin: Api, below: str) -> None:
    assert problem(admin.get(f"{OWNERS}/{uuid4()}{below}".format(id=uuid4())))[:2] == (404, "owner_not_found")


def test_a_deleted_owner_is_gone_with_all_it_had_and_nobody_else(
    admin: Api, new_api: MakeApi, through_rapidapi: MakeApi, wired: str, purge_all: Callable[[], None]
) -> None:
    owner, user = new_owner(admin), secrets.token_hex(8)
    key, other = new_key(admin, owner), new_api()
    admin.post(f"{owner}/identities", {"user": user})
    calendars = [key.new_calendar() for _ in range(3)]
    for calendar in calendars:
        for day in range(1, 8):
            key.new_event(calendar, starts_on=f"2026-03-0{day}", ends_on=f"2026-03-1{day}")
    kept = other.new_calendar()
    deleted = admin.delete(owner)
    assert deleted.status_code == 202
    assert deleted.json()["data"] == {"id": owner.rpartition("/")[2], "type": "owner", "status": "deleting"}
    assert problem(key.get("/v1/me"))[:2] == (401, "credential_unknown")
    assert problem(admin.get(owner))[:2] == (404, "owner_not_found")
    assert problem(admin.delete(owner))[:2] == (404, "owner_not_found")
    through_rapidapi(user).new_calendar()
    for _ in range(2):  # what the purge of the owner deletes is again in the stream
        purge_all()
    assert [left_of(wired, calendar.rpartition("/")[2]) for calendar in calendars] == [0, 0, 0]
    assert other.get(kept).status_code == 200
    assert _types_left(wired, owner.rpartition("/")[2]) == {"deletion", "lock", "owner_deletion"}


def test_all_that_an_admin_does_is_on_the_record(admin: Api, new_api: MakeApi) -> None:
    owner = new_owner(admin)
    key = new_key(admin, owner)
    admin.patch(owner, {"name": secrets.token_hex(8)})
    admin("POST", f"{owner}/suspend")
    admin("POST", f"{owner}/suspend")
    admin("POST", f"{owner}/resume")
    identity = admin.post(f"{owner}/identities", {"user": secrets.token_hex(8)}).json()["data"]["id"]
    admin.delete(f"{owner}/identities/{identity}")
    admin.delete(f"{owner}/keys/{key.key_id}", params={"force": "true"})
    admin.delete(owner)
    owner_id = owner.rpartition("/")[2]
    entries = [one for page in admin.pages("/v1/admin/audit", {"page_size": 7}) for one in page]
    entries = [one for one in entries if one["owner_id"] == owner_id]
    assert [(one["action"], one["subject_ids"]) for one in reversed(entries)] == [
        ("owners.create", []),
        ("owner_keys.create", [key.key_id]),
        ("owners.patch", []),
        ("owners.suspend", []),
        ("owners.resume", []),
        ("owner_identities.attach", [identity]),
        ("owner_identities.detach", [identity]),
        ("owner_keys.revoke", [key.key_id]),
        ("owners.delete", []),
    ]
    actor = {"owner_id": admin.get("/v1/me").json()["data"]["id"], "credential_id": admin.key_id}
    assert all(one["actor"] == actor for one in entries)
    assert [one["done_at"] for one in entries] == sorted((one["done_at"] for one in entries), reverse=True)


def _types_left(url: str, owner_id: str) -> set[str]:
    return {item["type"] for item in items_of(url, TABLE) if owner_id in item["pk"]}
