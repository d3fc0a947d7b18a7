"""Until when a request must have been answered, for whoever waits or tries again on its way."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_UNSAID_SECONDS = 5.0

_end: ContextVar[float | None] = ContextVar("deadline", default=None)


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Do something that must be done in so many seconds, or sooner if that is already said."""
    end, earlier = time.monotonic() + seconds, _end.get()
    token = _end.set(end if earlier is None else min(end, earlier))
    try:
        yield
    finally:
        _end.reset(token)


def current() -> float:
    """The moment, by the monotonic clock, at which it must be done; in a few seconds where nobody says."""
    end = _end.get()
    return time.monotonic() + _UNSAID_SECONDS if end is None else end


def has_time() -> bool:
    """Whether that moment is still to come."""
    return time.monotonic() < current()
