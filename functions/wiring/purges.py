"""What the worker does behind the table's stream."""

from domain.use_cases.purge import ClearDropped, PurgeCalendar, PurgeFeeds, PurgeOwner
from functions.wiring import now, pause
from functions.wiring.calendars import calendar_store
from functions.wiring.event_store import event_store
from functions.wiring.feeds import feed_store
from functions.wiring.idempotency import answers
from functions.wiring.import_jobs import import_job_store
from functions.wiring.keyrings import owner_store


def purge_calendar() -> PurgeCalendar:
    return PurgeCalendar(event_store(), import_job_store())


def purge_feeds() -> PurgeFeeds:
    return PurgeFeeds(feed_store(), now, pause)


def clear_dropped() -> ClearDropped:
    return ClearDropped(event_store(), now)


def purge_owner() -> PurgeOwner:
    return PurgeOwner(owner_store(), calendar_store(), feed_store(), answers(), pause)
