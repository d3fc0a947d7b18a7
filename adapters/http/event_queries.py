"""The parameters of lists of events and occurrences, and what they mean together."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.http import cursors, limits
from adapters.http.errors import Problem
from adapters.http.event_refs import read_ref
from adapters.http.markers import Query
from adapters.http.readings import Bound
from adapters.http.requests import Malformed
from adapters.http.schemas.described import Described
from domain.ids import EventId, EventRef
from domain.records import dataclass
from domain.time import zone
from domain.window import OpenQuery, Position, WindowQuery

Q = TypeVar("Q")

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
SeriesFrom = Annotated[
    Bound | None,
    Query(
        alias="from",
        description="Start of the part to list: a date-time with offset, or a date. Left out: from its beginning.",
        example="2026-03-01",
    ),
]
SeriesTo = Annotated[
    Bound | None,
    Query(description="End of the part to list, itself not in it. Left out: to its end, if it has one."),
]
ExportFrom = Annotated[
    Bound | None,
    Query(
        alias="from",
        description="Start of the window: a date-time with offset, or a date. Left out: from the first event.",
        example="2026-03-01",
    ),
]
ExportTo = Annotated[
    Bound | None,
    Query(
        description="End of the window, itself not in it; it may be as long as you like. Left out: to the last event.",
        example="2026-04-01",
    ),
]
ZoneParameter = Annotated[
    Annotated[str, Described(format="time-zone")] | None,
    Query(
        min_length=1,
        max_length=limits.ZONE_CHARACTERS,
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
        max_length=limits.IDS_MOST * 60,
        description="Instead of a window: up to 100 ids of events or occurrences, separated by commas."
        " `meta.missing` names the absent.",
    ),
]


Expand = Annotated[
    bool,
    Query(description="Whether series come as their occurrences; `false` lists the series themselves.", example=True),
]


class _Resumable(ABC, Generic[Q]):
    """The parameters of a list by time; their text is what binds a cursor to them."""

    time_zone: str | None

    def resumed(self, cursor: str | None) -> tuple[Q, Position | None]:
        """What to ask for, and the position to go on from.

        A cursor keeps the zone of its first page, should the calendar's change meanwhile. Raise Malformed for
        parameters that do not go together, InvalidCursor for a cursor of others.
        """
        if cursor is None:
            return self._query(_zone(self.time_zone)), None
        position, zone_name = cursors.unpack(self._key(), cursor, _to_position)
        return self._query(_zone(zone_name)), position

    def cursor(self, position: Position | None, zone: ZoneInfo) -> str | None:
        if position is None:
            return None
        return cursors.pack(self._key(), [position.start.isoformat(), str(position.event_id), zone.key])

    @abstractmethod
    def _query(self, zone: ZoneInfo | None) -> Q: ...

    @abstractmethod
    def _key(self) -> list[str]: ...


@dataclass(frozen=True)
class WindowParameters(_Resumable[WindowQuery]):
    """A window of a calendar as its parameters word it."""

    calendar_id: UUID
    start: Bound | None
    end: Bound | None
    time_zone: str | None
    q: str | None
    expand: bool

    def words(self) -> Sequence[str]:
        return (self.q or "").casefold().split()

    def _query(self, zone: ZoneInfo | None) -> WindowQuery:
        if self.start is None:
            title = "from is missing. Give a window (from, and to if you like) or ids."
            raise Malformed(Problem(400, "missing_field", title, {"field": "from"}))
        return WindowQuery(self.start, self.end, zone)

    def _key(self) -> list[str]:
        asked = (self.calendar_id, self.start, self.end, self.time_zone, self.q)
        return ["events", *map(str, asked), *([] if self.expand else ["series"])]


@dataclass(frozen=True)
class OccurrenceParameters(_Resumable[OpenQuery]):
    """A part of a series as its parameters word it."""

    calendar_id: UUID
    series_id: EventId
    start: Bound | None
    end: Bound | None
    time_zone: str | None

    def _query(self, zone: ZoneInfo | None) -> OpenQuery:
        return OpenQuery(self.start, self.end, zone)

    def _key(self) -> list[str]:
        asked = (self.calendar_id, self.series_id, self.start, self.end, self.time_zone)
        return ["occurrences", *map(str, asked)]


def event_ids(ids: str, *others: object) -> list[EventRef]:
    """The ids of a comma-separated list; Malformed if they are none, too many, or come with `others`."""
    if any(other is not None for other in others):
        raise _invalid("ids cannot be combined with a window, q or cursor.")
    parts = ids.split(",")
    if len(parts) > limits.IDS_MOST:
        raise _invalid(f"ids takes at most {limits.IDS_MOST} ids.")
    try:
        return [read_ref(part) for part in parts]
    except ValueError:
        raise _invalid("ids must be ids of events or occurrences, separated by commas.") from None


def _zone(name: str | None) -> ZoneInfo | None:
    return zone(name) if name is not None else None


def _to_position(kept: Any) -> tuple[Position, str]:
    start, event_id, zone_name = kept
    return Position(datetime.fromisoformat(start).astimezone(UTC), EventId(UUID(event_id))), str(zone_name)


def _invalid(title: str) -> Malformed:
    return Malformed(Problem(400, "invalid_field", title, {"field": "ids"}))
