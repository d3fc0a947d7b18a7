"""Feeds as clients word them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from adapters.http.schemas.draft import Draft
from adapters.http.schemas.feed_views import writable
from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.values import WHOLE, Label
from domain.feed import DAYS_AHEAD, DAYS_BACK, MOST_DAYS, MOST_MERGED, Feed, FeedDetail, FeedWording
from domain.ids import CalendarId

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
        return self.merged_into(writable(feed)).to_domain()
