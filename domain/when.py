"""When an event takes place: between two instants, or on whole dates."""

from datetime import UTC, date, datetime, time
from typing import Self
from zoneinfo import ZoneInfo

from domain.errors import InvalidField
from domain.records import dataclass
from domain.time import Span, in_calendar, instant, local_of, utc_of, zone


@dataclass(frozen=True, slots=True)
class Timed:
    """From one instant to another, shown in a zone. The instants are the truth."""

    starts_at: datetime
    ends_at: datetime
    zone: ZoneInfo

    @classmethod
    def between(cls, starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> Self:
        """Read both ends, naive ones in `zone`; InvalidField if the end comes first."""
        start, end = instant(starts_at, zone, "starts_at"), instant(ends_at, zone, "ends_at")
        if end < start:
            raise InvalidField("ends_at", "ends_at must not be before starts_at.")
        return cls(start, end, zone)

    def span(self, _read_in: ZoneInfo) -> Span:
        """The instants it takes up, whatever zone it is read in."""
        return Span(self.starts_at, self.ends_at)

    def touched_dates(self) -> tuple[date, date]:
        """The first and the last UTC date on which it takes place."""
        return Span(self.starts_at, self.ends_at).utc_dates()

    def encoded_start(self) -> datetime:
        """What the event's id encodes."""
        return self.starts_at

    @property
    def local_zone(self) -> ZoneInfo | None:
        """The zone whose wall clock it keeps to when it recurs."""
        return self.zone


@dataclass(frozen=True, slots=True)
class AllDay:
    """The dates from `starts_on` to `ends_on`, both included, in whatever zone they are read."""

    starts_on: date
    ends_on: date

    @classmethod
    def between(cls, starts_on: date, ends_on: date) -> Self:
        """Those dates; InvalidField if the last comes before the first."""
        in_calendar(starts_on, "starts_on")
        in_calendar(ends_on, "ends_on")
        if ends_on < starts_on:
            raise InvalidField("ends_on", "ends_on must not be before starts_on.")
        return cls(starts_on, ends_on)

    def span(self, read_in: ZoneInfo) -> Span:
        """The instants that its dates take up in a zone."""
        return Span.of_dates(self.starts_on, self.ends_on, read_in)

    def touched_dates(self) -> tuple[date, date]:
        """The first and the last date of it."""
        return self.starts_on, self.ends_on

    def encoded_start(self) -> datetime:
        """What the event's id encodes: midnight UTC of the first date."""
        return datetime.combine(self.starts_on, time.min, UTC)

    @property
    def local_zone(self) -> ZoneInfo | None:
        """None: it keeps to dates."""
        return None


When = Timed | AllDay

_BOTH_OR_NEITHER = (
    "An event is either timed (starts_at and ends_at) or all-day (starts_on and ends_on). Give one pair, not both."
)


@dataclass(frozen=True, slots=True)
class Timing:
    """When, as a client words it: not yet read in a calendar's zone."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None

    def read_in(self, default: ZoneInfo) -> When:
        """Make sense of it; InvalidField, naming the field, if there is none in it."""
        timed = self.starts_at is not None or self.ends_at is not None
        all_day = self.starts_on is not None or self.ends_on is not None
        if timed and all_day:
            raise InvalidField("starts_on" if self.starts_on else "ends_on", _BOTH_OR_NEITHER)
        if all_day:
            return self._all_day()
        return self._timed(default)

    def anchor(self, when: When) -> datetime:
        """The start on the wall clock that a series keeps to, naive; midnight if it is all-day.

        `when` is what this was read as. InvalidField for a start that no series can have.
        """
        if isinstance(when, AllDay):
            return datetime.combine(when.starts_on, time.min)
        local = self.starts_at if self.starts_at and not self.starts_at.tzinfo else local_of(when.starts_at, when.zone)
        if local.microsecond:
            raise InvalidField("starts_at", "A series starts at a whole second: its occurrences are named by that.")
        if utc_of(local, when.zone) != when.starts_at:
            clock = f"{local:%Y-%m-%dT%H:%M:%S}"
            raise InvalidField(
                "starts_at",
                f"{clock} happens twice in {when.zone.key}, and this is the second. A series takes the first.",
            )
        return local

    def _timed(self, default: ZoneInfo) -> Timed:
        local = zone(self.time_zone) if self.time_zone is not None else default
        if self.starts_at is None:
            raise InvalidField("starts_at", f"starts_at is missing. {_BOTH_OR_NEITHER}")
        if self.ends_at is None:
            raise InvalidField("ends_at", f"ends_at is missing. {_BOTH_OR_NEITHER}")
        return Timed.between(self.starts_at, self.ends_at, local)

    def _all_day(self) -> AllDay:
        if self.time_zone is not None:
            raise InvalidField("time_zone", "An all-day event has no time_zone: it occupies its dates in every zone.")
        if self.starts_on is None:
            raise InvalidField("starts_on", "starts_on is missing: an all-day event has its first and last date.")
        if self.ends_on is None:
            raise InvalidField("ends_on", "ends_on is missing: an all-day event has its first and last date.")
        return AllDay.between(self.starts_on, self.ends_on)
