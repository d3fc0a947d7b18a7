"""What all answers have in common."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from itertools import accumulate
from typing import Annotated, Any, ClassVar, Generic, Self, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr
from pydantic_core import to_json

from adapters.http import limits
from domain.errors import TooLarge

T = TypeVar("T", bound=BaseModel)

Timestamp = Annotated[str, Field(json_schema_extra={"format": "date-time"})]
"""An instant as answers have it."""


class Draft(BaseModel):
    """What a client sends. Unknown properties are refused: a typo must not be lost."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)
    may_be_left_out: ClassVar = False


class Resource(BaseModel):
    """One thing that a client reads. Its version becomes the ETag; of a kind that has none, the content."""

    model_config = ConfigDict(hide_input_in_errors=True)  # an error may be logged, and an input be a secret
    versioned: ClassVar = True

    id: str
    type: str
    _etag: str | None = PrivateAttr(default=None)
    _meta: dict[str, Any] = PrivateAttr(default_factory=dict)
    _other: tuple[str, Callable[[], str]] | None = PrivateAttr(default=None)

    @property
    def etag(self) -> str | None:
        return self._etag

    @property
    def meta(self) -> Mapping[str, Any]:
        """What is to be told beside the resource."""
        return self._meta

    @property
    def other(self) -> tuple[str, Callable[[], str]] | None:
        """Another content type that it may be read as, and what makes its text."""
        return self._other

    def also_as(self, content_type: str, text: Callable[[], str]) -> Self:
        """The same, also to be read as text of another content type by whoever accepts that."""
        self._other = (content_type, text)
        return self

    def telling(self, **meta: object) -> Self:
        """The same, with word of what else a change came to; then also an answer that would be empty has a body."""
        self._meta = meta
        return self

    def at(self, version: int, *state: object) -> Self:
        """The same, saying which version it shows, and in which state if that changes without a new version."""
        self._etag = f'"{version}.{sha256(repr(state).encode()).hexdigest()[:8]}"' if state else f'"{version}"'
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


class Deletion(Resource):
    """Word that something is gone, and that what it had is being removed."""

    versioned = False

    status: str = Field(default="deleting", examples=["deleting"])

    @classmethod
    def of(cls, kind: str, deleted_id: UUID) -> Self:
        return cls(id=str(deleted_id), type=kind)


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
