"""Calendars as clients word them."""

from pydantic import Field

from adapters.http.schemas.calendar_views import writable
from adapters.http.schemas.draft import Draft, no_pairs
from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.values import Color, Description, Metadata, Title, ZoneName
from domain.calendar import CalendarDetails
from domain.time import zone


class CalendarDraft(Draft):
    """A calendar as a client words it."""

    title: Title = Field(examples=["Work"])
    description: Description = Field(
        default=None, description="Markdown, at most 16 KiB.", examples=["Team *meetings*"]
    )
    time_zone: ZoneName = Field(
        default="UTC",
        description="IANA name of the zone in which the calendar is read unless a query says otherwise.",
        examples=["Europe/Berlin"],
    )
    color: Color = Field(default=None, description="A CSS3 color name or #rrggbb (RFC 7986 §5.9).", examples=["teal"])
    metadata: Metadata = Field(
        default_factory=no_pairs,
        description="Your own string pairs: at most 50, keys of 40 and values of 500 characters.",
    )

    def to_domain(self) -> CalendarDetails:
        return CalendarDetails(self.title, self.description, zone(self.time_zone), self.color, self.metadata)


class CalendarPatch(MergePatch[CalendarDraft]):
    """Some of a calendar's properties; null clears (RFC 7396)."""

    draft = CalendarDraft

    def onto(self, details: CalendarDetails) -> CalendarDetails:
        return self.merged_into(writable(details)).to_domain()
