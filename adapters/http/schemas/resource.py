"""What all answers have in common: the view that a client reads, a dict, and what goes with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field, replace
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from typing import Annotated, Any, Generic, Self, TypeVar
from uuid import UUID

import orjson

from adapters.http import limits
from adapters.http.schemas.described import Described, TypedDict
from domain.errors import TooLarge
from domain.records import dataclass

V = TypeVar("V")


class Identified(TypedDict):
    """What is known by an id."""

    id: str


@dataclass(frozen=True, slots=True)
class Resource(Generic[V]):
    """One thing that a client reads. If it has no version, the content makes its ETag.

    `meta` is what is to be told beside it, and `other` another content type that it may be read as, with what makes its
    text.
    """

    view: V
    etag: str | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    other: tuple[str, Callable[[], str]] | None = None

    def also_as(self, content_type: str, text: Callable[[], str]) -> Self:
        """The same, also to be read as text of another content type by whoever accepts that."""
        return replace(self, other=(content_type, text))

    def telling(self, **meta: object) -> Self:
        """The same, with word of what else a change came to; then also an answer that would be empty has a body."""
        return replace(self, meta=meta)


@dataclass(frozen=True, slots=True)
class Versioned(Resource[V]):
    """One that has a version, which makes its ETag."""

    @classmethod
    def at(cls, version: int, view: V, *state: object) -> Self:
        """A view, saying which version it shows, and in which state if that changes without a new version."""
        return cls(view, f'"{version}.{sha256(repr(state).encode()).hexdigest()[:8]}"' if state else f'"{version}"')


@dataclass(frozen=True, slots=True)
class Listing(Generic[V]):
    """What a handler returns for several resources: the views, and what `meta` says of them."""

    views: Sequence[V]
    meta: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Page(Listing[V]):
    """A page of a longer list."""

    @classmethod
    def of(cls, views: Sequence[V], size: int, following: str | None) -> Self:
        return cls(views, {"page": {"size": size, "next": following}})


def size_of(views: object) -> int:
    """How many bytes views take in an answer."""
    return len(orjson.dumps(views))


def fitting(views: Sequence[V]) -> Sequence[V]:
    """As many of the views, from the first on, as an answer may hold; at least one."""
    if size_of(views) <= limits.ANSWER_BYTES:
        return views
    sizes = accumulate(size_of(view) + 1 for view in views)
    count = sum(size <= limits.ANSWER_BYTES for size in sizes)
    return views[: max(count, 1)]


def listing_of_all(views: Sequence[V], meta: Mapping[str, Any]) -> Listing[V]:
    """All of the views or none: raise TooLarge if they do not fit in an answer."""
    if len(fitting(views)) < len(views):
        raise TooLarge("That is more than one answer can hold. Ask for fewer.", limit_bytes=limits.ANSWER_BYTES)
    return Listing(views, meta)


class Deletion(TypedDict):
    """Word that something is gone, and that what it had is being removed."""

    id: str
    type: str
    status: Annotated[str, Described(examples=["deleting"])]


def deletion(kind: str, deleted_id: UUID) -> Resource[Deletion]:
    return Resource({"id": str(deleted_id), "type": kind, "status": "deleting"})


@dataclass(frozen=True, slots=True)
class Document:
    """An answer that is not an API resource, such as a page of the docs."""

    content: str
    content_type: str
    headers: Mapping[str, str] = field(default_factory=dict)
    tagged: bool = False
    """Whether it has an ETag, which is its content's, so that readers need not take it twice."""


def utc_text(moment: datetime) -> str:
    """How facts of the server are written."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def utc_text_or_none(moment: datetime | None) -> str | None:
    """How they are written where they may be missing."""
    return None if moment is None else utc_text(moment)
