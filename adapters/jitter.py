"""Waiting before another attempt, so that those who collided do not collide again."""

import random
import time

_LONGEST_SECONDS = 1.0


def pause(attempt: int, first_seconds: float) -> float:
    """A random time: up to `first_seconds` after the first attempt, doubled with each further one up to a second."""
    return random.uniform(0, min(first_seconds * 2 ** min(attempt, 30), _LONGEST_SECONDS))  # noqa: S311 no secret


def wait(attempt: int, first_seconds: float) -> None:
    """Sleep for that long."""
    time.sleep(pause(attempt, first_seconds))
