"""Read, change, write; and once more if another writer came in between."""

from collections.abc import Callable, Collection
from typing import TypeVar

from domain.clock import Pause
from domain.errors import Conflict, VersionMismatch

_ATTEMPTS = 8

T = TypeVar("T")


def no_pause(_attempt: int) -> None:
    """Try again at once."""


def until_written(attempt: Callable[[], T], pause: Pause) -> T:
    """Repeat an attempt while it meets a Conflict, with pauses; after a few, let the Conflict through."""
    for number in range(_ATTEMPTS - 1):
        try:
            return attempt()
        except Conflict:
            pause(number)
    return attempt()


def require_version(current: int, expected: Collection[int] | None) -> None:
    """Raise VersionMismatch if the caller expects versions and the current one is not among them."""
    if expected is not None and current not in expected:
        raise VersionMismatch(current)
