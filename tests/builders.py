"""Things to test with, in the language of the domain; each test names only what it is about."""

import itertools
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from domain.calendar import Calendar, CalendarDetails
from domain.caller import Caller
from domain.event import Event, EventDetails
from domain.feed import Feed, FeedDetail
from domain.grant import EVERYTHING, Grant
from domain.ids import CalendarId, FeedId, ImportJobId, KeyId, OwnerId, new_calendar_id, new_event_id, new_id
from domain.import_job import ImportJob
from domain.key import Key
from domain.owner import Owner, implicit_owner
from domain.ports import Edit, Events
from domain.when import AllDay, Timed, When

NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN, AUCKLAND, KIRITIMATI, HONOLULU = (
    ZoneInfo(name) for name in ("Europe/Berlin", "Pacific/Auckland", "Pacific/Kiritimati", "Pacific/Honolulu")
)
UTC_ZONE = ZoneInfo("UTC")
_ticks = itertools.count()


def a_clock() -> datetime:
    """A clock that never shows the same time twice."""
    return NOON + timedelta(microseconds=next(_ticks))


def an_owner() -> OwnerId:
    return OwnerId(uuid4())


def an_owner_named(name: str | None = None, **facts: Any) -> Owner:
    now = a_clock()
    return Owner(an_owner(), name or f"Ada {secrets.token_hex(6)} ü", now, now, **facts)


def a_grant(*scopes: str, **limits: Any) -> Grant:
    return Grant(frozenset(scopes or {"*"}), **limits)


def a_key(grant: Grant = EVERYTHING, **facts: Any) -> Key:
    now = a_clock()
    key_id = KeyId(new_id(NOON + next(_ticks) * timedelta(milliseconds=1), secrets.token_bytes))
    return replace(Key(key_id, secrets.token_hex(32), "dbk_…wxyz", "laptop", grant, now, now), **facts)


def a_user() -> str:
    return f"user {secrets.token_hex(6)}"


def a_caller(grant: Grant = EVERYTHING, owner_id: OwnerId | None = None, **facts: Any) -> Caller:
    return Caller(owner_id or an_owner(), str(an_owner()), grant, **facts)


def a_rapidapi_caller(user: str, owner_id: OwnerId | None = None) -> Caller:
    return Caller(owner_id or implicit_owner(user), f"rapidapi:{user}", EVERYTHING, rapidapi_user=user)


def a_calendar(owner: OwnerId | None = None, *, at: datetime | None = None, **details: Any) -> Calendar:
    now = at or a_clock()
    return Calendar(
        new_calendar_id(now, secrets.token_bytes),
        owner or an_owner(),
        CalendarDetails(**{"title": "Work", **details}),
        created_at=now,
        updated_at=now,
    )


def a_calendar_id() -> CalendarId:
    return new_calendar_id(a_clock(), secrets.token_bytes)


def a_feed(*calendars: Calendar, **facts: Any) -> Feed:
    """A feed of calendars of one owner; of one of an owner of its own, if none are given."""
    now = a_clock()
    shown = calendars or (a_calendar(),)
    feed = Feed(
        FeedId(new_id(NOON + next(_ticks) * timedelta(milliseconds=1), secrets.token_bytes)),
        shown[0].owner_id,
        tuple(one.id for one in shown),
        "Wall",
        FeedDetail.FULL,
        90,
        730,
        secrets.token_hex(32),
        "Zm9v…",
        now,
        now,
    )
    return replace(feed, **facts)


def an_import_job(calendar: Calendar | None = None, *, parts: int = 1, **facts: Any) -> ImportJob:
    """A job on a calendar; on one of an owner of its own, if none is given."""
    now = a_clock()
    on = calendar or a_calendar()
    job_id = ImportJobId(new_id(NOON + next(_ticks) * timedelta(milliseconds=1), secrets.token_bytes))
    return replace(
        ImportJob(job_id, on.id, on.owner_id, dry_run=False, parts=(None,) * parts, created_at=now, updated_at=now),
        **facts,
    )


def timed(start: datetime = NOON, length: timedelta = HOUR, zone: ZoneInfo = UTC_ZONE) -> Timed:
    return Timed(start, start + length, zone)


def all_day(first: date, last: date | None = None) -> AllDay:
    return AllDay(first, last or first)


def an_event(calendar_id: CalendarId | None = None, when: When | None = None, **details: Any) -> Event:
    when = when or timed()
    now = a_clock()
    return Event(
        new_event_id(when.encoded_start(), secrets.token_bytes),
        calendar_id or a_calendar_id(),
        when,
        EventDetails(**{"title": "Planning", **details}),
        created_at=now,
        updated_at=now,
    )


def add(events: Events, event: Event) -> None:
    events.write([Edit(None, event)], a_clock())


def replace_with(events: Events, old: Event, new: Event) -> None:
    events.write([Edit(old, new)], a_clock())


def remove(events: Events, event: Event) -> None:
    events.write([Edit(event, None)], a_clock())


def moved(event: Event, when: When) -> Event:
    return event.changed(when, event.details, a_clock())


def retitled(event: Event, title: str) -> Event:
    return event.changed(event.when, EventDetails(title), a_clock())
