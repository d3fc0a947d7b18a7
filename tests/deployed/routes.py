"""The routes of an API: its methods, and what each leads to."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from urllib.parse import unquote

from tests.support.template import Method


class Route(NamedTuple):
    """A method of a resource. `path` is the resource's, as in `/v1/calendars/{calendar_id}`."""

    method: str
    path: str
    properties: dict[str, Any]
    function: str | None
    """The logical id of its function; None if the gateway answers by itself."""

    @property
    def guard(self) -> str | None:
        """The logical id of its authorizer."""
        reference: dict[str, str] | None = self.properties.get("AuthorizerId")
        return reference["Ref"] if reference else None

    @property
    def wants_usage_key(self) -> bool:
        return bool(self.properties.get("ApiKeyRequired"))


class Found(NamedTuple):
    """The route that a request takes, in the words of `adapters.http.routes.Match`."""

    endpoint: Route
    path_parameters: dict[str, str]


def route_of(method: Method) -> Route:
    calls = method.properties["Integration"]["Type"] == "AWS_PROXY"
    return Route(method.properties["HttpMethod"], method.path, method.properties, method.function if calls else None)


def find(routes: Iterable[Route], method: str, path: str) -> Found | None:
    """The route of a request by its undecoded path: at each segment, a literal one comes before a parameter."""
    given = path.split("/")
    fitting = [one for one in routes if one.method == method and _fits(one.path.split("/"), given)]
    if not fitting:
        return None
    route = min(fitting, key=lambda one: [_is_parameter(part) for part in one.path.split("/")])
    named = zip(route.path.split("/"), given, strict=True)
    return Found(route, {part[1:-1]: unquote(value) for part, value in named if _is_parameter(part)})


def _fits(parts: list[str], given: list[str]) -> bool:
    return len(parts) == len(given) and all(
        value if _is_parameter(part) else part == value for part, value in zip(parts, given, strict=True)
    )


def _is_parameter(part: str) -> bool:
    return part.startswith("{")
