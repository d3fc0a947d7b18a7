"""Feeds: made, changed, rotated, deleted and fetched; on memory, with a clock that the tests move."""

import re
import secrets
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import feed_token
from domain.calendar import Calendar
from domain.caller import Reach
from domain.errors import CalendarNotFound, Conflict, FeedNotFound, InvalidField, VersionMismatch
from domain.feed import MOST_FEEDS, MOST_MERGED, Feed, FeedDetail, FeedWording
from domain.ids import FeedId
from domain.owner import LOCKED_AFTER_DELETION, OwnerStatus, implicit_owner
from domain.owner_errors import OwnerLocked, TooMany
from domain.use_cases.calendars import DeleteCalendar
from domain.use_cases.feeds import ChangeFeed, CreateFeed, DeleteFeed, GetFeed, ListFeeds, NewFeed, RotateFeed
from domain.use_cases.fetch_feed import FetchFeed
from domain.use_cases.owners import DeleteOwner, SetOwnerStatus
from domain.use_cases.purge import PurgeFeeds, PurgeOwner
from domain.use_cases.reached_feeds import ReachedFeeds
from tests.builders import HOUR, a_calendar, a_calendar_id, a_feed, an_owner
from tests.domain.people import ADMIN, People

FULL = FeedWording(FeedDetail.FULL)


class Feeding(People):
    """People whose owner has two calendars, and the use cases about feeds."""

    def __post_init__(self) -> None:
        super().__post_init__()
        reached = ReachedFeeds(self.feeds, self.calendars)
        self.create = CreateFeed(self.feeds, self.calendars, self.clock, secrets.token_bytes)
        self.list, self.get = ListFeeds(reached), GetFeed(reached)
        self.change = ChangeFeed(reached, self.clock)
        self.rotate = RotateFeed(reached, self.clock, secrets.token_bytes)
        self.delete = DeleteFeed(reached)
        self.fetch = FetchFeed(self.feeds, self.clock)
        self.purge_feeds = PurgeFeeds(self.feeds, self.clock)
        self.work, self.home = (self.a_calendar(title) for title in ("Work", "Home"))
        self.reach = Reach(self.owner)

    def a_calendar(self, title: str) -> Calendar:
        calendar = a_calendar(self.owner, at=self.now, title=title)
        self.calendars.add(calendar)
        return calendar

    def a_feed(self, *calendars: Calendar, wording: FeedWording = FULL) -> NewFeed:
        self.wait(timedelta(milliseconds=1))  # so that feeds list in the order in which they are made
        return self.create(self.reach, [one.id for one in calendars or (self.work,)], wording)

    def three_feeds(self) -> Iterator[NewFeed]:
        """One of each calendar, then one of both."""
        return (self.a_feed(*which) for which in ((self.work,), (self.home,), (self.work, self.home)))

    def limited_to(self, *calendars: Calendar) -> Reach:
        return Reach(self.owner, frozenset(one.id for one in calendars))

    def delete_calendar(self, calendar: Calendar) -> None:
        DeleteCalendar(self.calendars)(self.reach, calendar.id)

    def purge_owner(self) -> PurgeOwner:
        return PurgeOwner(self.owners, self.calendars, self.feeds, self.answers)


def test_a_token_leads_to_its_feed_and_only_its_fingerprint_is_kept() -> None:
    people = Feeding()
    made = people.a_feed(people.home, people.work)
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", made.token)
    fetched = people.fetch(made.token)
    assert (fetched.feed, fetched.calendars) == (made.feed, [people.home, people.work])
    assert made.token not in repr(people.feeds)
    assert made.feed.hint == f"{made.token[:4]}…"
    assert (made.feed.days_back, made.feed.days_ahead, made.feed.label) == (90, 730, None)


def test_no_two_feeds_have_a_token_in_common() -> None:
    people = Feeding()
    assert len({people.a_feed().token for _ in range(20)}) == 20


def test_a_token_has_all_256_bits() -> None:
    assert feed_token.new_token(lambda size: b"\xff" * size) == "_" * 42 + "8"
    assert feed_token.new_token(lambda size: b"\0" * size) == "A" * 43


@pytest.mark.parametrize("token", ["", "x", "A" * 42, "A" * 44, "A" * 42 + "=", "ä" * 43, "../" + "A" * 40, "A" * 43])
def test_what_is_no_token_leads_nowhere(token: str) -> None:
    people = Feeding()
    people.a_feed()
    with pytest.raises(FeedNotFound):
        people.fetch(token)


def test_the_same_calendar_named_twice_is_shown_once() -> None:
    people = Feeding()
    assert people.a_feed(people.work, people.home, people.work).feed.calendars == (people.work.id, people.home.id)


def test_a_feed_needs_calendars_that_are_in_reach() -> None:
    people = Feeding()
    stranger = a_calendar()
    people.calendars.add(stranger)
    for reach, calendars in (
        (people.reach, [people.work.id, a_calendar_id()]),
        (people.reach, [stranger.id]),
        (people.limited_to(people.work), [people.work.id, people.home.id]),
        (Reach(an_owner()), [people.work.id]),
    ):
        with pytest.raises(CalendarNotFound):
            people.create(reach, calendars, FULL)
    assert people.feeds.kept == {}


@pytest.mark.parametrize("count", [0, MOST_MERGED + 1])
def test_a_feed_shows_one_to_twenty_calendars(count: int) -> None:
    people = Feeding()
    with pytest.raises(InvalidField) as refused:
        people.create(people.reach, [a_calendar_id() for _ in range(count)], FULL)
    assert refused.value.details == {"field": "calendars"}


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        ({"label": ""}, "label"),
        ({"label": "x" * 101}, "label"),
        ({"label": "\n"}, "label"),
        ({"days_back": -1}, "days_back"),
        ({"days_ahead": 3661}, "days_ahead"),
    ],
)
def test_a_wording_that_makes_no_sense_is_refused_by_field(wording: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        FeedWording(FeedDetail.FULL, **wording)
    assert refused.value.details["field"] == field


def test_an_owner_has_at_most_fifty_feeds() -> None:
    people = Feeding()
    made = [people.a_feed() for _ in range(MOST_FEEDS)]
    with pytest.raises(TooMany):
        people.a_feed()
    people.delete(people.reach, made[0].feed.id)
    people.a_feed()


def test_a_locked_owner_gets_no_feed() -> None:
    people = Feeding()
    people.owners.lock(people.owner, people.now, people.now + HOUR)
    with pytest.raises(OwnerLocked):
        people.a_feed()


def test_who_reaches_some_calendars_sees_the_feeds_that_show_no_others() -> None:
    people = Feeding()
    work, home, both = (made.feed for made in people.three_feeds())
    inside = people.limited_to(people.work)
    assert people.list(people.reach) == [work, home, both]
    assert people.list(inside) == [work]
    assert people.list(Reach(an_owner())) == []
    assert people.get(inside, work.id) == work
    for hidden in (home.id, both.id, FeedId(an_owner())):
        with pytest.raises(FeedNotFound):
            people.get(inside, hidden)


def test_through_a_calendar_the_feeds_that_show_it_are_reached() -> None:
    people = Feeding()
    work, home, both = (made.feed for made in people.three_feeds())
    assert people.list(people.reach, people.work.id) == [work, both]
    assert people.list(people.limited_to(people.work), people.work.id) == [work]
    assert people.get(people.reach, both.id, people.home.id) == both
    with pytest.raises(FeedNotFound):
        people.get(people.reach, home.id, people.work.id)
    for reach, calendar_id in ((people.limited_to(people.home), people.work.id), (people.reach, a_calendar_id())):
        with pytest.raises(CalendarNotFound):
            people.list(reach, calendar_id)
        with pytest.raises(CalendarNotFound):
            people.get(reach, work.id, calendar_id)


def test_what_one_cannot_see_one_cannot_change() -> None:
    people = Feeding()
    made = people.a_feed(people.work, people.home)
    for reach, through in (
        (people.limited_to(people.work), None),
        (people.limited_to(people.work), people.work.id),
        (Reach(an_owner()), None),
        (people.reach, people.a_calendar("Third").id),
    ):
        for use in (
            lambda reach, through: people.change(reach, made.feed.id, lambda _: FULL, through=through),
            lambda reach, through: people.rotate(reach, made.feed.id, through),
            lambda reach, through: people.delete(reach, made.feed.id, through=through),
        ):
            with pytest.raises(FeedNotFound):
                use(reach, through)
    assert people.fetch(made.token).feed == made.feed


def test_a_change_makes_the_next_version_and_one_that_changes_nothing_makes_none() -> None:
    people = Feeding()
    made = people.a_feed()
    people.wait(HOUR)
    wording = FeedWording(FeedDetail.BUSY, "Wall", None, 7)
    changed = people.change(people.reach, made.feed.id, lambda _: wording, {1})
    assert (changed.wording, changed.version, changed.updated_at) == (wording, 2, people.now)
    assert people.change(people.reach, made.feed.id, lambda feed: feed.wording) == changed
    assert people.fetch(made.token).feed == changed
    with pytest.raises(VersionMismatch):
        people.change(people.reach, made.feed.id, lambda _: FULL, {1})
    with pytest.raises(VersionMismatch):
        people.delete(people.reach, made.feed.id, {1})


def test_the_old_token_stops_with_the_rotation() -> None:
    people = Feeding()
    made = people.a_feed()
    people.fetch(made.token)
    rotated = people.rotate(people.reach, made.feed.id)
    assert rotated.token != made.token
    assert (rotated.feed.id, rotated.feed.version, rotated.feed.last_fetched_at) == (made.feed.id, 2, None)
    with pytest.raises(FeedNotFound):
        people.fetch(made.token)
    assert people.fetch(rotated.token).feed == rotated.feed


def test_a_deleted_feed_is_gone() -> None:
    people = Feeding()
    made = people.a_feed()
    people.delete(people.reach, made.feed.id, {1})
    with pytest.raises(FeedNotFound):
        people.fetch(made.token)
    with pytest.raises(FeedNotFound):
        people.delete(people.reach, made.feed.id)


def test_a_fetch_is_noted_once_an_hour() -> None:
    people = Feeding()
    made = people.a_feed()
    first = people.now
    people.fetch(made.token)
    people.wait(HOUR / 2)
    assert people.fetch(made.token).feed.last_fetched_at == first
    assert people.get(people.reach, made.feed.id).last_fetched_at == first
    people.wait(HOUR / 2)
    people.fetch(made.token)
    assert people.get(people.reach, made.feed.id).last_fetched_at == people.now


def test_a_suspended_owners_feeds_lead_nowhere_until_it_is_resumed() -> None:
    people = Feeding()
    made = people.a_feed()
    suspend = SetOwnerStatus(people.keyrings)
    suspend(ADMIN.on(people.owner), OwnerStatus.SUSPENDED)
    with pytest.raises(FeedNotFound):
        people.fetch(made.token)
    assert people.feeds.find(made.feed.fingerprint).last_fetched_at is None
    suspend(ADMIN.on(people.owner), OwnerStatus.ACTIVE)
    people.fetch(made.token)


def test_a_rapidapi_user_of_whom_nothing_is_kept_has_feeds_too() -> None:
    people = Feeding()
    calendar = a_calendar(implicit_owner("ada"))
    people.calendars.add(calendar)
    made = people.create(people.user("ada").reach, [calendar.id], FULL)
    assert people.fetch(made.token).calendars == [calendar]


def test_a_deleted_owners_feeds_lead_nowhere_at_once_and_go_with_the_purge() -> None:
    people = Feeding()
    made, purge = people.a_feed(people.work, people.home), people.purge_owner()
    deleted_at = people.now
    DeleteOwner(people.keyrings)(ADMIN.on(people.owner))
    with pytest.raises(FeedNotFound):
        people.fetch(made.token)
    assert purge(people.owner, deleted_at) == 2
    assert purge(people.owner, deleted_at) == 0
    assert people.feeds.kept == {}


def test_feeds_of_a_rapidapi_user_who_begins_anew_stay() -> None:
    people = Feeding()
    caller = people.user("ada")
    deleted_at = people.now
    people.wait(LOCKED_AFTER_DELETION)
    calendar = a_calendar(caller.owner_id, at=people.now)
    people.calendars.add(calendar)
    made = people.create(caller.reach, [calendar.id], FULL)
    assert people.purge_owner()(caller.owner_id, deleted_at) == 0
    assert people.fetch(made.token).feed.id == made.feed.id


def test_a_deleted_calendar_goes_from_the_feeds_that_show_it() -> None:
    people = Feeding()
    alone, other, merged = people.three_feeds()
    people.delete_calendar(people.work)
    with pytest.raises(FeedNotFound):
        people.fetch(alone.token)
    assert people.fetch(merged.token).calendars == [people.home]
    assert people.purge_feeds(people.owner, people.work.id) == 2
    assert people.purge_feeds(people.owner, people.work.id) == 0
    left = people.list(people.reach)
    assert [(feed.id, feed.calendars, feed.version) for feed in left] == [
        (other.feed.id, (people.home.id,), 1),
        (merged.feed.id, (people.home.id,), 2),
    ]
    assert people.fetch(merged.token).feed.calendars == (people.home.id,)


def test_the_purge_goes_on_when_somebody_changes_or_deletes_a_feed_meanwhile() -> None:
    people = Feeding()
    changed, gone = people.a_feed(people.work, people.home).feed, people.a_feed(people.work).feed

    class Raced(type(people.feeds)):  # type: ignore[misc]
        def replace(self, feed: Feed, before: Feed) -> None:
            if people.feeds.kept[feed.id].version == 1:
                people.change(people.reach, feed.id, lambda _: FeedWording(FeedDetail.BUSY))
            super().replace(feed, before)

        def remove(self, feed: Feed) -> None:
            people.feeds.kept.pop(feed.id)
            raise Conflict

    raced = Raced(people.calendars, people.owners, people.feeds.kept)
    assert PurgeFeeds(raced, people.clock)(people.owner, people.work.id) == 2
    assert gone.id not in people.feeds.kept
    kept = people.feeds.kept[changed.id]
    assert (kept.detail, kept.calendars, kept.version) == (FeedDetail.BUSY, (people.home.id,), 3)


def test_a_feed_whose_last_calendar_is_gone_leads_nowhere_also_before_the_purge() -> None:
    people = Feeding()
    feed = a_feed(people.work, fingerprint=feed_token.fingerprint("A" * 43))
    people.feeds.add(replace(feed, calendars=(a_calendar_id(),)))
    with pytest.raises(FeedNotFound):
        people.fetch("A" * 43)
