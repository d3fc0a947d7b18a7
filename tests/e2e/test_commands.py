"""Managing owners and credentials at the command line, as a deployer does."""

import json
import re
import secrets
import subprocess
from pathlib import Path
from typing import Any

from tests.conftest import TABLE
from tests.support.api import problem
from tests.support.server import DAYBOOK, Server, wait_until


def as_json(server: Server, *command: str) -> Any:
    return json.loads(server.daybook(*command, "--json"))


def test_an_owner_is_managed_while_a_server_runs(server: Server) -> None:
    server.start(CREDENTIAL_CACHE_SECONDS="0")
    owner = as_json(server, "owners", "create", "Acme", "--plan", "pro")
    assert (owner["name"], owner["plan"], owner["status"]) == ("Acme", "pro", "active")
    secret = server.daybook("keys", "create", "--owner", "Acme", "--label", "first", "--scope", "*").strip()
    api = server.api(secret)
    assert api.get("/v1/me").json()["data"]["id"] == owner["id"]
    (key,) = as_json(server, "keys", "list", "--owner", owner["id"])
    assert (key["label"], key["hint"]) == ("first", f"dbk_…{secret[-4:]}")
    assert as_json(server, "keys", "change", key["id"], "--owner", "Acme", "--label", "main")["label"] == "main"
    assert as_json(server, "owners", "rename", "Acme", "Acme & Sons")["name"] == "Acme & Sons"
    server.daybook("owners", "suspend", "Acme & Sons")
    assert problem(api.get("/v1/me"))[:2] == (403, "owner_suspended")
    server.daybook("owners", "resume", "Acme & Sons")
    calendar = api.new_calendar()
    assert as_json(server, "owners", "usage", owner["id"])["calendars"] == 1
    rotated = server.daybook("keys", "rotate", key["id"], "--owner", owner["id"], "--overlap", "0").strip()
    assert re.fullmatch(r"dbk_\w{49}", rotated)
    assert problem(api.get(calendar))[:2] == (401, "credential_expired")
    assert server.api(rotated).get(calendar).status_code == 200
    server.daybook("owners", "delete", owner["id"], "--yes")
    assert problem(server.api(rotated).get(calendar))[:2] == (401, "credential_unknown")
    listed = as_json(server, "audit", "list", "--most", "9")
    done = [one["action"] for one in reversed(listed) if one["owner_id"] == owner["id"]]
    assert done == [
        "owners.create",
        "owner_keys.create",
        "keys.patch",
        "owners.patch",
        "owners.suspend",
        "owners.resume",
        "keys.rotate",
        "owners.delete",
    ]
    assert {one["actor"]["owner_id"] for one in listed} == {None}
    assert listed[0]["actor"]["credential_id"].startswith("cli:")


def test_tables_are_for_people(server: Server) -> None:
    server.daybook(
        "keys", "create", "--owner", "me", "--label", "laptop", "--scope", "events:read", "--scope", "keys:write"
    )
    head, row = server.daybook("keys", "list", "--owner", "me").splitlines()
    assert head.split() == ["ID", "LABEL", "HINT", "STATUS", "SCOPES", "EXPIRES_AT", "LAST_USED_AT"]
    assert re.fullmatch(r"[0-9a-f-]{36}  laptop  dbk_…\w{4}  active  events:read,keys:write  -           -", row)
    assert server.daybook("identities", "list", "--owner", "me") == "There are none.\n"
    assert re.search(r"^name +me$", server.daybook("owners", "get", "me"), re.MULTILINE)


def test_a_rapidapi_user_is_attached_and_detached(server: Server) -> None:
    server.key("me")
    identity = as_json(server, "identities", "attach", "ada", "--owner", "me")
    assert (identity["user"], identity["native"]) == ("ada", False)
    assert [one["id"] for one in as_json(server, "identities", "list", "--owner", "me")] == [identity["id"]]
    assert server.daybook("identities", "detach", "ada", "--owner", "me") == "ada is detached.\n"


def test_a_deployed_table_is_managed_with_aws_credentials(engine_url: str, tmp_path: Path) -> None:
    at = ["--table", TABLE, "--region", "eu-central-1", "--database", engine_url]
    environment = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "PATH": "/usr/bin"}

    def daybook(*command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [DAYBOOK, *command], capture_output=True, text=True, cwd=tmp_path, env=environment, check=check
        )

    owner = secrets.token_hex(8)
    assert daybook("keys", "create", "--owner", owner, "--scope", "admin", *at).stdout.startswith("dbk_")
    (key,) = json.loads(daybook("keys", "list", "--owner", owner, "--json", *at).stdout)
    assert key["scopes"] == ["admin"]
    missing = daybook("owners", "list", "--table", "another", *at[2:], check=False)
    assert (missing.returncode, missing.stdout) == (1, "")
    assert "The table another cannot be used" in missing.stderr
    assert not list(tmp_path.iterdir())


def test_a_revoked_key_works_no_longer_than_the_server_remembers(server: Server) -> None:
    server.start(CREDENTIAL_CACHE_SECONDS="1")
    api = server.api()
    (key,) = as_json(server, "keys", "list", "--owner", "me")
    assert api.get("/v1/me").status_code == 200
    server.daybook("keys", "revoke", key["id"], "--owner", "me", "--force")
    wait_until(lambda: api.get("/v1/me").status_code == 401)
    assert problem(api.get("/v1/me"))[:2] == (401, "credential_unknown")
