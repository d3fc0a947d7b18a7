"""A series as its occurrences: from the wall clock that it keeps to, to the instants at which it takes place.

A local time that a DST change skips moves forward by the gap, and one that happens twice is the first (RFC 5545
§3.3.5). So two local times may be one instant, which then is one occurrence; and around a gap they may come in another
order. Whatever is given out here is in the order of instants, each once.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.event import Event, Imported, Origin, given_uid
from domain.ids import OccurrenceId, lineage, lineage_of_override, override_id
from domain.records import dataclass
from domain.recurrence.recurrence import Recurrence, within
from domain.time import DAY, LAST_DAY, LONGEST_GAP, NO_TIME, TICK, UTC_ZONE, local_of, utc_of
from domain.when import AllDay, Timed, When
from domain.window import Window

_LAST_LOCAL = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 23, 59, 59)  # noqa: DTZ001 local
_ENDLESS = date.max
_LAST_START = datetime.combine(LAST_DAY - DAY, datetime.max.time(), UTC)


class Happening(NamedTuple):
    """When an occurrence starts, and the original start that names it; they differ if the series is all-day."""

    start: datetime
    original: datetime


@dataclass(frozen=True, slots=True)
class Series:
    """A recurring event, and what it comes to."""

    event: Event
    recurrence: Recurrence

    @classmethod
    def of(cls, event: Event) -> "Series":
        """An event that is known to recur."""
        if event.recurrence is None:
            raise TypeError
        return cls(event, event.recurrence)

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone whose wall clock it keeps to; None if it is all-day."""
        return self.event.when.local_zone

    def original_at(self, local: datetime) -> datetime:
        """The original start, in UTC, of the occurrence at a local time."""
        return utc_of(local, self.zone or UTC_ZONE)

    def local_at(self, original: datetime) -> datetime:
        """The local time that an occurrence is at: the one that recurs, should it have been moved by a gap."""
        if self.zone is None:
            return original.replace(tzinfo=None)
        local = local_of(original, self.zone)
        before = (original - LONGEST_GAP).astimezone(self.zone).utcoffset()
        skipped = original.replace(tzinfo=None) + (before or timedelta())
        moved = skipped != local and utc_of(skipped, self.zone) == original
        return skipped if moved and not self.recurrence.has(local) else local

    def originals(self, first: datetime, last: datetime) -> Iterator[datetime]:
        """The original starts from `first` to `last`, ascending, of what is neither excluded nor overridden."""
        start = max(self._local_before(first), self.recurrence.anchor)
        end = self._local_behind(last)
        waiting: list[datetime] = []
        for part in self.recurrence.parts(start, end):
            known = self._distinct(part.times, waiting)
            settled = len(known) if part.last == end else bisect_left(known, self.original_at(part.last) - LONGEST_GAP)
            waiting = known[settled:]
            known = known[bisect_left(known, first) : min(settled, bisect_right(known, last))]
            hidden = self._hidden(part.first, part.last)
            yield from (one for one in known if one not in hidden) if hidden else known

    def happenings(self, window: Window, since: datetime | None = None) -> Iterator[Happening]:
        """What overlaps a window, by start; only what starts at `since` or later, if that is given."""
        last = min(window.span.end - TICK, self._final())
        if self.zone is None:
            return self._dates(window, since, last)
        earliest = self._earliest(window.span.start)
        return (Happening(one, one) for one in self.originals(max(earliest, since or earliest), last))

    def _dates(self, window: Window, since: datetime | None, last: datetime) -> Iterator[Happening]:
        """As `happenings`, if when a date is depends on the window's zone: within two days of it in UTC, at most."""
        earliest = self._earliest(window.span.start - 2 * DAY)
        for original in self.originals(max(earliest, since - 2 * DAY) if since else earliest, last + DAY):
            span = self.when_at(original).span(window.zone)
            if span.overlaps(window.span) and (since is None or span.start >= since):
                yield Happening(span.start, original)

    def when_at(self, original: datetime) -> When:
        """When the occurrence of an original start takes place, if nobody changed it."""
        first = self.event.when
        if isinstance(first, AllDay):
            return AllDay(original.date(), original.date() + (first.ends_on - first.starts_on))
        return Timed(original, original + (first.ends_at - first.starts_at), first.zone)

    def yields(self, original: datetime) -> bool:
        """Whether there is an occurrence of that original start that is neither excluded nor overridden."""
        return any(True for _ in self.originals(original, original))

    def without_exception(self, original: datetime) -> "Series":
        """The series in which nobody has excluded or overridden an occurrence."""
        recurrence = self.recurrence
        excluded = tuple(local for local in recurrence.excluded if self.original_at(local) != original)
        overridden = {key: local for key, local in recurrence.overridden.items() if key != original}
        if len(excluded) + len(overridden) == len(recurrence.excluded) + len(recurrence.overridden):
            return self
        return Series(self.event, replace(recurrence, excluded=excluded, overridden=overridden))

    def occurrence(self, original: datetime) -> Event:
        """The event at an original start, as the series has it. It is also what an override of it begins as."""
        event = self.event
        return Event(
            override_id(event.id, original),
            event.calendar_id,
            self.when_at(original),
            event.details,
            event.created_at,
            event.updated_at,
            event.version,
            None,
            Origin(event.id, self.zone is None, False),
            event.imported,
        )

    def adopted(self, override: Event) -> Event:
        """An override, as one of this series', which may have taken it over when another one was split."""
        imported, uid = override.imported, given_uid(self.event)
        if given_uid(override) != uid:
            imported = replace(imported or Imported(None), uid=uid)
        return replace(override, origin=Origin(self.event.id, self.zone is None, True), imported=imported)

    def named(self, original: datetime) -> OccurrenceId:
        return OccurrenceId(self.event.id, original, self.zone is None)

    @property
    def last_date(self) -> date:
        """The last UTC date on which it, or an override of it, takes place; a day more, should its zone change."""
        last = self.recurrence.last
        if last is None:
            return _ENDLESS
        touched = self.when_at(self.original_at(last)).touched_dates()[1]
        return max(min(touched, LAST_DAY) + DAY, self.recurrence.overrides_until or touched)

    def _hidden(self, first: datetime, last: datetime) -> set[datetime]:
        """What is excluded or overridden between two local times, and around them."""
        excluded, overridden = self.recurrence.excluded, self.recurrence.overridden
        if not excluded and not overridden:
            return set()
        first, last = first - LONGEST_GAP, last + LONGEST_GAP
        hidden = [*within(excluded, first, last), *(one for one in overridden.values() if first <= one <= last)]
        return {self.original_at(local) for local in hidden}

    def _distinct(self, found: list[datetime], waiting: list[datetime]) -> list[datetime]:
        """The instants of local times, and others that are waiting for what may come before them."""
        zone = self.zone or UTC_ZONE
        return [one for one, _ in groupby(sorted([utc_of(one, zone) for one in found] + waiting))]

    def _local_before(self, moment: datetime) -> datetime:
        """A local time before which nothing is at that instant or later."""
        return local_of(moment, self.zone) - LONGEST_GAP if self.zone else moment.replace(tzinfo=None)

    def _local_behind(self, moment: datetime) -> datetime:
        """A local time behind which nothing is at that instant or earlier."""
        local = local_of(moment, self.zone) if self.zone else moment.replace(tzinfo=None)
        end = min(local, _LAST_LOCAL) + (LONGEST_GAP if self.zone else NO_TIME)
        last = self.recurrence.last
        return end if last is None else min(end, last)

    def _earliest(self, moment: datetime) -> datetime:
        """The first original start whose occurrence may reach that instant or go beyond it."""
        start = self.event.when.encoded_start()
        length = self._length
        if moment - start < length:
            return start
        return max(start, moment - length + (TICK if length and self.zone else NO_TIME))

    @property
    def _length(self) -> timedelta:
        first = self.event.when
        return first.ends_on - first.starts_on if isinstance(first, AllDay) else first.ends_at - first.starts_at

    def _final(self) -> datetime:
        """The last original start whose occurrence still ends in the calendar."""
        first, last = self.event.when.touched_dates()
        return _LAST_START - (last - first)


def recurring_from(anchor: datetime, kept: When) -> When:
    """When the first occurrence of a series is, if its wall clock says `anchor`: other instants than those that were
    kept, should the rules of the zone have changed since."""
    if isinstance(kept, AllDay):
        return kept
    start = utc_of(anchor, kept.zone)
    return kept if start == kept.starts_at else Timed(start, start + (kept.ends_at - kept.starts_at), kept.zone)


class SeriesOf:
    """Several series, by what leads from an override to the one that it belongs to."""

    def __init__(self, series: Iterable[Series]) -> None:
        self._by_lineage: dict[int, list[Series]] = {}
        for one in series:
            if one.recurrence.overridden:
                self._by_lineage.setdefault(lineage(one.event.id), []).append(one)

    def adopted(self, override: Event) -> Event | None:
        """An override as one of its series'; None if there is none any more, so that it only waits to be removed."""
        for series in self._by_lineage.get(lineage_of_override(override.id), ()):
            if override.original in series.recurrence.overridden:
                return series.adopted(override)
        return None
