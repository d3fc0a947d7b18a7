"""Events: making new ones."""

import secrets

from domain.use_cases.create_event import CreateEvent
from functions.wiring import now
from functions.wiring.calendars import calendar_store
from functions.wiring.event_store import event_store


def create_event() -> CreateEvent:
    return CreateEvent(calendar_store(), event_store(), now, secrets.token_bytes)
