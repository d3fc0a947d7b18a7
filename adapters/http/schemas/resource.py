"""What all answers have in common."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, PrivateAttr

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


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is not an API resource, such as a page of the docs."""

    content: str | bytes
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)


def utc_text(moment: datetime) -> str:
    """How facts of the server are written."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
