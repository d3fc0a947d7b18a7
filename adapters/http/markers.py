"""What a handler's signature can say of its arguments, beside their types. Imports nothing that costs a cold start.

`binding` reads it at run time; `openapi` puts it in Powertools' terms, to have the document made.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

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
    max_length: int | None = None

    @property
    def constraints(self) -> dict[str, int]:
        """The bounds that are set, as pydantic names them."""
        bounds = {"ge": self.ge, "le": self.le, "max_length": self.max_length}
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
class Calling:
    """Whoever calls, as the authorizer found out."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Where the request was sent to, as far as it says so."""


@dataclass(frozen=True, slots=True)
class Relaying:
    """What makes other requests of this one, for the same caller."""


@dataclass(frozen=True, slots=True)
class Acting:
    """Whoever calls, as the author of a change of their own; or as the admin who may change what is anyone's."""

    as_admin: bool
