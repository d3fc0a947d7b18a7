"""What all answers have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr
from pydantic_core import to_json

from adapters.http import limits
from domain.errors import TooLarge

T = TypeVar("T", bound=BaseModel)


class Draft(BaseModel):
    """What a client sends. Unknown properties are refused: a typo must not be lost."""

    model_config = ConfigDict(extra="forbid")


class Resource(BaseModel):
    """One thing that a client reads. Its version becomes the ETag."""

    id: str
    _version: int | None = PrivateAttr(default=None)

    @property
    def etag(self) -> str | None:
        return f'"{self._version}"' if self._version is not None else None

    def at(self, version: int) -> Self:
        """The same, saying which version it shows."""
        self._version = version
        return self


@dataclass(frozen=True, slots=True)
class Listing(Generic[T]):
    """What a handler returns for several resources: the views, and what `meta` says of them."""

    views: Sequence[T]
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page(Listing[T]):
    """A page of a longer list."""

    @classmethod
    def of(cls, views: Sequence[T], size: int, following: str | None) -> Self:
        return cls(views, {"page": {"size": size, "next": following}})


def fitting(views: Sequence[T]) -> Sequence[T]:
    """As many of the views, from the first on, as an answer may hold; at least one."""
    if len(to_json(views)) <= limits.ANSWER_BYTES:
        return views
    sizes = accumulate(len(to_json(view)) + 1 for view in views)
    count = sum(size <= limits.ANSWER_BYTES for size in sizes)
    return views[: max(count, 1)]


def listing_of_all(views: Sequence[T], meta: Mapping[str, Any]) -> Listing[T]:
    """All of the views or none: raise TooLarge if they do not fit in an answer."""
    if len(fitting(views)) < len(views):
        raise TooLarge("That is more than one answer can hold. Ask for fewer.", limit_bytes=limits.ANSWER_BYTES)
    return Listing(views, meta)


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is not an API resource, such as a page of the docs."""

    content: str
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def utc_text(moment: datetime) -> str:
    """How facts of the server are written."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
