"""Everything on a calendar, or what is in a window of it, one event after the other, from any place on."""

from collections.abc import Iterable, Iterator
from datetime import date
from heapq import heappop, heappush
from typing import NamedTuple

from domain.calendar import Calendar
from domain.caller import Reach
from domain.event import Event
from domain.ids import CalendarId, EventRef, override_id
from domain.ports import Batch, Calendars, Events, Pending
from domain.records import dataclass
from domain.series import Series
from domain.time import DAY, FIRST_DAY, LAST_DAY
from domain.use_cases.reaching import Reaching
from domain.window import OpenQuery, Window

_READ_AHEAD = 1000


class Mark(NamedTuple):
    """Where something stands in an export: series come first, by id, each with its overrides; then the rest by date."""

    stage: int
    first: str
    second: str


class Exported(NamedTuple):
    """An event, and the series that it is an override of."""

    mark: Mark
    event: Event
    series: Series | None = None


@dataclass(frozen=True, slots=True)
class ExportEvents:
    """The events of a calendar, series as themselves, each followed by all of its overrides."""

    calendars: Calendars
    events: Events

    def __call__(
        self, reach: Reach, calendar_id: CalendarId, query: OpenQuery, after: Mark | None = None
    ) -> tuple[Calendar, Iterator[Exported]]:
        """Give what overlaps the window and stands behind a mark, if there is one, as it is asked for."""
        calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
        return calendar, exported(self.events, calendar, query.read_in(calendar.details.zone), after)


@dataclass(frozen=True, slots=True)
class ExportEvent:
    """One event; a series with all of its overrides; or an occurrence."""

    calendars: Calendars
    events: Events

    def __call__(
        self, reach: Reach, calendar_id: CalendarId, ref: EventRef
    ) -> tuple[Calendar, list[tuple[Event, Series | None]]]:
        """Raise EventNotFound if there is no such event."""
        calendar, event, series, _ = Reaching(self.calendars, self.events)(reach, calendar_id, ref)
        if event.recurrence is None:
            return calendar, [(event, series)]
        whole = Series.of(event)
        read = _overrides(whole, self.events)
        return calendar, [(event, None), *((one, whole) for one in _adopted(whole, read))]


def exported(events: Events, calendar: Calendar, window: Window, after: Mark | None = None) -> Iterator[Exported]:
    """What of a calendar overlaps a window, behind a mark."""
    first, last = _dates(window)
    start = max(first, date.fromisoformat(after.first)) if after is not None and after.stage else first
    batches = events.touching(calendar.id, start, last, wanted=_READ_AHEAD)
    for one in _in_order(batches, events, window, first, after):
        if after is None or one.mark > after:
            yield one


def _dates(window: Window) -> tuple[date, date]:
    """The dates to look at: a local date lies within a day of the UTC date of each of its instants."""
    span = window.span
    return max(span.start.date(), FIRST_DAY + DAY) - DAY, min(span.end.date(), LAST_DAY - DAY) + DAY


def _in_order(
    batches: Iterable[Batch], events: Events, window: Window, first: date, after: Mark | None
) -> Iterator[Exported]:
    """Each event once: copies of it on later dates stand where it has been already.

    Series that are wholly before a mark are left out, so that nobody reads their overrides.
    """
    waiting: list[Exported] = []
    given = Mark(1, "", "")
    for batch in batches:
        left = [one for one in batch.series if after is None or (0, str(one.event.id)) >= after[:2]]
        yield from _series(left, events, window)
        for event in batch.events:
            if event.origin is None and event.span(window.zone).overlaps(window.span):
                day = max(event.when.touched_dates()[0], first)
                heappush(waiting, Exported(Mark(1, day.isoformat(), str(event.id)), event))
        while waiting and waiting[0].mark.first <= batch.through.isoformat():
            one = heappop(waiting)
            if one.mark > given:
                given = one.mark
                yield one


def _series(all_series: Iterable[Series], events: Events, window: Window) -> Iterator[Exported]:
    """Each series of which something is in the window, and its overrides, those of the next being read meanwhile."""
    reads = ((one, _overrides(one, events)) for one in sorted(all_series, key=lambda one: str(one.event.id)))
    ahead = next(reads, None)
    while ahead is not None:
        (series, read), ahead = ahead, next(reads, None)
        name = str(series.event.id)
        kept = _adopted(series, read)
        in_window = any(one.span(window.zone).overlaps(window.span) for one in kept)
        if in_window or any(True for _ in series.happenings(window)):
            yield Exported(Mark(0, name, ""), series.event)
            yield from (Exported(Mark(0, name, one.original.isoformat()), one, series) for one in kept)


def _overrides(series: Series, events: Events) -> Pending[Iterable[Event]] | None:
    ids = [override_id(series.event.id, original) for original in series.recurrence.overridden]
    return events.find_many(series.event.calendar_id, ids) if ids else None


def _adopted(series: Series, read: Pending[Iterable[Event]] | None) -> list[Event]:
    return sorted(map(series.adopted, read.result()), key=lambda one: one.original) if read is not None else []
