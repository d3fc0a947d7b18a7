"""Events."""

import secrets

from adapters.dynamodb.events import DynamoEvents
from domain.use_cases import events, list_events
from functions.wiring import now, once, pause, table
from functions.wiring.calendars import calendar_store


@once
def event_store() -> DynamoEvents:
    return DynamoEvents(table())


def create_event() -> events.CreateEvent:
    return events.CreateEvent(calendar_store(), event_store(), now, secrets.token_bytes)


def get_event() -> events.GetEvent:
    return events.GetEvent(calendar_store(), event_store())


def get_events() -> events.GetEvents:
    return events.GetEvents(calendar_store(), event_store())


def list_events_in_window() -> list_events.ListEvents:
    return list_events.ListEvents(calendar_store(), event_store())


def change_event() -> events.ChangeEvent:
    return events.ChangeEvent(calendar_store(), event_store(), now, pause)


def delete_event() -> events.DeleteEvent:
    return events.DeleteEvent(calendar_store(), event_store(), now, pause)
