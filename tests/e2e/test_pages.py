"""The pages are true: each command that README and docs tell a reader to type is typed, and answered."""

import re
import secrets
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.api import Api
from tests.support.server import DAYBOOK, Server, free_port

PROXY_SECRET = secrets.token_hex(16)
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)
ON_AWS = ("--table", "--stack", "rapidapi-secret")
(PRICES,) = re.findall(r"RAPIDAPI_BILLING='(.*)'", Path("docs/rapidapi.md").read_text())
FAILING_CURL = 'curl() { command curl --silent --show-error --fail-with-body "$@"; }'


def blocks(page: str) -> list[str]:
    """What a page tells to type while a server runs."""
    found = BLOCK.findall(Path(page).read_text())
    return [one for one in found if ("curl" in one or "daybook " in one) and not any(word in one for word in ON_AWS)]


@pytest.mark.parametrize(
    ("page", "block"),
    [
        pytest.param(page, block, id=f"{page} {number}")
        for page in (
            "README.md",
            "docs/api.md",
            "docs/recurrence.md",
            "docs/icalendar.md",
            "docs/authentication.md",
            "docs/operations.md",
            "docs/rapidapi.md",
        )
        for number, block in enumerate(blocks(page))
    ],
)
def test_what_a_page_tells_to_type_works(page: str, block: str, serving: Server, tmp_path: Path) -> None:
    (tmp_path / ".venv/bin").mkdir(parents=True)
    (tmp_path / ".venv/bin/daybook").symlink_to(DAYBOOK)
    (tmp_path / ".daybook").symlink_to(serving.data)
    script = "\n".join(("set -eo pipefail", FAILING_CURL, as_typed(block, serving)))
    done = subprocess.run(
        ["bash", "-c", script], env=a_reader(serving, block), cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server that all readers use, each with things of their own."""
    server = Server(tmp_path_factory.mktemp("pages") / ".daybook", free_port())
    try:
        yield server.start(RAPIDAPI_PROXY_SECRETS=PROXY_SECRET, RAPIDAPI_BILLING=PRICES)
    finally:
        server.close()


def as_typed(block: str, server: Server) -> str:
    """A block, with what stands for something of the reader's own replaced."""
    user = f'X-RapidAPI-Proxy-Secret: {PROXY_SECRET}" -H "X-RapidAPI-User: {secrets.token_hex(4)}'
    through_rapidapi = Api(
        server.api().client, headers={"X-RapidAPI-Proxy-Secret": PROXY_SECRET, "X-RapidAPI-User": secrets.token_hex(4)}
    )
    for mine, real in (
        ("http://localhost:8080", server.url),
        ("https://….p.rapidapi.com", server.url),
        ("X-RapidAPI-Key: …", user),
        ("a-long-proxy-secret", PROXY_SECRET),
        ("7K3Q-M0XW-9TRC-45ZB", through_rapidapi("POST", "/v1/identity-claims").json()["data"]["code"]),
    ):
        block = block.replace(mine, real)
    assert "…" not in re.sub("#.*", "", block)
    return block


def a_reader(server: Server, block: str) -> dict[str, str]:
    """The variables of a reader who has one of everything that a block mentions."""
    api = server.api()
    calendar = api.new_calendar()
    event, other = (api.new_event(calendar, starts_on="2026-03-30", ends_on="2026-03-30")["id"] for _ in range(2))
    daily = {"starts_at": "2026-03-26T09:00", "ends_at": "2026-03-26T09:15", "time_zone": "Europe/Berlin"}
    name = secrets.token_hex(4)
    made_by = {
        "IDENTITY_ID": ("identities", "attach", name, "--owner", "me", "--json"),
        "OWNER_ID": ("owners", "create", name, "--json"),
    }
    return {
        "PATH": "/usr/bin:/bin",
        "API": f"{server.url}/v1",
        "KEY": str(api.key),
        "auth": f"X-Api-Key: {api.key}",
        "CALENDAR": calendar.rpartition("/")[2],
        "EVENT": event,
        "OTHER": other,
        "SERIES": api.new_event(calendar, **daily, recurrence=["RRULE:FREQ=DAILY"])["id"],
        "events": f"{server.url}{calendar}/events",
        "KEY_ID": str(api.new_key().key_id),
        "RAPIDAPI_URL": server.url,
        **{named: _id(server.daybook(*command)) for named, command in made_by.items() if f"${named}" in block},
    }


def _id(printed: str) -> str:
    return re.findall(r'"id": "([^"]+)"', printed)[0]
