"""No key, code, token or proxy secret is ever written down: not in logs, errors, the table, or any file of ours."""

import re
import secrets
import subprocess
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from adapters.http.schemas.feed_drafts import FeedDraft
from adapters.http.schemas.identity_drafts import IdentityDraft, Redemption
from adapters.http.schemas.key_drafts import KeyDraft, RotationDraft
from adapters.http.schemas.owner_drafts import OwnerDraft
from domain.api_key import is_well_formed, new_key
from tests.support.api import Api
from tests.support.server import Server, items_of

PROXY_SECRET = "the-proxys-own-secret-5f0c2b9d7e10"
LOOKS_LIKE_A_KEY = re.compile(r"dbk_\w{49}")


def test_a_server_that_logs_all_it_can_logs_no_secret(server: Server) -> None:
    server.start(POWERTOOLS_LOG_LEVEL="DEBUG", RAPIDAPI_PROXY_SECRETS=f"{PROXY_SECRET}, another")
    api = server.api()
    user = {"X-RapidAPI-Proxy-Secret": PROXY_SECRET, "X-RapidAPI-User": "ada"}
    through_rapidapi = Api(api.client, headers=user)
    code = through_rapidapi("POST", "/v1/identity-claims").json()["data"]["code"]
    other = api.new_key(label="other")
    (first, *_) = api.get("/v1/keys").json()["data"]
    rotated = api.post(f"/v1/keys/{first['id']}/rotate", {}).json()["data"]["secret"]
    feed = api.post(f"{api.new_calendar()}/feeds", {"detail": "full"}).json()["data"]
    renewed = api.post(f"/v1/feeds/{feed['id']}/rotate", {}).json()["data"]
    answers = [
        *(Api(api.client).get(one["path"]) for one in (feed, renewed)),
        Api(api.client).get(f"{renewed['path']}?token={renewed['token']}"),
        api.get(f"/v1/feeds/{renewed['token']}"),
        api.get("/v1/feeds"),
        api.post("/v1/identities", {"code": f"{code}0"}),
        api.post("/v1/identities", {"code": code, "key": other.key}),
        api.post("/v1/identities", {"code": code}),
        other.get(f"/v1/keys/{other.key}"),
        other.get("/v1/keys", params={"cursor": str(other.key)}),
        other.get("/v1/keys"),
        Api(api.client, str(other.key)[:-1] + "0").get("/v1/me"),
        Api(api.client, f"{other.key}, {rotated}").get("/v1/me"),
        Api(api.client, headers={**user, "X-RapidAPI-Proxy-Secret": f"{PROXY_SECRET}x"}).get("/v1/me"),
        api.get("/v1/me"),
        api.delete(f"/v1/keys/{other.key_id}"),
        other.get("/v1/me"),
    ]
    items = items_of(server.engine_url)
    _, words = server.end()
    logs = words + (server.data / "engine.log").read_text(errors="replace")
    assert '"endpoint":"feeds.fetch"' in words
    assert '"endpoint":"identities.attach"' in words, "the log must have something to find secrets in"
    seen = {"answers": "".join(answer.text for answer in answers), "table": repr(items), "logs": logs}
    tokens = (feed["token"], renewed["token"])
    for secret in (str(api.key), str(other.key), rotated, code, code.replace("-", ""), PROXY_SECRET, *tokens):
        assert {place for place, text in seen.items() if secret in text} == set()


@pytest.mark.parametrize("draft", [Redemption, KeyDraft, OwnerDraft, IdentityDraft, RotationDraft, FeedDraft])
def test_what_was_sent_is_in_no_message_that_a_crash_would_log(draft: type[BaseModel]) -> None:
    secret = new_key("dbk_", secrets.token_bytes)
    with pytest.raises(ValidationError) as refused:
        draft.model_validate({"code": [secret], "scopes": secret, "user": [secret], "name": [secret], "key": secret})
    assert secret not in str(refused.value)


def test_no_file_of_ours_has_a_key_in_it() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, text=True, check=False).stdout
    files = [Path(name) for name in listed.split("\0") if name] or [
        path for path in Path().rglob("*") if path.suffix in {".py", ".md", ".json"} and ".venv" not in path.parts
    ]
    for path in files:
        found = LOOKS_LIKE_A_KEY.findall(path.read_text(errors="replace")) if path.is_file() else []
        assert not any(map(is_well_formed, found)), path
