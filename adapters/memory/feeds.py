"""`Feeds` in memory."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from adapters.memory.calendars import MemoryCalendars
from adapters.memory.owners import MemoryOwners
from domain.calendar import Calendar
from domain.errors import Conflict, FeedNotFound
from domain.feed import Feed
from domain.ids import FeedId, OwnerId


@dataclass(slots=True)
class MemoryFeeds:
    """See `domain.feed_ports.Feeds`."""

    calendars: MemoryCalendars
    owners: MemoryOwners
    kept: dict[FeedId, Feed] = field(default_factory=dict)

    def add(self, feed: Feed) -> None:
        self.owners.locks.require_none(feed.owner_id)
        self.kept[feed.id] = feed

    def get(self, owner_id: OwnerId, feed_id: FeedId) -> Feed:
        feed = self.kept.get(feed_id)
        if feed is None or feed.owner_id != owner_id:
            raise FeedNotFound
        return feed

    def page(self, owner_id: OwnerId, after: FeedId | None, size: int) -> Sequence[Feed]:
        own = sorted((one for one in self.kept.values() if one.owner_id == owner_id), key=lambda one: one.id)
        return [one for one in own if after is None or one.id > after][:size]

    def count(self, owner_id: OwnerId) -> int:
        return sum(one.owner_id == owner_id for one in self.kept.values())

    def replace(self, feed: Feed, before: Feed) -> None:
        self._require(before)
        self.kept[feed.id] = feed

    def remove(self, feed: Feed) -> None:
        self._require(feed)
        del self.kept[feed.id]

    def find(self, fingerprint: str) -> Feed:
        for feed in self.kept.values():
            if feed.fingerprint == fingerprint:
                return feed
        raise FeedNotFound

    def calendars_of(self, feed: Feed) -> Sequence[Calendar]:
        keyring = self.owners.keyring(feed.owner_id)
        if feed.owner_id in self.owners.unpurged or (keyring is not None and keyring.owner.suspended):
            return []
        found = {one.id: one for one in self.calendars.find_many(feed.owner_id, frozenset(feed.calendars))}
        return [found[one] for one in feed.calendars if one in found]

    def note_fetched(self, feed: Feed, now: datetime) -> None:
        kept = self.kept.get(feed.id)
        if kept is not None and kept.fingerprint == feed.fingerprint and kept.fetch_is_due(now):
            self.kept[feed.id] = replace(kept, last_fetched_at=now)

    def _require(self, feed: Feed) -> None:
        kept = self.kept.get(feed.id)
        if kept is None or kept.version != feed.version:
            raise Conflict
