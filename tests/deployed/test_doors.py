"""Who gets in at which door, and for how long that is remembered."""

import secrets
from collections.abc import Callable

import pytest

from infra.configuration import defaults
from tests.conftest import PROXY_SECRETS
from tests.deployed.conftest import Clock, Visitor
from tests.deployed.gateway import DeployedGateway

ME, OWNERS, PING = "/v1/me", "/v1/admin/owners", "/ping"
REMEMBERED = int(defaults()["authorizer_cache_seconds"])


def _id(visitor: Visitor) -> str:
    answer = visitor("GET", ME)
    assert answer.status == 200
    return str(answer.body["data"]["id"])


def test_an_answer_of_the_authorizer_is_good_for_every_route(with_key: Callable[..., Visitor]) -> None:
    visitor = with_key()
    made = visitor("POST", "/v1/calendars", {"title": "Work", "time_zone": "Europe/Berlin"})
    assert made.status == 201
    calendar = made.headers["Location"]
    for method, path, status in [("GET", calendar, 200), ("GET", ME, 200), ("DELETE", calendar, 202)]:
        assert visitor(method, path).status == status


def test_a_revoked_key_works_on_for_as_long_as_the_gateway_remembers_it_and_no_longer(
    with_key: Callable[..., Visitor], clock: Clock
) -> None:
    first = with_key("somebody with two keys")
    other = with_key("somebody with two keys")
    key_id = other("GET", ME).body["data"]["credential"]["id"]
    assert first("DELETE", f"/v1/keys/{key_id}").status == 204
    clock.pass_by(REMEMBERED - 1)
    assert other("GET", ME).status == 200
    clock.pass_by(1)
    assert (other("GET", ME).status, other("GET", ME).code) == (401, "credential_unknown")


def test_nobody_gets_what_is_remembered_of_another(
    with_key: Callable[..., Visitor], subscriber: Callable[..., Visitor]
) -> None:
    one = secrets.token_hex(8)
    visitors = [with_key(), with_key(), subscriber(one), subscriber(), subscriber(one, PROXY_SECRETS[1])]
    ids = [_id(visitor) for visitor in visitors for _ in range(2)]
    assert ids[0::2] == ids[1::2]
    assert len(set(ids)) == 4
    assert ids[4] == ids[8], "one user by two secrets"


@pytest.mark.parametrize("missing", ["X-RapidAPI-Proxy-Secret", "X-RapidAPI-User"])
def test_what_is_remembered_of_a_user_needs_both_headers(subscriber: Callable[..., Visitor], missing: str) -> None:
    visitor = subscriber()
    assert visitor("GET", ME).status == 200
    rest = {name: value for name, value in visitor.shows.items() if name != missing}
    assert visitor._replace(shows=rest)("GET", ME).code == "credential_missing"
    assert visitor._replace(shows={**rest, missing: ""})("GET", ME).code == "credential_missing"


def test_a_wrong_secret_opens_nothing_beside_a_remembered_user(subscriber: Callable[..., Visitor]) -> None:
    user = secrets.token_hex(8)
    assert subscriber(user)("GET", ME).status == 200
    assert subscriber(user, "a guess")("GET", ME).status == 401


def test_forged_headers_of_rapidapi_mean_nothing_at_the_direct_door(
    with_key: Callable[..., Visitor], subscriber: Callable[..., Visitor], direct_door: DeployedGateway
) -> None:
    visitor, forged = with_key(), subscriber().shows
    assert _id(visitor._replace(shows={**visitor.shows, **forged})) == _id(visitor)
    assert Visitor(direct_door, forged)("GET", ME).code == "credential_missing"


def test_a_key_means_nothing_at_rapidapis_door(
    with_key: Callable[..., Visitor], rapidapi_door: DeployedGateway
) -> None:
    assert Visitor(rapidapi_door, with_key().shows)("GET", ME).code == "credential_missing"


def test_rapidapis_door_does_not_lead_to_what_is_at_the_direct_one_only(subscriber: Callable[..., Visitor]) -> None:
    visitor = subscriber()
    for path in (OWNERS, "/feeds/some.ics"):
        assert (visitor("GET", path).status, visitor("GET", path).code) == (404, "route_not_found")


@pytest.mark.parametrize("path", ["/", PING, "/docs", "/openapi.json"])
def test_what_is_for_everybody_asks_for_nothing(
    direct_door: DeployedGateway, rapidapi_door: DeployedGateway, path: str
) -> None:
    for door in (direct_door, rapidapi_door):
        assert Visitor(door, {})("GET", path).status in {200, 302, 307, 308}


def test_functions_learn_at_which_door_a_call_came(
    direct_door: DeployedGateway, rapidapi_door: DeployedGateway
) -> None:
    assert direct_door.api.stage["Variables"] == {"door": "direct"}
    assert rapidapi_door.api.stage["Variables"] == {"door": "rapidapi"}
    for door in (direct_door, rapidapi_door):
        sources = {tuple(guard["IdentitySource"].split(",")) for guard in door.api.authorizers.values()}
        assert len(sources) == 1
        assert next(iter(sources))[-1].endswith(("X-Api-Key", "X-RapidAPI-User"))
