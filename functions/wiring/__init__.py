"""The composition root: which adapter stands behind which port, and nothing else.

There is a module for each resource, so that a function loads what it uses: all of it would be a third of a cold start.
Every function here is cheap to call and gives the same thing within a process; `reset` is for tests.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import TypeVar

from adapters import deadline, jitter
from adapters.dynamodb.staging import StagingTable
from adapters.settings import LOCAL_CREDENTIALS, Settings
from domain.clock import HasTime
from domain.errors import Unavailable

T = TypeVar("T")

_forget: list[Callable[[], None]] = []


def once(make: Callable[[], T]) -> Callable[[], T]:
    """Make something the first time it is asked for, and keep it until `reset`."""
    made = cache(make)
    _forget.append(made.cache_clear)
    return made


def now() -> datetime:
    return datetime.now(UTC)


def pause(attempt: int) -> None:
    """What writers who met another one do before they try again; Unavailable if there is no time left for that."""
    if not deadline.has_time():
        raise Unavailable
    jitter.wait(attempt, first_seconds=0.025)


def time_for(seconds: float) -> HasTime:
    """What says from now on whether that long has passed."""
    end = time.monotonic() + seconds
    return lambda: time.monotonic() < end


@once
def settings() -> Settings:
    return Settings.read(os.environ)


@once
def table() -> StagingTable:
    at = settings()
    local = bool(at.database_url) and "AWS_ACCESS_KEY_ID" not in os.environ
    return StagingTable(
        at.table,
        endpoint_url=at.database_url,
        region=at.region or ("local" if local else None),
        credentials=LOCAL_CREDENTIALS if local else None,
    )


def reset() -> None:
    """Forget everything, so that the environment is read anew."""
    for forget in _forget:
        forget()
