"""How a feed looks as items: as its owner lists it, and as it is fetched.

Both have all of the feed but for one thing: only the second says when it was last fetched.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from adapters.dynamodb.items import instant_or_none, instant_text, item, text_or_none
from adapters.dynamodb.table import LAST_FETCHED, Item, listed_feed_key, proving_feed_key
from domain.feed import Feed, FeedDetail
from domain.ids import CalendarId, FeedId, OwnerId


def listed_feed(feed: Feed) -> Item:
    return item(listed_feed_key(feed.owner_id, feed.id), "listed_feed", **_facts(feed))


def proving_feed(feed: Feed) -> Item:
    fetched = {LAST_FETCHED: text_or_none(feed.last_fetched_at)}
    return item(proving_feed_key(feed.fingerprint), "feed", **_facts(feed), **fetched)


def feed_from_item(kept: Mapping[str, Any], fetched: Mapping[str, Any]) -> Feed:
    """The feed of either item; `fetched` is the one that says when it was last fetched, empty if that is not known."""
    return Feed(
        id=FeedId(UUID(kept["id"])),
        owner_id=OwnerId(UUID(kept["owner_id"])),
        calendars=tuple(CalendarId(UUID(one)) for one in kept["calendars"]),
        label=kept.get("label"),
        detail=FeedDetail(kept["detail"]),
        days_back=kept.get("days_back"),
        days_ahead=kept.get("days_ahead"),
        fingerprint=kept["fingerprint"],
        hint=kept["hint"],
        created_at=datetime.fromisoformat(kept["created_at"]),
        updated_at=datetime.fromisoformat(kept["updated_at"]),
        last_fetched_at=instant_or_none(fetched, LAST_FETCHED),
        version=kept["version"],
    )


def _facts(feed: Feed) -> dict[str, object]:
    return {
        "id": str(feed.id),
        "owner_id": str(feed.owner_id),
        "calendars": [str(one) for one in feed.calendars],
        "label": feed.label,
        "detail": feed.detail.value,
        "days_back": feed.days_back,
        "days_ahead": feed.days_ahead,
        "fingerprint": feed.fingerprint,
        "hint": feed.hint,
        "created_at": instant_text(feed.created_at),
        "updated_at": instant_text(feed.updated_at),
        "version": feed.version,
    }
