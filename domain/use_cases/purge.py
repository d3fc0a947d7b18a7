"""What goes on in the background once a calendar or an owner was deleted; safe to repeat and to resume."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from domain.caller import Reach
from domain.clock import Pause
from domain.errors import CalendarNotFound
from domain.ids import CalendarId, OwnerId
from domain.owner import end_of
from domain.owner_ports import Owners
from domain.ports import Calendars, Events
from domain.use_cases.attempts import no_pause
from domain.use_cases.calendars import DeleteCalendar, every_calendar


@dataclass(frozen=True, slots=True)
class PurgeCalendar:
    """Remove what a deleted calendar left behind."""

    events: Events

    def __call__(self, calendar_id: CalendarId) -> int:
        """Return how many items went."""
        return self.events.purge(calendar_id)


@dataclass(frozen=True, slots=True)
class PurgeOwner:
    """Remove what a deleted owner left behind.

    A RapidAPI user may begin anew after that, and what they make then stays, though a day later all this runs again.
    """

    owners: Owners
    calendars: Calendars
    pause: Pause = no_pause

    def __call__(self, owner_id: OwnerId, deleted_at: datetime) -> int:
        """Return how many calendars went; each leaves word for the purge of its events."""
        old = [one for one in every_calendar(self.calendars, owner_id) if one.created_at < end_of(deleted_at)]
        delete = DeleteCalendar(self.calendars, self.pause)
        for calendar in old:
            with suppress(CalendarNotFound):  # another run of the worker was faster
                delete(Reach(owner_id), calendar.id)
        self.owners.purge(owner_id, deleted_at)
        return len(old)
