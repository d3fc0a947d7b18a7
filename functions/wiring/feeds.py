"""Feeds."""

import secrets

from adapters.dynamodb.feeds import DynamoFeeds
from domain.use_cases import feeds
from domain.use_cases.fetch_feed import FetchFeed
from domain.use_cases.reached_feeds import ReachedFeeds
from functions.wiring import now, once, pause, table
from functions.wiring.calendars import calendar_store


@once
def feed_store() -> DynamoFeeds:
    return DynamoFeeds(table(), now)


def reached_feeds() -> ReachedFeeds:
    return ReachedFeeds(feed_store(), calendar_store())


def create_feed() -> feeds.CreateFeed:
    return feeds.CreateFeed(feed_store(), calendar_store(), now, secrets.token_bytes)


def list_feeds() -> feeds.ListFeeds:
    return feeds.ListFeeds(reached_feeds())


def get_feed() -> feeds.GetFeed:
    return feeds.GetFeed(reached_feeds())


def change_feed() -> feeds.ChangeFeed:
    return feeds.ChangeFeed(reached_feeds(), now, pause)


def rotate_feed() -> feeds.RotateFeed:
    return feeds.RotateFeed(reached_feeds(), now, secrets.token_bytes, pause)


def delete_feed() -> feeds.DeleteFeed:
    return feeds.DeleteFeed(reached_feeds(), pause)


def fetch_feed() -> FetchFeed:
    return FetchFeed(feed_store(), now)
