"""What feeds need from the world; a contract like those in `domain.ports`."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.calendar import Calendar
from domain.feed import Feed
from domain.ids import FeedId, OwnerId


class Feeds(Protocol):
    """The feeds of every owner. A feed is reached through its owner, or by whoever has its token."""

    def add(self, feed: Feed) -> None:
        """Keep a new feed; raise OwnerLocked if its owner takes nothing new at this moment."""

    def get(self, owner_id: OwnerId, feed_id: FeedId) -> Feed:
        """Return that feed of that owner; raise FeedNotFound if they have none of that id."""

    def page(self, owner_id: OwnerId, after: FeedId | None, size: int) -> Sequence[Feed]:
        """Return the owner's feeds in the order of their ids, at most `size`, from behind `after`."""

    def count(self, owner_id: OwnerId) -> int:
        """Return how many feeds an owner has."""

    def replace(self, feed: Feed, before: Feed) -> None:
        """Keep the next version of a feed; raise Conflict unless the version before it is the one kept.

        If its fingerprint is another one, it is found by that from then on, and no longer by the one before.
        """

    def remove(self, feed: Feed) -> None:
        """Take a feed away: nobody finds it from then on. Raise Conflict if this version of it is not the one kept."""

    def find(self, fingerprint: str) -> Feed:
        """Return the feed with that fingerprint, whole; raise FeedNotFound if there is none."""

    def calendars_of(self, feed: Feed) -> Sequence[Calendar]:
        """Return those of a feed's calendars that there are, in its order; none if its owner is suspended or was
        deleted."""

    def note_fetched(self, feed: Feed, now: datetime) -> None:
        """Have it recorded that a feed was fetched, at most once an hour.

        Neither waits for that nor fails: a record that gets lost is made up for by the next fetch.
        """
