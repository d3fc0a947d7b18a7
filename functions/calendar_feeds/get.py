"""GET /v1/calendars/{calendar_id}/feeds/{feed_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, FeedPath
from adapters.http.schemas.feed_views import FeedView, feed_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import CalendarId, FeedId
from domain.use_cases.feeds import GetFeed
from functions.wiring import calendars, feeds


@endpoint("calendar_feeds.get", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    feed_id: FeedPath,
    get_feed: Annotated[GetFeed, Uses(feeds.get_feed)],
) -> Versioned[FeedView]:
    """Read a feed that shows a calendar, without its address."""
    return feed_resource(get_feed(caller.reach, FeedId(feed_id), CalendarId(calendar_id)))
