"""GET /v1/feeds/{feed_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, FeedPath
from adapters.http.schemas.feed_views import FeedView, feed_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import FeedId
from domain.use_cases.feeds import GetFeed
from functions.wiring import feeds


@endpoint("feeds.get")
def handler(
    caller: CurrentCaller,
    feed_id: FeedPath,
    get_feed: Annotated[GetFeed, Uses(feeds.get_feed)],
) -> Versioned[FeedView]:
    """Read a feed, without its address."""
    return feed_resource(get_feed(caller.reach, FeedId(feed_id)))
