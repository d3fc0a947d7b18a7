"""Read, change, write; and once more if another writer came in between."""

from collections.abc import Callable, Collection
from typing import TypeVar

from domain.errors import Conflict, VersionMismatch

_ATTEMPTS = 8

T = TypeVar("T")


def until_written(attempt: Callable[[], T]) -> T:
    """Repeat an attempt while it meets a Conflict; after a few, let the Conflict through."""
    for _ in range(_ATTEMPTS - 1):
        try:
            return attempt()
        except Conflict:
            continue
    return attempt()


def require_version(current: int, expected: Collection[int] | None) -> None:
    """Raise VersionMismatch if the caller expects versions and the current one is not among them."""
    if expected is not None and current not in expected:
        raise VersionMismatch(current)
