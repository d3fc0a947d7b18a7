"""How long a credential works on that works no longer: the gateway remembers it, and behind that the authorizer."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from adapters.settings import Settings
from functions import wiring
from functions.wiring import credentials
from infra.configuration import defaults
from tests.deployed.conftest import Clock, Visitor
from tests.deployed.gateway import DeployedGateway
from tests.support.template import Template

ME = "/v1/me"
MINUTE, MOMENT = 60, 0.1


@pytest.fixture
def remembering(counting: None, both: Template, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The authorizer remembers credentials for as long as the template says, by the test's clock."""
    variables = both.function("functions.authorizer.handler")[1]["Environment"]["Variables"]
    monkeypatch.setenv(Settings.CREDENTIAL_CACHE_SECONDS, variables[Settings.CREDENTIAL_CACHE_SECONDS])
    began = datetime.now(UTC) - timedelta(seconds=clock())
    monkeypatch.setattr(credentials, "now", lambda: began + timedelta(seconds=clock()))
    wiring.reset()
    yield
    monkeypatch.undo()
    wiring.reset()


def test_a_revoked_key_works_for_a_minute_at_most(
    remembering: None, both: Template, with_key: Callable[..., Visitor], clock: Clock
) -> None:
    """At worst: the authorizer read it just before, and is asked once more just before it would read it again."""
    owner, key = with_key("somebody who revokes"), with_key("somebody who revokes")
    elsewhere = key._replace(door=DeployedGateway(both, "direct", clock))
    key_id = elsewhere("GET", ME).body["data"]["credential"]["id"]
    assert owner("DELETE", f"/v1/keys/{key_id}").status == 204
    clock.pass_by(int(defaults()["credential_cache_seconds"]) - MOMENT)
    assert key("GET", ME).status == 200
    clock.pass_by(int(defaults()["authorizer_cache_seconds"]) - MOMENT)
    assert key("GET", ME).status == 200
    clock.pass_by(2 * MOMENT)
    assert (key("GET", ME).status, key("GET", ME).code) == (401, "credential_unknown")
    assert clock() - 1_000_000 <= MINUTE
