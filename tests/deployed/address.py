"""Both doors at one address, as the local gateway has them, and a clock under which nothing is remembered for long."""

from collections.abc import Callable, Iterable
from itertools import count

from adapters.http.doors import DIRECT, RAPIDAPI
from adapters.http.wsgi import Environ, StartResponse
from tests.deployed.gateway import DeployedGateway
from tests.support.template import Template


class OneAddress:
    """Leads whoever shows RapidAPI's secret and no key of ours to its door, and all others to the direct one."""

    def __init__(self, template: Template, clock: Callable[[], float]) -> None:
        self._doors = {door: DeployedGateway(template, door.name, clock) for door in (DIRECT, RAPIDAPI)}

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        through_proxy = "HTTP_X_RAPIDAPI_PROXY_SECRET" in environ and "HTTP_X_API_KEY" not in environ
        return self._doors[RAPIDAPI if through_proxy else DIRECT](environ, start_response)


def an_hour_each_time() -> Callable[[], float]:
    """A clock by which hours pass between two calls: nothing is throttled, and every credential looked at anew."""
    hours = count()
    return lambda: next(hours) * 3600.0
