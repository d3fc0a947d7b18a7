"""GET /v1/feeds"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, Cursor, PageSize
from adapters.http.schemas.feed_views import FeedView, feed_view
from adapters.http.schemas.resource import Page
from domain.use_cases.feeds import ListFeeds
from functions.wiring import feeds


@endpoint("feeds.list")
def handler(
    caller: CurrentCaller,
    list_feeds: Annotated[ListFeeds, Uses(feeds.list_feeds)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[FeedView]:
    """List your feeds, oldest first; with a key that is limited to some calendars, those of these alone."""
    views = [feed_view(feed) for feed in list_feeds(caller.reach)]
    return paging.page_from(["feeds", str(caller.owner_id)], views, page_size, cursor)
