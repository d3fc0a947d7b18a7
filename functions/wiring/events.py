"""Events: reading them."""

from domain.use_cases.export_events import ExportEvent, ExportEvents
from domain.use_cases.get_events import GetEvent, GetEvents
from domain.use_cases.list_events import ListEvents
from domain.use_cases.list_occurrences import ListOccurrences
from functions.wiring.calendars import calendar_store
from functions.wiring.event_store import event_store


def get_event() -> GetEvent:
    return GetEvent(calendar_store(), event_store())


def get_events() -> GetEvents:
    return GetEvents(calendar_store(), event_store())


def export_events() -> ExportEvents:
    return ExportEvents(calendar_store(), event_store())


def export_event() -> ExportEvent:
    return ExportEvent(calendar_store(), event_store())


def list_events_in_window() -> ListEvents:
    return ListEvents(calendar_store(), event_store())


def list_occurrences() -> ListOccurrences:
    return ListOccurrences(calendar_store(), event_store())
