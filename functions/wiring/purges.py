"""What the worker does behind the table's stream."""

from domain.use_cases.purge import PurgeCalendar, PurgeOwner
from functions.wiring import pause
from functions.wiring.calendars import calendar_store
from functions.wiring.events import event_store
from functions.wiring.keyrings import owner_store


def purge_calendar() -> PurgeCalendar:
    return PurgeCalendar(event_store())


def purge_owner() -> PurgeOwner:
    return PurgeOwner(owner_store(), calendar_store(), pause)
