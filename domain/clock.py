"""Time as it passes: what the time is, and waiting. Given to use cases, never fetched by them."""

from collections.abc import Callable
from datetime import datetime

Clock = Callable[[], datetime]
"""Gives the present instant, aware, in UTC."""

HasTime = Callable[[], bool]
"""Says whether there is time for more before whoever asks must have ended."""

Pause = Callable[[int], None]
"""Waits a moment before another attempt; longer, and for a random time, the more there have been."""
