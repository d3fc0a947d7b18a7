"""What browsers are told: by every answer, whoever gives it, and about pages of other sites."""

from collections.abc import Callable, Iterator

import httpx
import pytest

from adapters.http import cors
from adapters.http.endpoints import ENDPOINTS, Endpoint
from adapters.settings import BadSetting, Settings
from tests.functions.conftest import locally
from tests.support.api import Api
from tests.support.world import World

OURS, THEIRS = "https://app.example.org", "https://evil.example.org"
ALLOW = "Access-Control-Allow-Origin"


@pytest.fixture
def allowing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Lets pages of some origins call."""

    def allow(origins: str) -> None:
        monkeypatch.setenv(Settings.CORS_ORIGINS, origins)
        cors.allowed.cache_clear()

    yield allow
    monkeypatch.undo()
    cors.allowed.cache_clear()


@pytest.mark.parametrize("row", [row for row in ENDPOINTS if row.method == "GET"], ids=lambda row: row.name)
def test_an_answer_is_what_it_says_and_a_private_one_is_kept_nowhere(row: Endpoint, world: World, admin: Api) -> None:
    answers = [world.call(row, admin if row.access.scope == "admin" else None), Api(world.api.client).get("/nowhere")]
    if not row.access.public:
        answers += [world.call(row, Api(world.api.client)), world.call(row, Api(world.api.client, "dbk_x"))]
    for answer in answers:
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers.get("Cache-Control") == "no-store" or (row.access.public and answer.status_code == 200)
        assert ALLOW not in answer.headers
        assert "Origin" not in answer.headers.get("Vary", "")


def test_the_page_runs_nothing_but_its_own(client: httpx.Client) -> None:
    policy = client.get("/docs").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy
    assert "<script>" not in client.get("/docs").text


def test_nobody_is_asked_in_unless_configured(client: httpx.Client) -> None:
    asked = client.options("/v1/calendars", headers={"Origin": OURS, "Access-Control-Request-Method": "GET"})
    assert asked.status_code == 404
    assert ALLOW not in asked.headers


@locally
def test_pages_of_a_configured_site_may_call(api: Api, allowing: Callable[[str], None]) -> None:
    allowing(f"{OURS}, https://other.example.org")
    asked = api.client.options("/v1/calendars", headers={"Origin": OURS, "Access-Control-Request-Method": "POST"})
    assert asked.status_code == 204
    assert asked.headers[ALLOW] == OURS
    assert "POST" in asked.headers["Access-Control-Allow-Methods"].split(", ")
    assert "X-Api-Key" in asked.headers["Access-Control-Allow-Headers"].split(", ")
    got = api.get("/v1/calendars", headers={"Origin": OURS})
    assert got.headers[ALLOW] == OURS
    assert got.headers["Vary"] == "Origin"
    assert {"ETag", "Idempotent-Replayed"} <= set(got.headers["Access-Control-Expose-Headers"].split(", "))
    refused = Api(api.client).get("/v1/calendars", headers={"Origin": OURS})
    assert (refused.status_code, refused.headers[ALLOW]) == (401, OURS)
    event = api.new_event(api.new_calendar(), starts_at="2026-03-29T09:00Z", ends_at="2026-03-29T09:00Z")
    one = api.get(f"/v1/calendars/{event['calendar_id']}/events/{event['id']}", headers={"Origin": OURS})
    assert one.headers["Vary"] == "Accept, Origin"


@locally
def test_pages_of_other_sites_may_not(api: Api, allowing: Callable[[str], None]) -> None:
    allowing(OURS)
    for origin in (THEIRS, f"{OURS}.evil.org", "null", OURS.upper(), ""):
        asked = api.client.options("/v1/calendars", headers={"Origin": origin})
        assert asked.status_code == 204
        assert ALLOW not in asked.headers
        assert "Access-Control-Allow-Methods" not in asked.headers
        assert ALLOW not in api.get("/v1/calendars", headers={"Origin": origin}).headers
    assert api.client.options("/nowhere", headers={"Origin": OURS}).status_code == 404


@locally
def test_every_site_may_if_that_is_configured(api: Api, allowing: Callable[[str], None]) -> None:
    allowing("*")
    assert api.client.options("/v1/me", headers={"Origin": THEIRS}).headers[ALLOW] == "*"
    assert api.get("/v1/me", headers={"Origin": THEIRS}).headers[ALLOW] == "*"


@pytest.mark.parametrize("origins", ["app.example.org", "https://app.example.org/", "https://*.example.org", "a b"])
def test_what_is_no_origin_is_refused(origins: str) -> None:
    with pytest.raises(BadSetting, match="DAYBOOK_CORS_ORIGINS"):
        Settings.read({Settings.TABLE: "t", Settings.CORS_ORIGINS: origins})
