"""Both doors at one address, as the local gateway has them, and a clock under which nothing is remembered for long."""

from collections.abc import Callable
from itertools import count
from typing import Any

from adapters.http.doors import DIRECT, RAPIDAPI
from adapters.http.proxy_events import HttpRequest
from tests.deployed.gateway import DeployedGateway
from tests.support.template import Template


class OneAddress:
    """Leads whoever shows RapidAPI's secret and no key of ours to its door, and all others to the direct one."""

    def __init__(self, template: Template, clock: Callable[[], float]) -> None:
        self._doors = {door: DeployedGateway(template, door.name, clock) for door in (DIRECT, RAPIDAPI)}

    def answer(self, request: HttpRequest) -> dict[str, Any]:
        """The answer of the door that a request is led to."""
        given = {name.lower() for name in request.headers}
        through_proxy = "x-rapidapi-proxy-secret" in given and "x-api-key" not in given
        return self._doors[RAPIDAPI if through_proxy else DIRECT].answer(request)


def an_hour_each_time() -> Callable[[], float]:
    """A clock by which hours pass between two calls: nothing is throttled, and every credential looked at anew."""
    hours = count()
    return lambda: next(hours) * 3600.0
