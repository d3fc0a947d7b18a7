"""Finding the row of a request, as API Gateway does: literal segments before parameters."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from adapters.http.endpoints import Endpoint


class Match(NamedTuple):
    """A row, and the path parameters of the request, undecoded."""

    endpoint: Endpoint
    path_parameters: Mapping[str, str]


class Routes:
    """The rows, indexed by method and number of segments."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._rows: dict[tuple[str, int], list[tuple[list[str], Endpoint]]] = {}
        for endpoint in sorted(endpoints, key=lambda one: [part.startswith("{") for part in _segments(one.path)]):
            segments = _segments(endpoint.path)
            self._rows.setdefault((endpoint.method, len(segments)), []).append((segments, endpoint))

    def match(self, method: str, path: str) -> Match | None:
        """The row for a method and an undecoded path, or None."""
        given = _segments(path)
        for segments, endpoint in self._rows.get((method, len(given)), ()):
            if all(part == one or (_is_parameter(part) and one) for part, one in zip(segments, given, strict=True)):
                named = zip(segments, given, strict=True)
                return Match(endpoint, {part[1:-1]: one for part, one in named if _is_parameter(part)})
        return None

    def leads_to(self, path: str) -> bool:
        """Whether there is anything at an undecoded path."""
        return any(self.match(method, path) is not None for method in {method for method, _ in self._rows})


def _segments(path: str) -> list[str]:
    return path.split("/")[1:]


def _is_parameter(segment: str) -> bool:
    return segment.startswith("{")
