"""The part of a calendar that a query looks at."""

from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.errors import InvalidField
from domain.ids import EventId
from domain.records import dataclass
from domain.time import DAY, FIRST_DAY, LAST_DAY, TICK, UTC_ZONE, Span, in_calendar, instant, start_of_day

Bound = datetime | date
LONGEST = timedelta(days=366)


class Position(NamedTuple):
    """Where an event stands in a list: by start, then by id."""

    start: datetime
    event_id: EventId


@dataclass(frozen=True, slots=True)
class Window:
    """A span, and the zone in which all-day events are read."""

    span: Span
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class WindowQuery:
    """A window as a client words it.

    `start` and `end` are instants or dates; dates are read in `zone`, by default the calendar's, which is not known
    before the calendar is. Without `end` the window reaches as far as one may.
    """

    start: Bound
    end: Bound | None
    zone: ZoneInfo | None = None

    def __post_init__(self) -> None:
        first = _date(self.start, "from")
        if self.end is not None and _date(self.end, "to") - first > LONGEST + DAY:
            raise _too_long()

    def days(self, after: Position | None) -> tuple[date, date]:
        """The first and last date to look at, whatever zone the window will be read in.

        A local date lies within a day of the UTC date of each of its instants, hence a day more on either side.
        Behind a position only what starts there or later is left to see.
        """
        first = _date(self.start, "from")
        last = _last_date(self.end) if self.end is not None else min(first, LAST_DAY - LONGEST) + LONGEST
        if after is not None:
            first = max(first, after.start.date())
        return max(first, FIRST_DAY + DAY) - DAY, min(last, LAST_DAY - DAY) + DAY

    def read_in(self, default: ZoneInfo) -> Window:
        """The window itself; InvalidField if it is reversed, empty, or longer than 366 days."""
        local = self.zone or default
        start = _instant(self.start, local, "from")
        if self.end is None:
            last = start_of_day(LAST_DAY + DAY, local)
            return Window(Span(start, start + LONGEST if last - start > LONGEST else last), local)
        end = _instant(self.end, local, "to")
        if end <= start:
            raise _reversed()
        if _wall_clock(end, local) - _wall_clock(start, local) > LONGEST:
            raise _too_long()
        return Window(Span(start, end), local)


@dataclass(frozen=True, slots=True)
class OpenQuery:
    """A window as a client words it, that may be left open on either side."""

    start: Bound | None
    end: Bound | None
    zone: ZoneInfo | None = None

    def __post_init__(self) -> None:
        for bound, field in ((self.start, "from"), (self.end, "to")):
            if bound is not None:
                _date(bound, field)

    def read_in(self, default: ZoneInfo) -> Window:
        """The window itself; InvalidField if it is reversed or empty."""
        local = self.zone or default
        start = _instant(self.start or FIRST_DAY, local, "from")
        end = _instant(self.end or LAST_DAY + DAY, local, "to")
        if end <= start:
            raise _reversed()
        return Window(Span(start, end), local)


def _reversed() -> InvalidField:
    return InvalidField("to", "to must be later than from.")


def _too_long() -> InvalidField:
    return InvalidField("to", "A window is at most 366 days long. Ask for it in parts.", limit_days=LONGEST.days)


def _instant(bound: Bound, local: ZoneInfo, field: str) -> datetime:
    return instant(bound, local, field) if isinstance(bound, datetime) else start_of_day(bound, local)


def _wall_clock(moment: datetime, local: ZoneInfo) -> datetime:
    return moment.astimezone(local).replace(tzinfo=None)


def _last_date(end: Bound) -> date:
    """The date of the last moment before an end."""
    return (end.astimezone(UTC) - TICK).date() if isinstance(end, datetime) else end - DAY


def _date(bound: Bound, field: str) -> date:
    if not isinstance(bound, datetime):
        return in_calendar(bound, field)
    if bound.tzinfo is None:
        raise InvalidField(field, f"{field} needs an offset, as in 2026-03-29T09:00:00+02:00, or be a date.")
    return instant(bound, UTC_ZONE, field).date()
