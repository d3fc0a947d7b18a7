"""Making, reading, changing, rotating and deleting feeds."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from domain import feed_token
from domain.caller import Reach
from domain.clock import Clock, Pause
from domain.errors import CalendarNotFound
from domain.feed import MOST_FEEDS, Feed, FeedWording
from domain.feed_ports import Feeds
from domain.ids import CalendarId, FeedId, OwnerId, Randomness, new_id
from domain.owner_errors import TooMany
from domain.ports import Calendars
from domain.records import dataclass
from domain.use_cases.attempts import no_pause, require_version, until_written
from domain.use_cases.reached_feeds import ReachedFeeds


class NewFeed(NamedTuple):
    """A feed, and its token: the only time that anyone sees it."""

    feed: Feed
    token: str


@dataclass(frozen=True, slots=True)
class CreateFeed:
    """A new feed of calendars of an owner."""

    feeds: Feeds
    calendars: Calendars
    clock: Clock
    randomness: Randomness

    def __call__(self, reach: Reach, calendars: Sequence[CalendarId], wording: FeedWording) -> NewFeed:
        """Raise CalendarNotFound unless all calendars are in reach, TooMany, or OwnerLocked.

        Feeds are counted before and not together with the write: those made at one moment may exceed the limit.
        """
        made = self._made(reach.owner_id, tuple(dict.fromkeys(calendars)), wording, self.clock())
        self._require_calendars(reach, made.feed)
        if self.feeds.count(reach.owner_id) >= MOST_FEEDS:
            raise TooMany("feeds", MOST_FEEDS)
        self.feeds.add(made.feed)
        return made

    def _made(
        self, owner_id: OwnerId, calendars: tuple[CalendarId, ...], wording: FeedWording, now: datetime
    ) -> NewFeed:
        token = feed_token.new_token(self.randomness)
        feed = Feed(
            id=FeedId(new_id(now, self.randomness)),
            owner_id=owner_id,
            calendars=calendars,
            label=wording.label,
            detail=wording.detail,
            days_back=wording.days_back,
            days_ahead=wording.days_ahead,
            fingerprint=feed_token.fingerprint(token),
            hint=feed_token.hint(token),
            created_at=now,
            updated_at=now,
        )
        return NewFeed(feed, token)

    def _require_calendars(self, reach: Reach, feed: Feed) -> None:
        wanted = frozenset(feed.calendars)
        if not feed.is_in(reach) or len(self.calendars.find_many(feed.owner_id, wanted)) < len(wanted):
            raise CalendarNotFound


@dataclass(frozen=True, slots=True)
class ListFeeds:
    """The owner's feeds that the caller reaches, oldest first; all of them, or those of a calendar."""

    reached: ReachedFeeds

    def __call__(self, reach: Reach, through: CalendarId | None = None) -> Sequence[Feed]:
        """Raise CalendarNotFound if there is no such calendar."""
        return self.reached.all(reach, through)


@dataclass(frozen=True, slots=True)
class GetFeed:
    """One feed of the owner, perhaps reached through a calendar of it."""

    reached: ReachedFeeds

    def __call__(self, reach: Reach, feed_id: FeedId, through: CalendarId | None = None) -> Feed:
        """Raise CalendarNotFound or FeedNotFound."""
        return self.reached.get(reach, feed_id, through)


@dataclass(frozen=True, slots=True)
class ChangeFeed:
    """Another label, detail or window for a feed; `change` makes the new wording of the feed that stands."""

    reached: ReachedFeeds
    clock: Clock
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        feed_id: FeedId,
        change: Callable[[Feed], FeedWording],
        expected: Collection[int] | None = None,
        through: CalendarId | None = None,
    ) -> Feed:
        def attempt() -> Feed:
            feed = self.reached.get(reach, feed_id, through)
            require_version(feed.version, expected)
            wording = change(feed)
            if wording == feed.wording:
                return feed
            changed = feed.changed(wording, self.clock())
            self.reached.feeds.replace(changed, feed)
            return changed

        return until_written(attempt, self.pause)


@dataclass(frozen=True, slots=True)
class RotateFeed:
    """Another address for a feed. The old one leads nowhere from that moment on."""

    reached: ReachedFeeds
    clock: Clock
    randomness: Randomness
    pause: Pause = no_pause

    def __call__(self, reach: Reach, feed_id: FeedId, through: CalendarId | None = None) -> NewFeed:
        def attempt() -> NewFeed:
            feed = self.reached.get(reach, feed_id, through)
            token = feed_token.new_token(self.randomness)
            rotated = feed.rotated(feed_token.fingerprint(token), feed_token.hint(token), self.clock())
            self.reached.feeds.replace(rotated, feed)
            return NewFeed(rotated, token)

        return until_written(attempt, self.pause)


@dataclass(frozen=True, slots=True)
class DeleteFeed:
    """Take a feed away. Its address leads nowhere from that moment on."""

    reached: ReachedFeeds
    pause: Pause = no_pause

    def __call__(
        self,
        reach: Reach,
        feed_id: FeedId,
        expected: Collection[int] | None = None,
        through: CalendarId | None = None,
    ) -> None:
        def attempt() -> None:
            feed = self.reached.get(reach, feed_id, through)
            require_version(feed.version, expected)
            self.reached.feeds.remove(feed)

        until_written(attempt, self.pause)
