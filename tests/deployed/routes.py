"""The routes of an API: its methods, and what each leads to."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from tests.support.template import Method, function_in

_KNOWN = {
    "ApiKeyRequired",
    "AuthorizationType",
    "AuthorizerId",
    "HttpMethod",
    "Integration",
    "MethodResponses",
    "OperationName",
    "ResourceId",
    "RestApiId",
}
"""What is played here of a method. With anything else, such as a validator, it would be another one on AWS."""


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
    assert set(method.properties) <= _KNOWN, set(method.properties) - _KNOWN
    integration = method.properties["Integration"]
    assert integration["Type"] in {"AWS_PROXY", "MOCK"}
    function = function_in(integration["Uri"]) if integration["Type"] == "AWS_PROXY" else None
    return Route(method.properties["HttpMethod"], method.path, method.properties, function)


def find(routes: Iterable[Route], method: str, path: str) -> Found | None:
    """The route of a request by its undecoded path: at each segment, a literal one comes before a parameter."""
    given = path.split("/")
    fitting = [one for one in routes if one.method == method and _fits(one.path.split("/"), given)]
    if not fitting:
        return None
    route = min(fitting, key=lambda one: [_is_parameter(part) for part in one.path.split("/")])
    named = zip(route.path.split("/"), given, strict=True)
    return Found(route, {part[1:-1]: value for part, value in named if _is_parameter(part)})


def _fits(parts: list[str], given: list[str]) -> bool:
    return len(parts) == len(given) and all(
        value if _is_parameter(part) else part == value for part, value in zip(parts, given, strict=True)
    )


def _is_parameter(part: str) -> bool:
    return part.startswith("{")
