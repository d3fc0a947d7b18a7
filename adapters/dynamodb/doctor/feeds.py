"""Feeds: what the owner lists is the truth, and what leads to it by its token follows from it."""

from collections.abc import Iterator

from adapters.dynamodb.client import Write, if_version
from adapters.dynamodb.doctor.findings import ALTERED, Fault, differences, put, readable, removal, unchanged, unreadable
from adapters.dynamodb.doctor.look import Look
from adapters.dynamodb.feed_items import feed_from_item, listed_feed, proving_feed
from adapters.dynamodb.locks import is_of_deleted
from adapters.dynamodb.table import Item, Key, calendar_key, deletion_key, key_of, listed_feed_key, lock_key
from domain.feed import Feed

NO_ADDRESS, DIFFERS, UNLISTED_FEED, SHOWS_NOTHING = (
    "feed without address",
    "differing feed",
    "address of no feed",
    "feed of vanished calendars",
)


def check_listed_feed(look: Look, key: Key) -> Iterator[Fault]:
    """What is wrong with a feed, or missing of it."""
    kept = look.get(key)
    if kept is None:
        return
    feed = readable(lambda: feed_from_item(kept, {}))
    if feed is None:
        yield unreadable(kept)
    elif listed_feed(feed) != kept:
        yield Fault(ALTERED, key, f"differs in {differences(kept, listed_feed(feed))} from what a feed is kept as")
    elif _shows_nothing(look, feed):
        yield Fault(SHOWS_NOTHING, key, "all calendars that it shows are gone", _end(look, feed))
    else:
        yield from _address(look, feed, kept)


def check_proving_feed(look: Look, key: Key) -> Iterator[Fault]:
    """What leads to a feed by its token: its owner lists it, with that token."""
    kept = look.get(key)
    if kept is None:
        return
    feed = readable(lambda: feed_from_item(kept, kept))
    if feed is None:
        yield unreadable(kept)
        return
    at = listed_feed_key(feed.owner_id, feed.id)
    listed = look.get(at)
    if listed is None or listed.get("fingerprint") != key["pk"].partition("#")[2]:
        words = f"owner {feed.owner_id} lists no feed {feed.id} with this token"
        yield Fault(UNLISTED_FEED, key, words, (unchanged(at, listed), removal(kept)))


def _address(look: Look, feed: Feed, listed: Item) -> Iterator[Fault]:
    at = key_of(proving_feed(feed))
    kept = look.get(at)
    expected = readable(lambda: proving_feed(feed_from_item(listed, kept or {}))) or proving_feed(feed)
    if kept is None:
        yield Fault(NO_ADDRESS, key_of(listed), "its token leads nowhere", (_still(feed), put(expected, None)))
    elif kept != expected:
        is_its_own = [kept.get(name) for name in ("id", "owner_id")] == [str(feed.id), str(feed.owner_id)]
        words = f"differs from what owner {feed.owner_id} lists in {differences(kept, expected)}"
        yield Fault(DIFFERS, at, words, (_still(feed), put(expected, kept)) if is_its_own else ())


def _shows_nothing(look: Look, feed: Feed) -> bool:
    """Whether all calendars of a feed are gone, and nobody is about to notice."""
    calendars = [calendar_key(feed.owner_id, one) for one in feed.calendars]
    going = [deletion_key(feed.owner_id, one) for one in feed.calendars]
    lock = look.get(lock_key(feed.owner_id))
    is_going = lock is not None and is_of_deleted(lock)
    return not is_going and not any(look.get_many([*calendars, *going]))


def _end(look: Look, feed: Feed) -> tuple[Write, ...]:
    listed = Write(key=listed_feed_key(feed.owner_id, feed.id), **if_version(feed.version))
    kept = look.get(key_of(proving_feed(feed)))
    return (listed, removal(kept)) if kept is not None else (listed,)


def _still(feed: Feed) -> Write:
    return Write(key=listed_feed_key(feed.owner_id, feed.id), checks=True, **if_version(feed.version))
