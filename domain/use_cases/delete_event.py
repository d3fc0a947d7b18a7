"""Taking an event off its calendar: itself, one occurrence of it, all of them, or those from one on."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from domain.caller import Reach
from domain.clock import Clock, Pause
from domain.errors import InvalidField
from domain.event import Event
from domain.ids import CalendarId, EventRef
from domain.ports import Calendars, Edit, Events
from domain.records import dataclass
from domain.recurrence import lines
from domain.recurrence.recurrence import Recurrence
from domain.scope import Scope
from domain.series import Series
from domain.series_edits import dropped
from domain.series_split import before
from domain.use_cases.attempts import no_pause, require_version, until_written
from domain.use_cases.change_event import next_version, require_occurrence, word_of
from domain.use_cases.reaching import Reached, Reaching


@dataclass(frozen=True, slots=True)
class DeleteEvent:
    """Delete an event or a series; or cancel an occurrence; or end a series before one."""

    calendars: Calendars
    events: Events
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        ref: EventRef,
        expected: Collection[int] | None = None,
        scope: Scope | None = None,
    ) -> None:
        """Delete what `scope` says, of an occurrence by default that one alone."""

        def attempt() -> None:
            reached = Reaching(self.calendars, self.events)(reach, calendar_id, ref)
            require_version(reached.event.version, expected)
            require_occurrence(reached.event, scope)
            if reached.series is None:
                self._all(reached.event)
            elif scope is Scope.FOLLOWING:
                self._following(reached.series, reached.event.original)
            elif scope is Scope.ALL:
                self._all(reached.series.event)
            else:
                self._this(reached, reached.series)

        until_written(attempt, self.pause)

    def _all(self, event: Event) -> None:
        self.events.write([Edit(event, None)], self.clock(), word_of(event, dropped(event.recurrence, None)))

    def _this(self, reached: Reached, series: Series) -> None:
        """Exclude an occurrence; with the last one that was left, the series goes."""
        original = reached.event.original
        local = series.recurrence.overridden.get(original, series.local_at(original))
        plain = series.without_exception(original).recurrence
        left = replace(plain, excluded=tuple(sorted({*plain.excluded, local})))
        if not lines.leaves_any(left):
            self._all(series.event)
            return
        now = self.clock()
        owner = _at(next_version(series, reached), series, lines.checked(left), now)
        self.events.write([Edit(series.event, owner), *_without_override(reached)], now)

    def _following(self, series: Series, original: datetime) -> None:
        event, head = series.event, before(series, original)
        if head is None:
            self._all(event)
            return
        now = self.clock()
        ended = event.changed(event.when, event.details, now, head)
        self.events.write([Edit(event, ended)], now, word_of(event, dropped(series.recurrence, head)))


@dataclass(frozen=True, slots=True)
class ResetOccurrence:
    """Make an occurrence again as its series has it, whether it was changed alone or cancelled."""

    calendars: Calendars
    events: Events
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self, reach: Reach, calendar_id: CalendarId, ref: EventRef, expected: Collection[int] | None = None
    ) -> Event:
        """Return it; raise EventNotFound for a start that the series does not have."""

        def attempt() -> Event:
            reached = Reaching(self.calendars, self.events)(reach, calendar_id, ref, cancelled=True)
            require_version(reached.event.version, expected)
            series, original = reached.series, reached.event.original
            if series is None:
                raise InvalidField("event_id", "Only an occurrence can be reset, by its id: <series id>_<start>.")
            plain = series.without_exception(original)
            if plain == series:
                return reached.event
            now = self.clock()
            owner = _at(next_version(series, reached), series, plain.recurrence, now)
            self.events.write([Edit(series.event, owner), *_without_override(reached)], now)
            return Series.of(owner).occurrence(original)

        return until_written(attempt, self.pause)


def _at(version: int, series: Series, recurrence: Recurrence, now: datetime) -> Event:
    """The series at a version, recurring otherwise."""
    event = series.event
    return replace(event.changed(event.when, event.details, now, recurrence), version=version)


def _without_override(reached: Reached) -> list[Edit]:
    return [Edit(reached.kept, None)] if reached.kept is not None else []
