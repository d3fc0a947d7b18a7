"""Making, reading, changing and deleting calendars."""

from collections.abc import Callable, Collection, Iterator, Sequence

from domain.calendar import Calendar, CalendarDetails
from domain.caller import Reach
from domain.clock import Clock, Pause
from domain.credential_errors import CalendarsLimited
from domain.ids import CalendarId, OwnerId, Randomness, new_calendar_id
from domain.ports import Calendars
from domain.records import dataclass
from domain.use_cases.attempts import no_pause, require_version, until_written
from domain.use_cases.pages import everything


@dataclass(frozen=True, slots=True)
class CreateCalendar:
    """Give an owner a new, empty calendar."""

    calendars: Calendars
    clock: Clock
    randomness: Randomness

    def __call__(self, reach: Reach, details: CalendarDetails) -> Calendar:
        """Raise CalendarsLimited if the caller could not see it, OwnerLocked if the owner takes nothing new."""
        if reach.calendars is not None:
            raise CalendarsLimited
        now = self.clock()
        new_id = new_calendar_id(now, self.randomness)
        calendar = Calendar(new_id, reach.owner_id, details, created_at=now, updated_at=now)
        self.calendars.add(calendar)
        return calendar


@dataclass(frozen=True, slots=True)
class ListCalendars:
    """The owner's calendars that the caller reaches, oldest first."""

    calendars: Calendars

    def __call__(self, reach: Reach, after: CalendarId | None, size: int) -> tuple[Sequence[Calendar], bool]:
        """Return a page, and whether there is more."""
        found = self._found(reach, after, size + 1)
        return found[:size], len(found) > size

    def _found(self, reach: Reach, after: CalendarId | None, size: int) -> Sequence[Calendar]:
        if reach.calendars is None:
            return self.calendars.page(reach.owner_id, after, size)
        wanted = {one for one in reach.calendars if after is None or one > after}
        return sorted(self.calendars.find_many(reach.owner_id, wanted), key=lambda one: one.id)[:size]


@dataclass(frozen=True, slots=True)
class GetCalendar:
    """One calendar of the owner."""

    calendars: Calendars

    def __call__(self, reach: Reach, calendar_id: CalendarId) -> Calendar:
        return self.calendars.get(reach.owner_of(calendar_id), calendar_id)


@dataclass(frozen=True, slots=True)
class ChangeCalendar:
    """Replace or merge a calendar's details; `change` makes the new ones of those that stand."""

    calendars: Calendars
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        calendar_id: CalendarId,
        change: Callable[[CalendarDetails], CalendarDetails],
        expected: Collection[int] | None = None,
    ) -> Calendar:
        def attempt() -> Calendar:
            calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
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

    def __call__(self, reach: Reach, calendar_id: CalendarId, expected: Collection[int] | None = None) -> CalendarId:
        def attempt() -> CalendarId:
            calendar = self.calendars.get(reach.owner_of(calendar_id), calendar_id)
            require_version(calendar.version, expected)
            self.calendars.remove(calendar)
            return calendar.id

        return until_written(attempt, self.pause)


def every_calendar(calendars: Calendars, owner_id: OwnerId) -> Iterator[Calendar]:
    """All calendars of an owner, however many."""
    return everything(lambda after, size: calendars.page(owner_id, after, size))
