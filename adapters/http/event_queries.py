"""The parameters of an event list, and what they mean together: a window, or a number of ids."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.http import cursors, limits
from adapters.http.errors import Problem
from adapters.http.markers import Query
from adapters.http.requests import Malformed
from adapters.http.schemas.values import Bound
from domain.ids import EventId
from domain.time import zone
from domain.window import Position, WindowQuery

From = Annotated[
    Bound | None,
    Query(alias="from", description="Start of the window: a date-time with offset, or a date.", example="2026-03-01"),
]
To = Annotated[
    Bound | None,
    Query(
        description="End of the window, itself not in it; at most 366 days after `from`. Left out: 366 days.",
        example="2026-04-01",
    ),
]
ZoneParameter = Annotated[
    str | None,
    Query(
        max_length=64,
        description="IANA zone in which dates and all-day events are read; by default the calendar's.",
        example="Europe/Berlin",
    ),
]
Words = Annotated[
    str | None,
    Query(
        max_length=limits.SEARCH_CHARACTERS,
        description="Words that must all be in title, description or location, whatever their case.",
    ),
]
Ids = Annotated[
    str | None,
    Query(
        max_length=limits.IDS_MOST * 40,
        description="Instead of a window: up to 100 event ids, separated by commas. `meta.missing` names the absent.",
    ),
]


@dataclass(frozen=True, slots=True)
class WindowParameters:
    """A window as its parameters word it; their text is what binds a cursor to them."""

    calendar_id: UUID
    start: Bound | None
    end: Bound | None
    time_zone: str | None
    q: str | None

    def words(self) -> Sequence[str]:
        return (self.q or "").casefold().split()

    def resumed(self, cursor: str | None) -> tuple[WindowQuery, Position | None]:
        """The window to ask for, and the position to go on from.

        A cursor keeps the zone of its first page, should the calendar's change meanwhile. Raise Malformed without a
        start, InvalidCursor for a cursor of other parameters.
        """
        if cursor is None:
            return self._query(self.time_zone), None
        position, zone_name = cursors.unpack(self._key(), cursor, _to_position)
        return self._query(zone_name), position

    def cursor(self, position: Position | None, zone: ZoneInfo) -> str | None:
        if position is None:
            return None
        return cursors.pack(self._key(), [position.start.isoformat(), str(position.event_id), zone.key])

    def _query(self, zone_name: str | None) -> WindowQuery:
        if self.start is None:
            title = "from is missing. Give a window (from, and to if you like) or ids."
            raise Malformed(Problem(400, "missing_field", title, {"field": "from"}))
        return WindowQuery(self.start, self.end, zone(zone_name) if zone_name is not None else None)

    def _key(self) -> list[str]:
        return ["events", *(str(one) for one in (self.calendar_id, self.start, self.end, self.time_zone, self.q))]


def event_ids(ids: str, *others: object) -> list[EventId]:
    """The ids of a comma-separated list; Malformed if they are none, too many, or come with `others`."""
    if any(other is not None for other in others):
        raise _invalid("ids cannot be combined with a window, q or cursor.")
    parts = ids.split(",")
    if len(parts) > limits.IDS_MOST:
        raise _invalid(f"ids takes at most {limits.IDS_MOST} ids.")
    try:
        return [EventId(UUID(part)) for part in parts]
    except ValueError:
        raise _invalid("ids must be event ids (UUIDs), separated by commas.") from None


def _to_position(kept: Any) -> tuple[Position, str]:
    start, event_id, zone_name = kept
    return Position(datetime.fromisoformat(start).astimezone(UTC), EventId(UUID(event_id))), str(zone_name)


def _invalid(title: str) -> Malformed:
    return Malformed(Problem(400, "invalid_field", title, {"field": "ids"}))
