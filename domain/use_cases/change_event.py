"""Changing an event: itself, one occurrence of it alone, all of them, or those from one on. Always in one step."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from domain.caller import Reach
from domain.clock import Clock, Pause
from domain.draft import Draft
from domain.errors import InvalidField
from domain.event import Event
from domain.ids import CalendarId, EventId, EventRef, OccurrenceId, Randomness, new_segment_id, override_id
from domain.ports import Calendars, Dropped, Edit, Events
from domain.records import dataclass
from domain.recurrence import lines
from domain.scope import Scope
from domain.series import Series
from domain.series_edits import dropped, reworded
from domain.series_split import before, since
from domain.use_cases.attempts import no_pause, require_version, until_written
from domain.use_cases.reaching import Reached, Reaching

Change = Callable[[Event], Draft]
"""Makes the new wording of an event as it stands."""


class Changed(NamedTuple):
    """What a change came to: the event as it now is; the series that ends before it, if one was split; and the
    overrides that could not be kept."""

    event: Event
    ended: EventId | None = None
    dropped: Sequence[OccurrenceId] = ()


@dataclass(frozen=True, slots=True)
class ChangeEvent:
    """Replace or merge an event, a series or an occurrence."""

    calendars: Calendars
    events: Events
    clock: Clock
    randomness: Randomness
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        ref: EventRef,
        change: Change,
        expected: Collection[int] | None = None,
        scope: Scope | None = None,
    ) -> Changed:
        """Change what `scope` says, of an occurrence by default that one alone; `expected` are versions of what `ref`
        leads to."""

        def attempt() -> Changed:
            reached = Reaching(self.calendars, self.events)(reach, calendar_id, ref)
            require_version(reached.event.version, expected)
            require_occurrence(reached.event, scope)
            if reached.series is None:
                return self._all(reached, reached.event, reached.event, change)
            match scope or Scope.THIS:
                case Scope.THIS:
                    return self._this(reached, reached.series, change)
                case Scope.FOLLOWING:
                    return self._following(reached, reached.series, change)
                case Scope.ALL:
                    series = reached.series
                    shown = replace(series.occurrence(reached.event.original), recurrence=series.recurrence)
                    return self._all(reached, series.event, shown, change)

        return until_written(attempt, self.pause)

    def _all(self, reached: Reached, base: Event, shown: Event, change: Change) -> Changed:
        """The event itself, or the whole series."""
        now = self.clock()
        new = reworded(base, shown, change(shown), reached.calendar.details.zone, now)
        if _says_the_same(base, new):
            return Changed(base)
        gone = dropped(base.recurrence, new.recurrence)
        self.events.write([Edit(base, new)], now, word_of(base, gone))
        return Changed(new, None, _names(Series.of(base), gone) if gone else ())

    def _this(self, reached: Reached, series: Series, change: Change) -> Changed:
        """One occurrence: its override is an event of its own, and excluded from its series, in one step."""
        old, now = reached.event, self.clock()
        draft = change(old)
        if draft.recurrence:
            raise InvalidField(
                lines.FIELD, "One occurrence cannot recur by itself. Use scope=following or scope=all for its series."
            )
        when = draft.timing.read_in(reached.calendar.details.zone)
        if (when, draft.details) == (old.when, old.details):
            return Changed(old)
        changed = replace(old.changed(when, draft.details, now), version=next_version(series, reached))
        override = series.adopted(changed)
        owner = _with_override(series, override, now)
        self.events.write([Edit(series.event, owner), Edit(reached.kept, override)], now)
        return Changed(override)

    def _following(self, reached: Reached, series: Series, change: Change) -> Changed:
        """An occurrence and all behind it: the series ends before it, and another one begins.

        If nothing comes before it, the series itself changes.
        """
        now, old, original = self.clock(), series.event, reached.event.original
        head, rest = before(series, original), since(series, original)
        tail = replace(old, when=series.when_at(original), recurrence=rest)
        new = reworded(tail, tail, change(tail), reached.calendar.details.zone, now)
        if _says_the_same(tail, new):
            return Changed(old)
        stay = head.overridden if head is not None else {}
        gone = [one for one in dropped(series.recurrence, new.recurrence) if one not in stay]
        if head is None:
            self.events.write([Edit(old, new)], now, word_of(old, gone))
            return Changed(new, None, _names(series, gone))
        segment = new_segment_id(new.when.encoded_start(), old.id, self.randomness)
        ended = old.changed(old.when, old.details, now, head)
        imported = replace(old.imported, uid=None) if old.imported is not None else None
        new = replace(new, id=segment, created_at=now, version=ended.version, imported=imported)
        self.events.write([Edit(old, ended), Edit(None, new)], now, word_of(old, gone))
        return Changed(new, old.id, _names(series, gone))


def require_occurrence(event: Event, scope: Scope | None) -> None:
    """Raise InvalidField if a scope asks for an occurrence of a series of which none is named."""
    if event.recurrence is not None and scope not in {None, Scope.ALL}:
        raise InvalidField("scope", f"scope={scope} needs the id of an occurrence; this is the id of its whole series.")


def next_version(series: Series, reached: Reached) -> int:
    """A version that nothing has had that was ever read under an occurrence's id."""
    return max(series.event.version, reached.event.version, reached.kept.version if reached.kept else 0) + 1


def word_of(series: Event, gone: Sequence[datetime]) -> Dropped | None:
    """Word of overrides that are no longer a series', for their removal."""
    ids = [override_id(series.id, original) for original in gone]
    return Dropped(series.calendar_id, ids) if ids else None


def _names(series: Series, gone: Sequence[datetime]) -> list[OccurrenceId]:
    return [series.named(original) for original in gone]


def _says_the_same(old: Event, new: Event) -> bool:
    return (old.when, old.details, old.recurrence) == (new.when, new.details, new.recurrence)


def _with_override(series: Series, override: Event, now: datetime) -> Event:
    """The series that leaves an occurrence to its override, of the same version: no override's is ever greater."""
    event, recurrence, original = series.event, series.recurrence, override.original
    reaches = override.when.touched_dates()[1]
    at = recurrence.overridden.get(original) or series.local_at(original)
    changed = replace(
        recurrence,
        overridden={**recurrence.overridden, original: at},
        overrides_until=max(reaches, recurrence.overrides_until or reaches),
    )
    return replace(event.changed(event.when, event.details, now, lines.checked(changed)), version=override.version)
