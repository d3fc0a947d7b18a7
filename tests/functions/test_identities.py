"""RapidAPI users and direct keys over HTTP: how one account comes to be reached by both."""

import secrets
from typing import Any
from uuid import uuid4

import pytest

from domain.identity import identity_id
from tests.conftest import MakeApi
from tests.support.api import Api, problem


def claim(caller: Api) -> Any:
    answer = caller("POST", "/v1/identity-claims")
    assert answer.status_code == 201, answer.text
    return answer.json()["data"]


def test_a_rapidapi_user_is_attached_acts_for_the_owner_and_is_detached(api: Api, through_rapidapi: MakeApi) -> None:
    user = secrets.token_hex(8)
    caller = through_rapidapi(user)
    calendar = api.new_calendar()
    assert problem(caller.get(calendar))[0] == 404
    claimed = caller("POST", "/v1/identity-claims")
    assert "Location" not in claimed.headers
    attached = api.post("/v1/identities", {"code": claimed.json()["data"]["code"]})
    path = attached.headers["Location"]
    assert (attached.status_code, path) == (201, f"/v1/identities/{identity_id(user)}")
    assert (attached.json()["data"]["user"], attached.json()["data"]["native"]) == (user, False)
    assert caller.get(calendar).status_code == 200
    theirs = caller.new_calendar()
    assert [one["user"] for one in api.get("/v1/identities").json()["data"]] == [user]
    assert api.get(path).json()["data"]["user"] == user
    etag = api.get(path).headers["ETag"]
    assert problem(api.delete(path, headers={"If-Match": '"1"'}))[:2] == (412, "version_mismatch")
    assert api.delete(path, headers={"If-Match": etag}).status_code == 204
    assert problem(caller.get(theirs))[0] == 404
    assert api.get(theirs).status_code == 200
    assert problem(api.get(path))[:2] == (404, "identity_not_found")
    assert problem(api.delete(path))[:2] == (404, "identity_not_found")
    caller.new_calendar()


def test_a_rapidapi_user_makes_direct_keys_for_the_same_data(through_rapidapi: MakeApi, client: Any) -> None:
    user = secrets.token_hex(8)
    caller = through_rapidapi(user)
    calendar = caller.new_calendar()
    assert caller.get("/v1/keys").json()["data"] == []
    (unkept,) = caller.get("/v1/identities").json()["data"]
    assert (unkept["user"], unkept["native"], unkept["created_at"]) == (user, True, None)
    assert caller.get(f"/v1/identities/{unkept['id']}").json()["data"] == unkept
    key = caller.new_key(label="direct")
    assert key.get(calendar).status_code == 200
    assert key.get("/v1/me").json()["data"]["id"] == caller.get("/v1/me").json()["data"]["id"]
    (identity,) = key.get("/v1/identities").json()["data"]
    assert (identity["id"], identity["user"], identity["native"]) == (unkept["id"], user, True)
    assert identity["created_at"] is not None
    assert problem(key.delete(f"/v1/identities/{identity['id']}"))[:2] == (409, "identity_native")
    assert key.delete(f"/v1/keys/{key.key_id}").status_code == 204
    assert caller.get(calendar).status_code == 200


def test_a_user_with_data_of_its_own_is_told_how_to_go_on(api: Api, through_rapidapi: MakeApi) -> None:
    caller = through_rapidapi()
    code = claim(caller)["code"]
    calendar = caller.new_calendar()
    refused = api.post("/v1/identities", {"code": code})
    assert problem(refused)[:2] == (409, "identity_has_data")
    assert "delete its calendars, then claim again" in refused.json()["errors"][0]["title"]
    assert caller.get(calendar).status_code == 200
    assert problem(caller("POST", "/v1/identity-claims"))[:2] == (409, "identity_has_data")
    caller.delete(calendar)
    assert api.post("/v1/identities", {"code": code}).status_code == 201


def test_a_code_is_good_once_and_for_others_only(api: Api, new_api: MakeApi, through_rapidapi: MakeApi) -> None:
    caller = through_rapidapi()
    code = claim(caller)["code"]
    assert problem(caller.post("/v1/identities", {"code": code}))[:2] == (409, "identity_native")
    assert api.post("/v1/identities", {"code": code.lower()}).status_code == 201
    for other in (api, new_api()):
        assert problem(other.post("/v1/identities", {"code": code})) == (400, "invalid_field", "code")
    assert problem(caller("POST", "/v1/identity-claims"))[:2] == (409, "identity_attached")


def test_guessed_codes_are_answered_429_soon(api: Api, through_rapidapi: MakeApi) -> None:
    code = claim(through_rapidapi())["code"]
    for _ in range(10):
        wrong = api.post("/v1/identities", {"code": f"{secrets.token_hex(2)}-{secrets.token_hex(2)}"})
        assert problem(wrong) == (400, "invalid_field", "code")
    refused = api.post("/v1/identities", {"code": code})
    assert problem(refused)[:2] == (429, "too_many_attempts")
    assert 0 < int(refused.headers["Retry-After"]) <= 3601


@pytest.mark.parametrize(
    "body", [{}, {"code": ""}, {"code": 5}, {"code": "x" * 41}, {"code": "7K3Q", "user": "ada"}, {"code": None}]
)
def test_what_is_no_code_is_refused_by_field(api: Api, body: dict[str, Any]) -> None:
    status, _, field = problem(api.post("/v1/identities", body))
    assert (status, field) == (400, "user" if "user" in body else "code")


def test_only_rapidapi_users_can_claim(api: Api) -> None:
    assert problem(api("POST", "/v1/identity-claims"))[:2] == (403, "rapidapi_only")


def test_an_identity_of_someone_else_is_not_found(api: Api, new_api: MakeApi, through_rapidapi: MakeApi) -> None:
    path = api.post("/v1/identities", {"code": claim(through_rapidapi())["code"]}).headers["Location"]
    for stranger in (new_api(), through_rapidapi()):
        for missing in (path, f"/v1/identities/{uuid4()}"):
            assert problem(stranger.get(missing))[:2] == (404, "identity_not_found")
            assert problem(stranger.delete(missing))[:2] == (404, "identity_not_found")
    assert api.get(path).status_code == 200


def test_the_last_who_can_manage_keys_is_detached_by_force_only(admin: Api, through_rapidapi: MakeApi) -> None:
    user = secrets.token_hex(8)
    owner = admin.post("/v1/admin/owners", {"name": secrets.token_hex(8)}).headers["Location"]
    identity = admin.post(f"{owner}/identities", {"user": user}).json()["data"]["id"]
    caller = through_rapidapi(user)
    assert problem(caller.delete(f"/v1/identities/{identity}"))[:2] == (409, "last_key")
    assert caller.delete(f"/v1/identities/{identity}?force=true").status_code == 204
