"""Calendars."""

import secrets

from adapters.dynamodb.calendars import DynamoCalendars
from domain.use_cases import calendars
from functions.wiring import now, once, pause, table


@once
def calendar_store() -> DynamoCalendars:
    return DynamoCalendars(table(), now)


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
