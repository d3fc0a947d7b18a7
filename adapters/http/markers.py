"""What a handler's signature can say of its arguments, beside their types. Imports nothing that costs a cold start.

`binding` reads it at run time; `openapi` puts it in Powertools' terms, to have the document made.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from adapters.http.endpoints import Endpoint
from domain.records import dataclass

BINARY = "application/octet-stream"
"""The one media type that the gateway hands on byte for byte; all others it takes for text in UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A value from some place of the request, by its argument's name unless `alias` gives another."""

    place: ClassVar[str]

    description: str
    alias: str | None = None
    example: object = None
    ge: int | None = None
    le: int | None = None
    min_length: int | None = None
    max_length: int | None = None

    @property
    def constraints(self) -> dict[str, int]:
        """The bounds that are set, as pydantic names them."""
        bounds = {"ge": self.ge, "le": self.le, "min_length": self.min_length, "max_length": self.max_length}
        return {name: bound for name, bound in bounds.items() if bound is not None}


class Path(Parameter):
    """A segment of the path."""

    place = "path"


class Query(Parameter):
    """A parameter of the query string."""

    place = "query"


class Header(Parameter):
    """A request header."""

    place = "header"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBody:
    """The body as it came, in bytes: of another media type than JSON, and of another size than others may have."""

    media_type: str
    description: str
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Uses:
    """Something that is made for each call, such as a use case; clients know nothing of it."""

    make: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that we see in a request to a row, such as who calls; clients do not give it by name."""

    see: Callable[[Mapping[str, Any], Endpoint], object]
