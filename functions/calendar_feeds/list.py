"""GET /v1/calendars/{calendar_id}/feeds"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, Cursor, PageSize
from adapters.http.schemas.feed_views import FeedView, feed_view
from adapters.http.schemas.resource import Page
from domain.ids import CalendarId
from domain.use_cases.feeds import ListFeeds
from functions.wiring import calendars, feeds


@endpoint("calendar_feeds.list", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    list_feeds: Annotated[ListFeeds, Uses(feeds.list_feeds)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[FeedView]:
    """List the feeds that show a calendar, oldest first; also those that merge it with others."""
    views = [feed_view(feed) for feed in list_feeds(caller.reach, CalendarId(calendar_id))]
    return paging.page_from(["feeds", str(calendar_id)], views, page_size, cursor)
