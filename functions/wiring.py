"""The composition root: which adapter stands behind which port, and nothing else.

Every function here is cheap to call and gives the same thing within a process; `reset` is for tests.
"""

import os
import secrets
from datetime import UTC, datetime
from functools import cache

from adapters import jitter
from adapters.dynamodb.calendars import DynamoCalendars
from adapters.dynamodb.client import Table
from adapters.dynamodb.credentials import DynamoCredentials
from adapters.dynamodb.events import DynamoEvents
from adapters.settings import LOCAL_CREDENTIALS, Settings
from domain.use_cases import access, calendars, events, list_events


def now() -> datetime:
    return datetime.now(UTC)


def pause(attempt: int) -> None:
    """What writers who met another one do before they try again."""
    jitter.wait(attempt, first_seconds=0.025)


@cache
def settings() -> Settings:
    return Settings.read(os.environ)


@cache
def table() -> Table:
    at = settings()
    local = bool(at.database_url) and "AWS_ACCESS_KEY_ID" not in os.environ
    return Table(
        at.table,
        endpoint_url=at.database_url,
        region=at.region or ("local" if local else None),
        credentials=LOCAL_CREDENTIALS if local else None,
    )


@cache
def calendar_store() -> DynamoCalendars:
    return DynamoCalendars(table(), now)


@cache
def event_store() -> DynamoEvents:
    return DynamoEvents(table())


@cache
def credential_store() -> DynamoCredentials:
    return DynamoCredentials(table())


def create_calendar() -> calendars.CreateCalendar:
    return calendars.CreateCalendar(calendar_store(), now, secrets.token_bytes)


def list_calendars() -> calendars.ListCalendars:
    return calendars.ListCalendars(calendar_store())


def get_calendar() -> calendars.GetCalendar:
    return calendars.GetCalendar(calendar_store())


def change_calendar() -> calendars.ChangeCalendar:
    return calendars.ChangeCalendar(calendar_store(), now, pause)


def delete_calendar() -> calendars.DeleteCalendar:
    return calendars.DeleteCalendar(calendar_store(), pause)


def purge_calendar() -> calendars.PurgeCalendar:
    return calendars.PurgeCalendar(event_store())


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


def authenticate_key() -> access.AuthenticateKey:
    return access.AuthenticateKey(credential_store(), now)


def authenticate_rapidapi() -> access.AuthenticateRapidApi:
    return access.AuthenticateRapidApi(credential_store(), settings().rapidapi_proxy_secrets)


def create_key() -> access.CreateKey:
    return access.CreateKey(credential_store(), now, secrets.token_bytes, settings().api_key_prefix)


def reset() -> None:
    """Forget everything, so that the environment is read anew."""
    for one in (settings, table, calendar_store, event_store, credential_store):
        one.cache_clear()
