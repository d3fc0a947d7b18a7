"""How often something is measured: as often as planned, unless the machine is too slow for that."""

import time
from collections.abc import Iterator


def rounds(most: int, seconds: float, least: int = 3) -> Iterator[int]:
    """Count up to `most`; stop when the time is up, but not before `least`."""
    end = time.monotonic() + seconds
    for number in range(most):
        if number >= least and time.monotonic() > end:
            return
        yield number
