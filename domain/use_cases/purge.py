"""What goes on in the background once something was deleted or dropped; safe to repeat and to resume."""

from contextlib import suppress
from datetime import datetime
from functools import partial

from domain.answers import KEPT_FOR, Answers
from domain.caller import Reach
from domain.clock import Clock, Pause
from domain.errors import CalendarNotFound, Conflict, FeedNotFound
from domain.event import Event
from domain.feed_ports import Feeds
from domain.ids import CalendarId, FeedId, OwnerId
from domain.import_ports import ImportJobs
from domain.owner import end_of
from domain.owner_ports import Owners
from domain.ports import Calendars, Dropped, Edit, Events
from domain.records import dataclass
from domain.series import SeriesOf
from domain.use_cases.attempts import no_pause, until_written
from domain.use_cases.calendars import DeleteCalendar, every_calendar
from domain.use_cases.reached_feeds import every_feed


@dataclass(frozen=True, slots=True)
class PurgeCalendar:
    """Remove what a deleted calendar left behind."""

    events: Events
    import_jobs: ImportJobs

    def __call__(self, calendar_id: CalendarId) -> int:
        """Return how many items went. Import jobs go first: one that is at work comes to a halt by that."""
        return self.import_jobs.purge(calendar_id) + self.events.purge(calendar_id)


@dataclass(frozen=True, slots=True)
class PurgeFeeds:
    """Take a deleted calendar out of its owner's feeds; one that shows nothing else goes."""

    feeds: Feeds
    clock: Clock
    pause: Pause = no_pause

    def __call__(self, owner_id: OwnerId, calendar_id: CalendarId) -> int:
        """Return how many feeds were changed or went."""
        showing = [feed.id for feed in every_feed(self.feeds, owner_id) if calendar_id in feed.calendars]
        for feed_id in showing:
            until_written(partial(self._take_out, owner_id, feed_id, calendar_id), self.pause)
        return len(showing)

    def _take_out(self, owner_id: OwnerId, feed_id: FeedId, calendar_id: CalendarId) -> None:
        with suppress(FeedNotFound):  # somebody else was faster
            feed = self.feeds.get(owner_id, feed_id)
            if feed.calendars == (calendar_id,):
                self.feeds.remove(feed)
            elif calendar_id in feed.calendars:
                self.feeds.replace(feed.without(calendar_id, self.clock()), feed)


@dataclass(frozen=True, slots=True)
class ClearDropped:
    """Remove overrides that their series has no more. They are looked at once more: one may have been made anew."""

    events: Events
    clock: Clock

    def __call__(self, dropped: Dropped) -> int:
        """Return how many were removed."""
        kept = self.events.find_many(dropped.calendar_id, dropped.event_ids).result()
        return sum(self._clear(event) for event in kept)

    def _clear(self, override: Event) -> bool:
        last = override.when.touched_dates()[1]
        batches = self.events.touching(override.calendar_id, last, last, wanted=1)
        if override.origin is None or SeriesOf(next(batches).series).adopted(override) is not None:
            return False
        with suppress(Conflict):  # made anew, or removed, in this very moment
            self.events.write([Edit(override, None)], self.clock())
            return True
        return False


@dataclass(frozen=True, slots=True)
class PurgeOwner:
    """Remove what a deleted owner left behind.

    A RapidAPI user may begin anew after that, and what they make then stays, though a day later all this runs again.
    """

    owners: Owners
    calendars: Calendars
    feeds: Feeds
    answers: Answers
    pause: Pause = no_pause

    def __call__(self, owner_id: OwnerId, deleted_at: datetime) -> int:
        """Return how many calendars went; each leaves word for the purge of its events."""
        for feed in every_feed(self.feeds, owner_id):
            if feed.created_at < end_of(deleted_at):
                until_written(partial(self._remove, owner_id, feed.id), self.pause)
        old = [one for one in every_calendar(self.calendars, owner_id) if one.created_at < end_of(deleted_at)]
        delete = DeleteCalendar(self.calendars, self.pause)
        for calendar in old:
            with suppress(CalendarNotFound):  # another run of the worker was faster
                delete(Reach(owner_id), calendar.id)
        self.answers.forget(owner_id, end_of(deleted_at) + KEPT_FOR)
        self.owners.purge(owner_id, deleted_at)
        return len(old)

    def _remove(self, owner_id: OwnerId, feed_id: FeedId) -> None:
        with suppress(FeedNotFound):
            self.feeds.remove(self.feeds.get(owner_id, feed_id))
