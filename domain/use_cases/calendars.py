"""Making, reading, changing and deleting calendars."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from domain.calendar import Calendar, CalendarDetails
from domain.ids import CalendarId, OwnerId, Randomness, new_calendar_id
from domain.ports import Calendars, Clock, Events, Pause
from domain.use_cases.attempts import no_pause, require_version, until_written


@dataclass(frozen=True, slots=True)
class CreateCalendar:
    """Give an owner a new, empty calendar."""

    calendars: Calendars
    clock: Clock
    randomness: Randomness

    def __call__(self, owner_id: OwnerId, details: CalendarDetails) -> Calendar:
        now = self.clock()
        calendar = Calendar(new_calendar_id(now, self.randomness), owner_id, details, created_at=now, updated_at=now)
        self.calendars.add(calendar)
        return calendar


@dataclass(frozen=True, slots=True)
class ListCalendars:
    """The owner's calendars, oldest first."""

    calendars: Calendars

    def __call__(
        self, owner_id: OwnerId, after: CalendarId | None, size: int
    ) -> tuple[Sequence[Calendar], CalendarId | None]:
        """Return a page, and the id to go on after if there is more."""
        found = self.calendars.page(owner_id, after, size + 1)
        page = found[:size]
        return page, page[-1].id if len(found) > size else None


@dataclass(frozen=True, slots=True)
class GetCalendar:
    """One calendar of the owner."""

    calendars: Calendars

    def __call__(self, owner_id: OwnerId, calendar_id: CalendarId) -> Calendar:
        return self.calendars.get(owner_id, calendar_id)


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """Replace or merge a calendar's details; `change` makes the new ones of those that stand."""

    calendars: Calendars
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self,
        owner_id: OwnerId,
        calendar_id: CalendarId,
        change: Callable[[CalendarDetails], CalendarDetails],
        expected: Collection[int] | None = None,
    ) -> Calendar:
        def attempt() -> Calendar:
            calendar = self.calendars.get(owner_id, calendar_id)
            require_version(calendar.version, expected)
            details = change(calendar.details)
            if details == calendar.details:
                return calendar
            changed = calendar.changed(details, self.clock())
            self.calendars.replace(changed)
            return changed

        return until_written(attempt, self.pause)


@dataclass(frozen=True, slots=True)
class DeleteCalendar:
    """Take a calendar away at once; its events are purged in the background."""

    calendars: Calendars
    pause: Pause = no_pause

    def __call__(
        self, owner_id: OwnerId, calendar_id: CalendarId, expected: Collection[int] | None = None
    ) -> CalendarId:
        def attempt() -> CalendarId:
            calendar = self.calendars.get(owner_id, calendar_id)
            require_version(calendar.version, expected)
            self.calendars.remove(calendar)
            return calendar.id

        return until_written(attempt, self.pause)


@dataclass(frozen=True, slots=True)
class PurgeCalendar:
    """Remove what a deleted calendar left behind; safe to repeat and to resume."""

    events: Events

    def __call__(self, calendar_id: CalendarId) -> int:
        """Return how many items went."""
        return self.events.purge(calendar_id)
