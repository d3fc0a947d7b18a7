"""Events: taking in files of them."""

import secrets

from domain.use_cases.import_events import ImportEvents
from functions.wiring import now, pause
from functions.wiring.calendars import calendar_store
from functions.wiring.events import event_store


def import_events() -> ImportEvents:
    return ImportEvents(calendar_store(), event_store(), now, secrets.token_bytes, pause)
