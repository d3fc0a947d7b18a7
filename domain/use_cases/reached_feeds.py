"""Which feeds somebody reaches: those all of whose calendars they reach. To them, there are no others."""

from collections.abc import Iterator

from domain.caller import Reach
from domain.errors import FeedNotFound
from domain.feed import Feed
from domain.feed_ports import Feeds
from domain.ids import CalendarId, FeedId, OwnerId
from domain.ports import Calendars
from domain.records import dataclass
from domain.use_cases.pages import everything


@dataclass(frozen=True, slots=True)
class ReachedFeeds:
    """An owner's feeds as a caller reaches them, be it straight or `through` a calendar that they show."""

    feeds: Feeds
    calendars: Calendars

    def all(self, reach: Reach, through: CalendarId | None) -> list[Feed]:
        """Raise CalendarNotFound if it is none of the caller's calendars."""
        self._require(reach, through)
        return [feed for feed in every_feed(self.feeds, reach.owner_id) if _is_reached(feed, reach, through)]

    def get(self, reach: Reach, feed_id: FeedId, through: CalendarId | None) -> Feed:
        """Raise CalendarNotFound if it is none of the caller's calendars, FeedNotFound if the feed is not reached."""
        self._require(reach, through)
        feed = self.feeds.get(reach.owner_id, feed_id)
        if not _is_reached(feed, reach, through):
            raise FeedNotFound
        return feed

    def _require(self, reach: Reach, through: CalendarId | None) -> None:
        if through is not None:
            self.calendars.get(reach.owner_of(through), through)


def every_feed(feeds: Feeds, owner_id: OwnerId) -> Iterator[Feed]:
    """All feeds of an owner."""
    return everything(lambda after, size: feeds.page(owner_id, after, size))


def _is_reached(feed: Feed, reach: Reach, through: CalendarId | None) -> bool:
    return feed.is_in(reach) and (through is None or through in feed.calendars)
