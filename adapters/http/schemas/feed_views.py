"""Feeds as clients read them."""

from typing import Annotated, Any, Literal

from adapters.http.address import Address
from adapters.http.feed_files import path_of
from adapters.http.schemas.described import Described, Timestamp, TypedDict
from adapters.http.schemas.resource import Versioned, utc_text, utc_text_or_none
from domain.feed import Feed, FeedDetail
from domain.use_cases.feeds import NewFeed


class FeedView(TypedDict):
    """A feed as clients read it, which is without its address."""

    id: str
    type: Literal["feed"]
    calendars: list[str]
    label: str | None
    detail: FeedDetail
    days_back: int | None
    days_ahead: int | None
    hint: Annotated[str, Described("What the token begins with, to recognise it by.")]
    last_fetched_at: Annotated[
        Timestamp | None, Described("When its present address was last fetched; recorded at most once an hour.")
    ]
    created_at: Timestamp
    updated_at: Timestamp


class NewFeedView(FeedView):
    """A feed with its new address. Nobody can read that again."""

    token: Annotated[str, Described("What makes the address a secret. Shown this once.")]
    path: Annotated[str, Described("The path of the address, at the direct door.")]
    url: Annotated[
        str | None,
        Described(
            "The whole address, to be given to calendar applications; null if this service does not know it.",
        ),
    ]


def feed_view(feed: Feed) -> FeedView:
    return {
        "id": str(feed.id),
        "type": "feed",
        "calendars": [str(one) for one in feed.calendars],
        **writable(feed),  # type: ignore[typeddict-item]
        "hint": feed.hint,
        "last_fetched_at": utc_text_or_none(feed.last_fetched_at),
        "created_at": utc_text(feed.created_at),
        "updated_at": utc_text(feed.updated_at),
    }


def feed_resource(feed: Feed) -> Versioned[FeedView]:
    return Versioned.at(feed.version, feed_view(feed), feed.last_fetched_at)


def new_feed_resource(new: NewFeed, address: Address, public_url: str | None) -> Versioned[NewFeedView]:
    path = path_of(new.token)
    view: NewFeedView = {
        **feed_view(new.feed),
        "token": new.token,
        "path": address.path(path),
        "url": address.url(path, public_url),
    }
    return Versioned.at(new.feed.version, view, new.feed.last_fetched_at)


def writable(feed: Feed) -> dict[str, Any]:
    """A feed as JSON, but for what clients cannot choose, or not any more."""
    return {
        "label": feed.label,
        "detail": feed.detail,
        "days_back": feed.days_back,
        "days_ahead": feed.days_ahead,
    }
