"""POST /v1/calendars/{calendar_id}/feeds/{feed_id}/rotate"""

from typing import Annotated

from adapters.http.address import RequestAddress
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, FeedPath
from adapters.http.schemas.feed_views import NewFeedView, new_feed_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId, FeedId
from domain.use_cases.feeds import RotateFeed
from functions.wiring import calendars, feeds, idempotency, settings


@endpoint("calendar_feeds.rotate", within=calendars.get_calendar, once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    feed_id: FeedPath,
    address: RequestAddress,
    rotate_feed: Annotated[RotateFeed, Uses(feeds.rotate_feed)],
) -> Versioned[NewFeedView]:
    """Give a feed that shows a calendar another address, shown this once. The old one leads nowhere from then on."""
    new = rotate_feed(caller.reach, FeedId(feed_id), CalendarId(calendar_id))
    return new_feed_resource(new, address, settings().public_url)
