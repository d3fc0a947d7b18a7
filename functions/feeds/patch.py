"""PATCH /v1/feeds/{feed_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, FeedPath
from adapters.http.preconditions import IfMatch, versions
from adapters.http.schemas.feed_drafts import FeedPatch
from adapters.http.schemas.feed_views import FeedView, feed_resource
from adapters.http.schemas.resource import Versioned
from domain.ids import FeedId
from domain.use_cases.feeds import ChangeFeed
from functions.wiring import feeds


@endpoint("feeds.patch")
def handler(
    caller: CurrentCaller,
    feed_id: FeedPath,
    patch: FeedPatch,
    change_feed: Annotated[ChangeFeed, Uses(feeds.change_feed)],
    if_match: IfMatch = None,
) -> Versioned[FeedView]:
    """Change the label, detail or window of a feed (JSON Merge Patch, RFC 7396). Its address stays."""
    changed = change_feed(caller.reach, FeedId(feed_id), patch.onto, versions(if_match))
    return feed_resource(changed)
