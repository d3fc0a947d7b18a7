"""Events: taking in files of them."""

import secrets

from domain.clock import HasTime
from domain.use_cases.import_events import ImportEvents
from functions.wiring import now, pause, time_for
from functions.wiring.calendars import calendar_store
from functions.wiring.event_store import event_store

_SECONDS = 20  # of the 28 that a function has: what is begun must end


def has_time() -> HasTime:
    """Whether a request that comes in now has time for another event."""
    return time_for(_SECONDS)


def import_events() -> ImportEvents:
    return ImportEvents(calendar_store(), event_store(), now, secrets.token_bytes, pause)
