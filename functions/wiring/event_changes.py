"""Events: changing and deleting them."""

import secrets

from domain.use_cases.change_event import ChangeEvent
from domain.use_cases.delete_event import DeleteEvent, ResetOccurrence
from functions.wiring import now, pause
from functions.wiring.calendars import calendar_store
from functions.wiring.event_store import event_store


def change_event() -> ChangeEvent:
    return ChangeEvent(calendar_store(), event_store(), now, secrets.token_bytes, pause)


def delete_event() -> DeleteEvent:
    return DeleteEvent(calendar_store(), event_store(), now, pause)


def reset_occurrence() -> ResetOccurrence:
    return ResetOccurrence(calendar_store(), event_store(), now, pause)
