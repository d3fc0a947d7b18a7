"""Writing in one step what several use cases write, or what is to be remembered of one."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class UnitOfWork(Protocol):
    """Does work whose writes take effect together at its end, or not at all.

    What was written within it is found within it by its key, and by nobody else before the end. If others wrote in
    between, the work is done again from its beginning; so it should do nothing but read and write. If it raises,
    nothing is written. Within another unit it is a part of that one.
    """

    def __call__(self, work: Callable[[], T]) -> T:
        """Return what the work returned.

        Raise Conflict if others kept writing in between, NotInOneStep if what it writes is more than one step can
        hold, or if it writes a thing twice or lists what it has written.
        """
