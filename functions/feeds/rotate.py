"""POST /v1/feeds/{feed_id}/rotate"""

from typing import Annotated

from adapters.http.address import RequestAddress
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, FeedPath
from adapters.http.schemas.feed_views import NewFeedView, new_feed_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import FeedId
from domain.use_cases.feeds import RotateFeed
from functions.wiring import feeds, idempotency, settings


@endpoint("feeds.rotate", once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    feed_id: FeedPath,
    address: RequestAddress,
    rotate_feed: Annotated[RotateFeed, Uses(feeds.rotate_feed)],
) -> Versioned[NewFeedView]:
    """Give a feed another address, shown this once. The old one leads nowhere from then on."""
    new = rotate_feed(caller.reach, FeedId(feed_id))
    return new_feed_resource(new, address, settings().public_url)
