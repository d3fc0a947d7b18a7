"""POST /v1/feeds"""

from typing import Annotated

from adapters.http.address import RequestAddress
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller
from adapters.http.schemas.feed_drafts import MergedFeedDraft
from adapters.http.schemas.feed_views import NewFeedView, new_feed_resource
from adapters.http.schemas.resource import Versioned
from domain.use_cases.feeds import CreateFeed
from functions.wiring import feeds, idempotency, settings


@endpoint("feeds.create", once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    draft: MergedFeedDraft,
    address: RequestAddress,
    create_feed: Annotated[CreateFeed, Uses(feeds.create_feed)],
) -> Versioned[NewFeedView]:
    """Create a feed of calendars, merged. Its address is shown this once; whoever knows it can read the feed."""
    new = create_feed(caller.reach, draft.calendar_ids, draft.to_domain())
    return new_feed_resource(new, address, settings().public_url)
