"""Lists in the order of ids, read page by page."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar
from uuid import UUID

_BATCH = 100


class _HasId(Protocol):
    @property
    def id(self) -> UUID: ...


T = TypeVar("T", bound=_HasId)


def everything(page: Callable[[Any, int], Sequence[T]]) -> Iterator[T]:
    """All there is, however much, for as long as somebody asks; `page` gets the id to go on behind, and a size."""
    last: UUID | None = None
    while found := page(last, _BATCH):
        yield from found
        if len(found) < _BATCH:  # only the last page is not full
            return
        last = found[-1].id
