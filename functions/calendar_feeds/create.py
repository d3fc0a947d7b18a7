"""POST /v1/calendars/{calendar_id}/feeds"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, RequestAddress
from adapters.http.schemas.feeds import FeedDraft, NewFeedView
from domain.ids import CalendarId
from domain.use_cases.feeds import CreateFeed
from functions.wiring import calendars, feeds, idempotency, settings


@endpoint("calendar_feeds.create", within=calendars.get_calendar, once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    draft: FeedDraft,
    address: RequestAddress,
    create_feed: Annotated[CreateFeed, Uses(feeds.create_feed)],
) -> NewFeedView:
    """Create a feed of a calendar. Its address is shown this once; whoever knows it can read the feed."""
    new = create_feed(caller.reach, [CalendarId(calendar_id)], draft.to_domain())
    return NewFeedView.of_new(new, address, settings().public_url)
