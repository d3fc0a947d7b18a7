"""Managing owners and credentials at the command line, as a deployer does."""

import json
import re
import secrets
import subprocess
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.conftest import TABLE
from tests.support.api import problem
from tests.support.server import DAYBOOK, Server, wait_until


def command(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """What comes of a command that may fail."""
    return subprocess.run([DAYBOOK, *arguments], capture_output=True, text=True, cwd=cwd, timeout=30, check=False)


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
        "owner_keys.patch",
        "owners.patch",
        "owners.suspend",
        "owners.resume",
        "owner_keys.rotate",
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
    assert as_json(server, "identities", "list", "--owner", "me") == [identity]
    assert as_json(server, "identities", "get", "ada", "--owner", "me") == identity
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


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["keys", "create", "--owner", " ", "--data", "data"], "1 to 100 printable characters."),
        (["keys", "create", "--owner", "a\tb", "--data", "data"], "1 to 100 printable characters."),
        (["keys", "create", "--owner", "ada", "--data", "/dev/null/data"], "cannot be used: Not a directory."),
        (["keys", "create", "--owner", "ada", "--database", "http://127.0.0.1:9"], "cannot be used"),
        (["keys", "create", "--owner", "ada", "--scope", "all", "--data", "data"], "There is no scope all."),
        (["keys", "create"], "--owner"),
        (["keys", "create", "--owner", "ada", "--days", "0", "--data", "data"], "greater than or equal to 1"),
        (["keys", "create", "--owner", "ada", "--label", "", "--data", "data"], "label: this must be 1 to 100"),
        (["keys", "create", "--owner", str(UUID(int=1)), "--data", "data"], "There is no such owner."),
        (["keys", "create", "--owner", "ada", "--calendar", str(UUID(int=1)), "--data", "data"], "no such owner."),
        (["keys", "create", "--owner", "ada", "--database", "nonsense"], "Invalid endpoint: nonsense"),
        (["owners", "list", "--region", "eu-central-1", "--data", "data"], "Name that with --stack or --table."),
        (["owners", "get", "a\udcff", "--data", "data"], "There is no such owner."),
        (["owners", "get", "x" * 3000, "--data", "data"], "There is no such owner."),
        (["keys", "create", "--owner", f" {UUID(int=1)} ", "--data", "data"], "There is no such owner."),
        (["audit", "list", "--most", "0", "--data", "data"], "greater than or equal to 1"),
        (["keys", "list", "--owner", "nobody", "--data", "data"], "There is no such owner."),
        (["keys", "revoke", "x", "--owner", "ada", "--data", "data"], "UUID"),
        (["owners", "delete", "nobody", "--yes", "--data", "data"], "There is no such owner."),
        (["owners", "create", "rapidapi:", "--data", "data"], "cannot be a RapidAPI user"),
        (["owners", "create", "ada", "--plan", "gold", "--data", "data"], "gold"),
        (
            ["owners", "list", "--table", "none", "--region", "local", "--database", "http://127.0.0.1:9"],
            "cannot be used",
        ),
    ],
)
def test_a_mistake_is_explained_without_a_traceback(tmp_path: Path, arguments: list[str], words: str) -> None:
    done = command(*arguments, cwd=tmp_path)
    assert done.returncode != 0
    assert done.stdout == ""
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_not_text_is_said_to_be_none(server: Server) -> None:
    server.key("me")
    refused = command("identities", "get", "a\udcff", "--owner", "me", "--data", str(server.data))
    assert (refused.returncode, refused.stderr) == (1, "daybook: Something that you typed is not UTF-8.\n")


def test_of_a_key_only_what_is_given_changes(server: Server) -> None:
    server.key("me")
    (key,) = as_json(server, "keys", "list", "--owner", "me")

    def change(*options: str) -> dict[str, Any]:
        changed = as_json(server, "keys", "change", key["id"], "--owner", "me", *options)
        return {name: changed[name] for name in ("label", "scopes", "calendars", "detail", "expires_at")}

    plain = {"label": None, "scopes": ["*"], "calendars": None, "detail": "full", "expires_at": None}
    assert change("--label", "phone") == {**plain, "label": "phone"}
    assert change("--label", "") == plain
    limited = change("--days", "2", "--force")
    assert limited == {**plain, "expires_at": limited["expires_at"]}
    assert limited["expires_at"] is not None
    assert change("--scope", "events:read", "--scope", "keys:write", "--no-expiry") == {
        **plain,
        "scopes": ["events:read", "keys:write"],
    }
    both = command(
        "keys", "change", key["id"], "--owner", "me", "--days", "2", "--no-expiry", "--data", str(server.data)
    )
    assert (both.returncode, "cannot both be meant" in both.stderr) == (1, True)


def test_a_key_for_some_calendars_is_made_for_all_again(served: Server) -> None:
    calendar = served.api().new_calendar(title="Some").rpartition("/")[2]
    served.daybook("keys", "create", "--owner", "me", "--label", "one", "--calendar", calendar)
    key = as_json(served, "keys", "list", "--owner", "me")[-1]
    assert (key["label"], key["calendars"]) == ("one", [calendar])
    lifted = as_json(served, "keys", "change", key["id"], "--owner", "me", "--all-calendars")
    assert (lifted["label"], lifted["calendars"]) == ("one", None)


def test_a_key_that_cannot_be_made_makes_no_owner(server: Server) -> None:
    at = ("--data", str(server.data))
    for wrong in (["--scope", "admin", "--detail", "busy"], ["--calendar", str(uuid4())], ["--label", "x" * 101]):
        assert command("keys", "create", "--owner", "Acme", *wrong, *at).returncode == 1
    assert server.daybook("owners", "list") == "There are none.\n"


def test_the_record_is_shown_as_far_as_one_asks(server: Server) -> None:
    for _ in range(2):
        server.key("me")
    assert [one["action"] for one in as_json(server, "audit", "list", "--most", "2")] == ["owner_keys.create"] * 2
    assert [one["action"] for one in as_json(server, "audit", "list", "--most", "2000")] == [
        "owner_keys.create",
        "owner_keys.create",
        "owners.create",
    ]


ICS = """BEGIN:VCALENDAR\r
BEGIN:VEVENT\r
UID:one@example.org\r
DTSTART;TZID=Europe/Berlin:20260329T090000\r
SUMMARY:Größe\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:two@example.org\r
END:VEVENT\r
END:VCALENDAR\r
"""


def test_a_file_goes_in_and_out(served: Server, tmp_path: Path) -> None:
    api = served.api()
    calendar = api.new_calendar(title="Work").rpartition("/")[2]
    (tmp_path / "in.ics").write_bytes(ICS.encode())
    at = ("--data", str(served.data))
    done = command("import", str(tmp_path / "in.ics"), "--calendar", "Work", *at)
    assert done.returncode == 0, done.stderr
    first, failed = done.stdout.splitlines()
    assert first == "1 created, 0 updated, 0 unchanged, 0 skipped, 1 failed"
    assert failed.startswith("line 7: failed: two@example.org: DTSTART is missing")
    again = command("import", str(tmp_path / "in.ics"), "--calendar", calendar, "--json", *at)
    assert json.loads(again.stdout)["unchanged"] == 1
    assert command("export", "--calendar", "Work", "--output", str(tmp_path / "out.ics"), *at).returncode == 0
    printed = subprocess.run(
        [DAYBOOK, "export", "--calendar", calendar, *at], capture_output=True, timeout=30, check=True
    ).stdout
    assert printed == (tmp_path / "out.ics").read_bytes()
    assert b"\r\nSUMMARY:Gr\xc3\xb6\xc3\x9fe\r\n" in printed
    assert b"BEGIN:VTIMEZONE\r\nTZID:Europe/Berlin\r\n" in printed


@pytest.fixture(scope="module")
def titled(served: Server) -> Server:
    """A server with a calendar of a title that no other has, and two of one title."""
    api = served.api()
    for title in ("Once", "Twice", "Twice"):
        api.new_calendar(title=title)
    return served


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "nothing.ics", "--calendar", "Nowhere"], "There is no such calendar."),
        (["import", "nothing.ics", "--calendar", "Twice"], "2 calendars are called Twice."),
        (["import", "nothing.ics", "--calendar", "Once"], "nothing.ics cannot be read"),
        (["export", "--calendar", str(uuid4())], "There is no such calendar."),
        (["export", "--calendar", "Once", "--owner", "nobody"], "There is no such owner."),
    ],
)
def test_what_no_file_can_go_to_is_told(titled: Server, arguments: list[str], words: str) -> None:
    done = command(*arguments, "--data", str(titled.data))
    assert (done.returncode, words in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in done.stderr
