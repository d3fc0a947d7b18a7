"""DELETE /v1/feeds/{feed_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, FeedPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import FeedId
from domain.use_cases.feeds import DeleteFeed
from functions.wiring import feeds


@endpoint("feeds.delete")
def handler(
    caller: CurrentCaller,
    feed_id: FeedPath,
    delete_feed: Annotated[DeleteFeed, Uses(feeds.delete_feed)],
    if_match: IfMatch = None,
) -> None:
    """Delete a feed. Its address leads nowhere from then on."""
    delete_feed(caller.reach, FeedId(feed_id), versions(if_match))
