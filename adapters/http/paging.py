"""Lists in the order of ids, page by page: the cursor is the id of the last one shown."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from adapters.http import cursors
from adapters.http.schemas.resource import Identified, Page, fitting

T = TypeVar("T", bound=Identified)
V = TypeVar("V")


def resumed(query: object, cursor: str | None) -> UUID | None:
    """The id to go on from, or None to begin; InvalidCursor if the cursor is another query's."""
    return cursors.unpack(query, cursor, UUID) if cursor is not None else None


def page_of(query: object, views: Sequence[T], size: int, *, more: bool) -> Page[T]:
    """A page of as many views as an answer may hold, with a cursor if there are more of them."""
    return page_up_to(query, views, [view["id"] for view in views], size, more=more)


def page_up_to(query: object, views: Sequence[V], positions: Sequence[object], size: int, *, more: bool) -> Page[V]:
    """The same, of views that are at other positions than their ids."""
    shown = fitting(views)
    following = more or len(shown) < len(views)
    return Page.of(shown, size, cursors.pack(query, positions[len(shown) - 1]) if following else None)


def page_from(query: object, views: Sequence[T], size: int, cursor: str | None) -> Page[T]:
    """The page of a list that is at hand as a whole, in the order of ids."""
    after = str(resumed(query, cursor) or "")
    found = [view for view in views if view["id"] > after]
    return page_of(query, found[:size], size, more=len(found) > size)
