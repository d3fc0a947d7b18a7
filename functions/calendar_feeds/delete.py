"""DELETE /v1/calendars/{calendar_id}/feeds/{feed_id}"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CalendarPath, CurrentCaller, FeedPath
from adapters.http.preconditions import IfMatch, versions
from domain.ids import CalendarId, FeedId
from domain.use_cases.feeds import DeleteFeed
from functions.wiring import calendars, feeds


@endpoint("calendar_feeds.delete", within=calendars.get_calendar)
def handler(
    caller: CurrentCaller,
    calendar_id: CalendarPath,
    feed_id: FeedPath,
    delete_feed: Annotated[DeleteFeed, Uses(feeds.delete_feed)],
    if_match: IfMatch = None,
) -> None:
    """Delete a feed that shows a calendar, be it with others. Its address leads nowhere from then on."""
    delete_feed(caller.reach, FeedId(feed_id), versions(if_match), CalendarId(calendar_id))
