"""Identities. An event's id leads to the day it was created for, so that reading it needs no look-up.

It is a UUIDv8, all else a UUIDv7: the first 48 bits of both are a time in milliseconds, and ids sort by it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple, NewType
from uuid import UUID

from domain.errors import EventNotFound
from domain.time import FIRST_DAY, LAST_DAY

OwnerId = NewType("OwnerId", UUID)
CalendarId = NewType("CalendarId", UUID)
EventId = NewType("EventId", UUID)
KeyId = NewType("KeyId", UUID)
IdentityId = NewType("IdentityId", UUID)
FeedId = NewType("FeedId", UUID)
ImportJobId = NewType("ImportJobId", UUID)

Randomness = Callable[[int], bytes]
"""Gives that many random bytes, such as `secrets.token_bytes`."""

_EVENT_EPOCH = datetime(1583, 1, 1, tzinfo=UTC)
_UNIX_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_CREATION_TIME, _EVENT_START = 7, 8

_LINEAGE_BITS = (1 << 62) - 1
_OF_AN_OVERRIDE = 0x2A6C_91D3_58E7_B40F
"""Tells the lineage in an override's id from that in its series' id: the two may encode the same start."""


class OccurrenceId(NamedTuple):
    """What an occurrence is known by: its series, and the start that the series gave it, in UTC (a date's midnight)."""

    series_id: EventId
    original: datetime
    all_day: bool


EventRef = EventId | OccurrenceId
"""What leads to an event: its own id, or that of an occurrence."""


def new_id(now: datetime, randomness: Randomness) -> UUID:
    """A UUIDv7 (RFC 9562 §5.7): what is named by it lists in the order in which it was made."""
    return _timed_uuid((now - _UNIX_EPOCH) // _MILLISECOND, _CREATION_TIME, randomness)


def new_calendar_id(now: datetime, randomness: Randomness) -> CalendarId:
    """A UUIDv7: calendars list in the order they were made."""
    return CalendarId(new_id(now, randomness))


def new_event_id(start: datetime, randomness: Randomness) -> EventId:
    """A UUIDv8 (RFC 9562 §5.8) whose first 48 bits are the start, in milliseconds since 1583-01-01T00:00Z."""
    return EventId(_timed_uuid((start - _EVENT_EPOCH) // _MILLISECOND, _EVENT_START, randomness))


def new_segment_id(start: datetime, series_id: EventId, randomness: Randomness) -> EventId:
    """The id of a series that goes on from another one: of the same lineage, so that it may take over its overrides."""
    made = _timed_uuid((start - _EVENT_EPOCH) // _MILLISECOND, _EVENT_START, randomness)
    return EventId(UUID(int=made.int & ~_LINEAGE_BITS | lineage(series_id)))


def override_id(series_id: EventId, original: datetime) -> EventId:
    """Where an occurrence is kept once it is changed alone: it follows from its original start and its lineage."""
    bits = (original - _EVENT_EPOCH) // _MILLISECOND << 80 | _EVENT_START << 76 | 0x8000 << 48
    return EventId(UUID(int=bits | lineage(series_id) ^ _OF_AN_OVERRIDE))


def lineage(series_id: EventId) -> int:
    """What all series have in common that came of one by splitting it."""
    return series_id.int & _LINEAGE_BITS


def lineage_of_override(event_id: EventId) -> int:
    """The lineage of the series that an override is an occurrence of."""
    return event_id.int & _LINEAGE_BITS ^ _OF_AN_OVERRIDE


def encoded_start(event_id: EventId) -> datetime:
    """The instant that an event id encodes; OverflowError if it is none."""
    return _EVENT_EPOCH + (event_id.int >> 80) * _MILLISECOND


def home_date(event_id: EventId) -> date:
    """The UTC date that an event id encodes; EventNotFound for a UUID that Daybook cannot have made."""
    if event_id.version != _EVENT_START:
        raise EventNotFound
    try:
        day = encoded_start(event_id).date()
    except OverflowError:
        raise EventNotFound from None
    if not FIRST_DAY <= day <= LAST_DAY:
        raise EventNotFound
    return day


def _timed_uuid(milliseconds: int, version: int, randomness: Randomness) -> UUID:
    bits = milliseconds << 80 | int.from_bytes(randomness(10))
    bits = bits & ~(0xF000 << 64) | version << 76
    return UUID(int=bits & ~(0xC000 << 48) | 0x8000 << 48)
