"""POST /v1/feeds"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller, RequestAddress
from adapters.http.schemas.feeds import MergedFeedDraft, NewFeedView
from domain.use_cases.feeds import CreateFeed
from functions.wiring import feeds, idempotency, settings


@endpoint("feeds.create", once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    draft: MergedFeedDraft,
    address: RequestAddress,
    create_feed: Annotated[CreateFeed, Uses(feeds.create_feed)],
) -> NewFeedView:
    """Create a feed of calendars, merged. Its address is shown this once; whoever knows it can read the feed."""
    new = create_feed(caller.reach, draft.calendar_ids, draft.to_domain())
    return NewFeedView.of_new(new, address, settings().public_url)
