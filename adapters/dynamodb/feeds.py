"""`Feeds` in DynamoDB: the item that its owner lists carries a feed's version, the other leads to it by its token."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from adapters.dynamodb.calendar_items import CALENDAR, calendar_from_item
from adapters.dynamodb.client import MUST_BE_NEW, Table, Write, if_version
from adapters.dynamodb.feed_items import feed_from_item, listed_feed, proving_feed
from adapters.dynamodb.items import instant_text
from adapters.dynamodb.locks import is_of_deleted, unlocked, write_unless_locked
from adapters.dynamodb.owner_items import is_suspended
from adapters.dynamodb.soon import parts
from adapters.dynamodb.table import (
    LAST_FETCHED,
    Item,
    calendar_key,
    feeds_behind,
    listed_feed_key,
    lock_key,
    owner_partition,
    profile_key,
    proving_feed_key,
)
from domain.calendar import Calendar
from domain.clock import Clock
from domain.errors import DaybookError, FeedNotFound
from domain.feed import FETCH_NOTED_EVERY, Feed
from domain.ids import FeedId, OwnerId
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class DynamoFeeds:
    """See `domain.feed_ports.Feeds`."""

    table: Table
    clock: Clock

    def add(self, feed: Feed) -> None:
        new = [Write(one, condition=MUST_BE_NEW) for one in (listed_feed(feed), proving_feed(feed))]
        write_unless_locked(self.table, [unlocked(feed.owner_id, self.clock()), *new])

    def get(self, owner_id: OwnerId, feed_id: FeedId) -> Feed:
        kept = self.table.get(listed_feed_key(owner_id, feed_id))
        if kept is None:
            raise FeedNotFound
        return feed_from_item(kept, self.table.get(proving_feed_key(kept["fingerprint"])) or {})

    def page(self, owner_id: OwnerId, after: FeedId | None, size: int) -> Sequence[Feed]:
        listed = list(self.table.first(size, _LISTED, _listed(owner_id, after)))
        fetched = self._fetched([one["fingerprint"] for one in listed])
        return [feed_from_item(one, fetched.get(one["fingerprint"], {})) for one in listed]

    def count(self, owner_id: OwnerId) -> int:
        return sum(1 for _ in self.table.items(_LISTED, _listed(owner_id, None), keys_only=True))

    def replace(self, feed: Feed, before: Feed) -> None:
        listed = Write(listed_feed(feed), **if_version(before.version))
        rotated = feed.fingerprint != before.fingerprint
        gone = [Write(key=proving_feed_key(before.fingerprint))] if rotated else []
        self.table.write_together([listed, Write(proving_feed(feed)), *gone])

    def remove(self, feed: Feed) -> None:
        listed = Write(key=listed_feed_key(feed.owner_id, feed.id), **if_version(feed.version))
        self.table.write_together([listed, Write(key=proving_feed_key(feed.fingerprint))])

    def find(self, fingerprint: str) -> Feed:
        kept = self.table.get(proving_feed_key(fingerprint))
        if kept is None:
            raise FeedNotFound
        return feed_from_item(kept, kept)

    def calendars_of(self, feed: Feed) -> Sequence[Calendar]:
        of_owner = [profile_key(feed.owner_id), lock_key(feed.owner_id)]
        of_calendars = [calendar_key(feed.owner_id, one) for one in feed.calendars]
        kept = self.table.get_many([*of_owner, *of_calendars])
        if any(is_suspended(one) or is_of_deleted(one) for one in kept):
            return []
        found = {one.id: one for one in _calendars(kept)}
        return [found[one] for one in feed.calendars if one in found]

    def note_fetched(self, feed: Feed, now: datetime) -> None:
        """Lambda may freeze the process before the write is sent; then the next fetch makes up for it."""
        self.table.begin(self._note_fetched, feed.fingerprint, now)

    def _note_fetched(self, fingerprint: str, now: datetime) -> None:
        with suppress(DaybookError):  # most often: it was noted within the hour, or the feed is gone
            self.table.update(
                proving_feed_key(fingerprint),
                f"SET {LAST_FETCHED} = :now",
                {":now": instant_text(now), ":hour_ago": instant_text(now - FETCH_NOTED_EVERY)},
                f"attribute_exists(pk) AND (attribute_not_exists({LAST_FETCHED}) OR {LAST_FETCHED} <= :hour_ago)",
            )

    def _fetched(self, fingerprints: Sequence[str]) -> dict[str, Item]:
        """The items that say when feeds were last fetched."""
        keys = [proving_feed_key(one) for one in fingerprints]
        return {one["fingerprint"]: one for part in parts(keys) for one in self.table.get_many(part)}


_LISTED = "pk = :owner AND sk BETWEEN :first AND :last"


def _listed(owner_id: OwnerId, after: FeedId | None) -> Mapping[str, Any]:
    """The values of that condition."""
    first, last = feeds_behind(after)
    return {":owner": owner_partition(owner_id), ":first": first, ":last": last}


def _calendars(items: Iterable[Item]) -> list[Calendar]:
    return [calendar_from_item(one) for one in items if one["type"] == CALENDAR]
