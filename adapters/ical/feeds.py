"""A feed as an iCalendar object: its calendars in one, as much of them as it shows (RFC 5545 §3.4; RFC 7986 §5.7)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from adapters.ical.document import ICalendarObject, write
from domain.calendar import Calendar
from domain.errors import TooLarge
from domain.event import Event, EventDetails, Status, Transparency, Visibility
from domain.feed import Feed, FeedDetail
from domain.ports import Events
from domain.time import FIRST_DAY, LAST_DAY
from domain.use_cases.export_events import exported
from domain.window import OpenQuery, Window

BUSY = "Busy"
_REFRESH = "PT1H"


def feed_document(feed: Feed, calendars: Sequence[Calendar], events: Events, now: datetime, most: int) -> str:
    """The text of a feed; raise TooLarge if it would have more than `most` bytes of events."""
    made, uids = ICalendarObject(), set[str]()
    for calendar in calendars:
        own: set[str] = set()
        for one in exported(events, calendar, _window(feed, calendar, now)):
            if (shown := _shown(one.event, feed.detail)) is not None:
                uid = _uid(one.event, feed.detail)
                own.add(uid)
                uid = f"{uid}/{calendar.id}" if uid in uids else uid
                made.add(write(shown, one.series, uid), shown)
            if made.size > most:
                raise TooLarge(
                    "This feed holds more than one answer can. Give it fewer days or calendars.", limit_bytes=most
                )
        uids |= own
    title = feed.label or ", ".join(calendar.details.title for calendar in calendars)
    refresh = (f"REFRESH-INTERVAL;VALUE=DURATION:{_REFRESH}", f"X-PUBLISHED-TTL:{_REFRESH}")
    return made.text(title, calendars[0].details.zone, *refresh)


def _window(feed: Feed, calendar: Calendar, now: datetime) -> Window:
    """From midnight to midnight, so that a feed does not change all day long for want of events."""
    zone = calendar.details.zone
    today = now.astimezone(zone).date()
    first = None if feed.days_back is None else max(today - timedelta(feed.days_back), FIRST_DAY)
    last = None if feed.days_ahead is None else min(today + timedelta(feed.days_ahead + 1), LAST_DAY)
    return OpenQuery(first, last).read_in(zone)


def _shown(event: Event, detail: FeedDetail) -> Event | None:
    """As much of an event as a feed shows; None if that is nothing.

    Of one that is not public, a feed of titles shows that it takes up time. What takes up none is not busy; but a
    series stays if it has overrides, which may, and an override does, since it is instead of an occurrence that may.
    """
    details = event.details
    if detail is FeedDetail.FULL:
        return event
    if detail is FeedDetail.TITLE and details.visibility is Visibility.PUBLIC:
        title = details.title
    elif _takes_time(event) or _has_or_is_override(event):
        title = BUSY
    else:
        return None
    plain = EventDetails(title, status=details.status, transparency=details.transparency)
    imported = replace(event.imported, lines=()) if event.imported is not None else None
    return replace(event, details=plain, imported=imported)


def _takes_time(event: Event) -> bool:
    return event.details.transparency is Transparency.OPAQUE and event.details.status is not Status.CANCELLED


def _has_or_is_override(event: Event) -> bool:
    return event.origin is not None or (event.recurrence is not None and bool(event.recurrence.overridden))


def _uid(event: Event, detail: FeedDetail) -> str:
    """What came with an event may tell more than that someone is busy, hence our own id."""
    if detail is FeedDetail.BUSY:
        return str(event.origin.series_id if event.origin is not None else event.id)
    return event.uid.text
