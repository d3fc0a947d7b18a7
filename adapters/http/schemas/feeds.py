"""Feeds as JSON."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from adapters.http.address import Address
from adapters.http.feed_files import path_of
from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.resource import Draft, Resource, Timestamp, utc_text, utc_text_or_none
from adapters.http.schemas.values import WHOLE, Label
from domain.feed import DAYS_AHEAD, DAYS_BACK, MOST_DAYS, MOST_MERGED, Feed, FeedDetail, FeedWording
from domain.ids import CalendarId
from domain.use_cases.feeds import NewFeed

_Days = Annotated[int, Field(strict=True, ge=0, le=MOST_DAYS), WHOLE] | None


class FeedDraft(Draft):
    """A feed as a client words it."""

    label: Label = Field(default=None, description="Who or what the feed is for.", examples=["Family wall"])
    detail: FeedDetail = Field(
        description="How much of events it shows: `busy` only that someone is, `title` also what, `full` everything.",
        examples=["title"],
    )
    days_back: _Days = Field(
        default=DAYS_BACK, description="How many days before today it shows; null for all.", examples=[DAYS_BACK]
    )
    days_ahead: _Days = Field(
        default=DAYS_AHEAD, description="How many days after today it shows; null for all.", examples=[DAYS_AHEAD]
    )

    def to_domain(self) -> FeedWording:
        return FeedWording(self.detail, self.label, self.days_back, self.days_ahead)


class MergedFeedDraft(FeedDraft):
    """A feed of one or more calendars."""

    calendars: Annotated[list[UUID], Field(min_length=1, max_length=MOST_MERGED)] = Field(
        description="The calendars that it shows, as one.", examples=[["019ca8b5-1000-7d3e-8a41-5f0c2b9d7e10"]]
    )

    @property
    def calendar_ids(self) -> list[CalendarId]:
        return list(map(CalendarId, self.calendars))


class FeedPatch(MergePatch[FeedDraft]):
    """Some of a feed's properties; null clears the label or takes a bound away (RFC 7396)."""

    draft = FeedDraft
    nullable = frozenset({"days_back", "days_ahead"})

    def onto(self, feed: Feed) -> FeedWording:
        return self.merged_into(_writable(feed)).to_domain()


class FeedView(Resource):
    """A feed as clients read it, which is without its address."""

    type: Literal["feed"] = "feed"
    calendars: list[str]
    label: str | None
    detail: FeedDetail
    days_back: int | None
    days_ahead: int | None
    hint: str = Field(description="What the token begins with, to recognise it by.")
    last_fetched_at: Timestamp | None = Field(
        description="When its present address was last fetched; recorded at most once an hour."
    )
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, feed: Feed, **more: str | None) -> Self:
        return cls(**_facts(feed), **more).at(feed.version, feed.last_fetched_at)


class NewFeedView(FeedView):
    """A feed with its new address. Nobody can read that again."""

    token: str = Field(description="What makes the address a secret. Shown this once.")
    path: str = Field(description="The path of the address, at the direct door.")
    url: str | None = Field(
        description="The whole address, to be given to calendar applications; null if this service does not know it."
    )

    @classmethod
    def of_new(cls, new: NewFeed, address: Address, public_url: str | None) -> Self:
        path = path_of(new.token)
        return cls.of(new.feed, token=new.token, path=address.path(path), url=address.url(path, public_url))


def _facts(feed: Feed) -> dict[str, Any]:
    return {
        **_writable(feed),
        "id": str(feed.id),
        "calendars": [str(one) for one in feed.calendars],
        "hint": feed.hint,
        "last_fetched_at": utc_text_or_none(feed.last_fetched_at),
        "created_at": utc_text(feed.created_at),
        "updated_at": utc_text(feed.updated_at),
    }


def _writable(feed: Feed) -> dict[str, Any]:
    """A feed as JSON, but for what clients cannot choose, or not any more."""
    return {
        "label": feed.label,
        "detail": feed.detail,
        "days_back": feed.days_back,
        "days_ahead": feed.days_ahead,
    }
