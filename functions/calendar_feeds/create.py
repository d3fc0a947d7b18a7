"""POST /v1/calendars/{calendar_id}/feeds"""

from typing import Annotated

from adapters.http.address import RequestAddress
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller
from adapters.http.schemas.feed_drafts import FeedDraft
from adapters.http.schemas.feed_views import NewFeedView, new_feed_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId
from domain.use_cases.feeds import CreateFeed
from functions.wiring import calendars, feeds, idempotency, settings


@endpoint("calendar_feeds.create", within=calendars.get_calendar, once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    draft: FeedDraft,
    address: RequestAddress,
    create_feed: Annotated[CreateFeed, Uses(feeds.create_feed)],
) -> Versioned[NewFeedView]:
    """Create a feed of a calendar. Its address is shown this once; whoever knows it can read the feed."""
    new = create_feed(caller.reach, [CalendarId(calendar_id)], draft.to_domain())
    return new_feed_resource(new, address, settings().public_url)
