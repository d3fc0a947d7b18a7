"""The contract of `domain.feed_ports.Feeds`."""

import secrets
import time
from dataclasses import replace

import pytest

from domain.calendar import Calendar
from domain.errors import Conflict, FeedNotFound
from domain.feed import Feed, FeedDetail, FeedWording
from domain.feed_ports import Feeds
from domain.keyring import Keyring
from domain.owner import OwnerStatus
from domain.owner_errors import OwnerLocked
from domain.owner_ports import Owners
from domain.ports import Calendars
from tests.builders import HOUR, NOON, a_calendar, a_calendar_id, a_clock, a_feed, an_owner, an_owner_named
from tests.support.server import wait_until


def rotated(feed: Feed) -> Feed:
    return feed.rotated(secrets.token_hex(32), "YmFy…", a_clock())


def kept_calendars(calendars: Calendars, *titles: str) -> list[Calendar]:
    owner = an_owner()
    made = [a_calendar(owner, title=title) for title in titles]
    for calendar in made:
        calendars.add(calendar)
    return made


@pytest.mark.parametrize(
    "facts",
    [
        {"detail": FeedDetail.TITLE, "days_back": 0, "days_ahead": 3660},
        {"label": None, "days_back": None, "days_ahead": None},
        {"calendars": tuple(a_calendar_id() for _ in range(20))},
    ],
)
def test_what_was_added_is_found_whole(feeds: Feeds, facts: dict[str, object]) -> None:
    feed = a_feed(**facts)
    feeds.add(feed)
    assert feeds.get(feed.owner_id, feed.id) == feed
    assert feeds.find(feed.fingerprint) == feed


def test_a_feed_is_reached_through_its_owner_or_by_its_fingerprint_only(feeds: Feeds) -> None:
    feed = a_feed()
    feeds.add(feed)
    with pytest.raises(FeedNotFound):
        feeds.get(an_owner(), feed.id)
    with pytest.raises(FeedNotFound):
        feeds.get(feed.owner_id, a_feed().id)
    with pytest.raises(FeedNotFound):
        feeds.find(secrets.token_hex(32))


def test_pages_are_in_the_order_of_ids_and_of_one_owner(feeds: Feeds) -> None:
    calendar = a_calendar()
    own = [a_feed(calendar) for _ in range(5)]
    for feed in (*reversed(own), a_feed()):
        feeds.add(feed)
    assert list(feeds.page(calendar.owner_id, None, 2)) == own[:2]
    assert list(feeds.page(calendar.owner_id, own[1].id, 2)) == own[2:4]
    assert list(feeds.page(calendar.owner_id, own[4].id, 2)) == []
    assert feeds.count(calendar.owner_id) == 5
    assert feeds.count(an_owner()) == 0


def test_more_feeds_than_are_read_together_are_all_listed(feeds: Feeds) -> None:
    calendar = a_calendar()
    own = [a_feed(calendar) for _ in range(110)]
    for feed in own:
        feeds.add(feed)
    assert list(feeds.page(calendar.owner_id, None, 1000)) == own


def test_the_next_version_replaces_the_one_before(feeds: Feeds) -> None:
    feed = a_feed()
    feeds.add(feed)
    changed = feed.changed(FeedWording(FeedDetail.BUSY, None, None, 7), a_clock())
    feeds.replace(changed, feed)
    assert feeds.get(feed.owner_id, feed.id) == feeds.find(feed.fingerprint) == changed


def test_a_rotated_feed_is_found_by_its_new_fingerprint_only(feeds: Feeds) -> None:
    feed = a_feed()
    feeds.add(feed)
    feeds.note_fetched(feed, NOON)
    wait_until(lambda: feeds.find(feed.fingerprint).last_fetched_at == NOON)
    again = rotated(feed)
    feeds.replace(again, feed)
    assert feeds.get(feed.owner_id, feed.id) == feeds.find(again.fingerprint) == again
    with pytest.raises(FeedNotFound):
        feeds.find(feed.fingerprint)


def test_a_replacement_of_another_version_is_a_conflict_and_leaves_no_way_in(feeds: Feeds) -> None:
    feed = a_feed()
    feeds.add(feed)
    first, second = rotated(feed), rotated(feed)
    feeds.replace(first, feed)
    with pytest.raises(Conflict):
        feeds.replace(second, feed)
    with pytest.raises(FeedNotFound):
        feeds.find(second.fingerprint)
    assert feeds.find(first.fingerprint) == first


def test_a_removed_feed_is_gone(feeds: Feeds) -> None:
    calendar = a_calendar()
    feed, other = a_feed(calendar), a_feed(calendar)
    feeds.add(feed)
    feeds.add(other)
    feeds.remove(feed)
    with pytest.raises(FeedNotFound):
        feeds.get(feed.owner_id, feed.id)
    with pytest.raises(FeedNotFound):
        feeds.find(feed.fingerprint)
    assert list(feeds.page(feed.owner_id, None, 10)) == [other]


def test_removing_or_replacing_another_version_or_what_is_gone_is_a_conflict(feeds: Feeds) -> None:
    feed = a_feed()
    feeds.add(feed)
    with pytest.raises(Conflict):
        feeds.remove(replace(feed, version=2))
    feeds.remove(feed)
    with pytest.raises(Conflict):
        feeds.remove(feed)
    with pytest.raises(Conflict):
        feeds.replace(rotated(feed), feed)
    assert feeds.count(feed.owner_id) == 0


def test_a_locked_owner_gets_no_feed(feeds: Feeds, owners: Owners) -> None:
    feed = a_feed()
    now = a_clock()
    owners.lock(feed.owner_id, now, now + HOUR)
    with pytest.raises(OwnerLocked):
        feeds.add(feed)
    assert feeds.count(feed.owner_id) == 0
    with pytest.raises(FeedNotFound):
        feeds.find(feed.fingerprint)


def test_the_calendars_of_a_feed_come_in_its_order_as_far_as_there_are(feeds: Feeds, calendars: Calendars) -> None:
    work, home, gone = kept_calendars(calendars, "Work", "Home", "Gone")
    calendars.remove(gone)
    feed = a_feed(home, gone, work)
    assert list(feeds.calendars_of(feed)) == [home, work]
    assert list(feeds.calendars_of(replace(feed, calendars=(gone.id,)))) == []
    assert list(feeds.calendars_of(replace(feed, owner_id=an_owner()))) == []


def test_a_suspended_owners_feeds_show_nothing_until_it_is_resumed(
    feeds: Feeds, calendars: Calendars, owners: Owners
) -> None:
    keyring = Keyring(an_owner_named())
    owners.save(keyring)
    calendar = a_calendar(keyring.owner.id)
    calendars.add(calendar)
    feed = a_feed(calendar)
    assert list(feeds.calendars_of(feed)) == [calendar]
    for status, shown in ((OwnerStatus.SUSPENDED, []), (OwnerStatus.ACTIVE, [calendar])):
        after = keyring.with_owner(replace(keyring.owner, status=status), a_clock())
        owners.save(after, keyring)
        keyring = after
        assert list(feeds.calendars_of(feed)) == shown


def test_a_deleted_owners_feeds_show_nothing_from_that_moment_on(
    feeds: Feeds, calendars: Calendars, owners: Owners
) -> None:
    keyring = Keyring(an_owner_named())
    owners.save(keyring)
    calendar = a_calendar(keyring.owner.id)
    calendars.add(calendar)
    owners.remove(keyring, a_clock())
    assert list(feeds.calendars_of(a_feed(calendar))) == []


def test_an_owner_who_is_only_locked_goes_on_showing(feeds: Feeds, calendars: Calendars, owners: Owners) -> None:
    (calendar,) = kept_calendars(calendars, "Work")
    now = a_clock()
    owners.lock(calendar.owner_id, now, now + HOUR)
    assert list(feeds.calendars_of(a_feed(calendar))) == [calendar]


def test_a_fetch_is_recorded_at_most_once_an_hour_and_is_no_change(feeds: Feeds) -> None:
    feed = a_feed()
    feeds.add(feed)
    feeds.note_fetched(feed, NOON)
    wait_until(lambda: feeds.find(feed.fingerprint).last_fetched_at == NOON)
    feeds.note_fetched(feed, NOON + HOUR / 2)
    time.sleep(0.05)
    assert feeds.get(feed.owner_id, feed.id) == replace(feed, last_fetched_at=NOON)
    feeds.note_fetched(feed, NOON + HOUR)
    wait_until(lambda: feeds.find(feed.fingerprint).last_fetched_at == NOON + HOUR)
    (listed,) = feeds.page(feed.owner_id, None, 10)
    assert listed == replace(feed, last_fetched_at=NOON + HOUR)
    changed = listed.changed(FeedWording(FeedDetail.BUSY), a_clock())
    feeds.replace(changed, listed)
    assert feeds.find(feed.fingerprint).last_fetched_at == NOON + HOUR


def test_noting_the_fetch_of_what_is_gone_makes_nothing(feeds: Feeds) -> None:
    feed = a_feed()
    feeds.add(feed)
    feeds.remove(feed)
    feeds.note_fetched(feed, NOON)
    time.sleep(0.05)
    with pytest.raises(FeedNotFound):
        feeds.find(feed.fingerprint)
