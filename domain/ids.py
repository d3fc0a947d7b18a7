"""Identities. An event's id leads to the day it was created for, so that reading it needs no look-up.

It is a UUIDv8, all else a UUIDv7: the first 48 bits of both are a time in milliseconds, and ids sort by it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NewType
from uuid import UUID

from domain.errors import EventNotFound
from domain.time import FIRST_DAY, LAST_DAY

OwnerId = NewType("OwnerId", UUID)
CalendarId = NewType("CalendarId", UUID)
EventId = NewType("EventId", UUID)
KeyId = NewType("KeyId", UUID)
IdentityId = NewType("IdentityId", UUID)

Randomness = Callable[[int], bytes]
"""Gives that many random bytes, such as `secrets.token_bytes`."""

_EVENT_EPOCH = datetime(1583, 1, 1, tzinfo=UTC)
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_CREATION_TIME, _EVENT_START = 7, 8


def new_id(now: datetime, randomness: Randomness) -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): what is named by it lists in the order in which it was made."""
    return _timed_uuid((now - _UNIX_EPOCH) // _MILLISECOND, _CREATION_TIME, randomness)


def new_calendar_id(now: datetime, randomness: Randomness) -> CalendarId:
    """A UUIDv7: calendars list in the order they were made."""
    return CalendarId(new_id(now, randomness))


def new_event_id(start: datetime, randomness: Randomness) -> EventId:
    """A UUIDv8 (RFC 9562 §5.8) whose first 48 bits are the start, in milliseconds since 1583-01-01T00:00Z."""
    return EventId(_timed_uuid((start - _EVENT_EPOCH) // _MILLISECOND, _EVENT_START, randomness))


def home_date(event_id: EventId) -> date:
    """The UTC date that an event id encodes; EventNotFound for a UUID that Daybook cannot have made."""
    if event_id.version != _EVENT_START:
        raise EventNotFound
    try:
        day = (_EVENT_EPOCH + (event_id.int >> 80) * _MILLISECOND).date()
    except OverflowError:
        raise EventNotFound from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise EventNotFound
    return day


def _timed_uuid(milliseconds: int, version: int, randomness: Randomness) -> UUID:
    bits = milliseconds << 80 | int.from_bytes(randomness(10))
    bits = bits & ~(0xF000 << 64) | version << 76
    return UUID(int=bits & ~(0xC000 << 48) | 0x8000 << 48)
