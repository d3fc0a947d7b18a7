"""Ids of events as clients write them: a UUID; of occurrences with the original start, as in `…_20260329T070000Z`."""

from datetime import UTC
from typing import Annotated
from uuid import UUID

from adapters.http.readings import Misread, ReadBy
from domain.event import Event
from domain.ids import EventId, EventRef, OccurrenceId
from domain.recurrence.stamps import Stamp, Unreadable, stamp_text
from domain.time import FIRST_DAY, LAST_DAY

_UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_PATTERN = rf"^{_UUID}(_\d{{8}}(T\d{{6}}Z)?)?$"


def read_ref(text: object) -> EventRef:
    """What an id means; ValueError if it is none."""
    series, underscore, start = str(text).partition("_")
    event_id = EventId(UUID(series))
    if not underscore:
        return event_id
    moment, is_date = Stamp.read(start)
    if not FIRST_DAY <= moment.date() <= LAST_DAY or not (is_date or moment.tzinfo):
        raise Unreadable("There can be no occurrence at that start.")
    return OccurrenceId(event_id, moment.replace(tzinfo=UTC), is_date)


def ref_text(ref: EventRef) -> str:
    """How an id is written."""
    if not isinstance(ref, OccurrenceId):
        return str(ref)
    return f"{ref.series_id}_{stamp_text(ref.original.date() if ref.all_day else ref.original)}"


def ref_of(event: Event) -> EventRef:
    """What leads to an event."""
    origin = event.origin
    return OccurrenceId(origin.series_id, event.original, origin.all_day) if origin is not None else event.id


def _validated(text: object) -> EventRef:
    try:
        return read_ref(text)
    except ValueError as error:
        raise Misread(
            "not_an_event_id", "This must be the id of an event, a UUID, or of an occurrence, as in …_20260329T070000Z."
        ) from error


Ref = Annotated[EventId | OccurrenceId, ReadBy(_validated, {"type": "string", "pattern": _PATTERN})]
