"""Reading a feed by its token, which is all that is asked of whoever has it."""

from collections.abc import Sequence
from typing import NamedTuple

from domain import feed_token
from domain.calendar import Calendar
from domain.clock import Clock
from domain.errors import FeedNotFound
from domain.feed import Feed
from domain.feed_ports import Feeds
from domain.records import dataclass


class FetchedFeed(NamedTuple):
    """A feed, and those of its calendars that there are."""

    feed: Feed
    calendars: Sequence[Calendar]


@dataclass(frozen=True, slots=True)
class FetchFeed:
    """The feed that a token leads to."""

    feeds: Feeds
    clock: Clock

    def __call__(self, token: str) -> FetchedFeed:
        """Raise FeedNotFound if the token leads nowhere, the owner is suspended or deleted, or no calendar is left.

        Why it is, is not told: whoever asks has proved nothing else.
        """
        if not feed_token.is_well_formed(token):
            raise FeedNotFound
        feed = self.feeds.find(feed_token.fingerprint(token))
        calendars = self.feeds.calendars_of(feed)
        if not calendars:
            raise FeedNotFound
        now = self.clock()
        if feed.fetch_is_due(now):
            self.feeds.note_fetched(feed, now)
        return FetchedFeed(feed, calendars)
