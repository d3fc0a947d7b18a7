"""Waiting before another attempt, so that those who collided do not collide again."""

import random
import time


def wait(attempt: int, first_seconds: float) -> None:
    """Sleep for a random time: up to `first_seconds` after the first attempt, doubled with each further one."""
    time.sleep(random.uniform(0, first_seconds * 2**attempt))  # noqa: S311 no secret depends on it
