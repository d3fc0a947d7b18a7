"""GET /feeds/{file}"""

from typing import Annotated

from adapters.http import limits, markers
from adapters.http.endpoint import endpoint
from adapters.http.exports import file_named
from adapters.http.feed_files import token_in
from adapters.http.markers import Uses
from adapters.http.schemas.resource import Document
from adapters.ical.content_type import CONTENT_TYPE
from adapters.ical.feeds import feed_document
from domain.ports import Events
from domain.use_cases.fetch_feed import FetchFeed
from functions import wiring
from functions.wiring import event_store, feeds

_CACHE = "private, max-age=300"


@endpoint("feeds.fetch")
def handler(
    file: Annotated[str, markers.Path(description="The feed's token, and `.ics`.")],
    fetch_feed: Annotated[FetchFeed, Uses(feeds.fetch_feed)],
    kept_events: Annotated[Events, Uses(event_store.event_store)],
) -> Document:
    """Read a feed, as calendar applications do. Its address is all it takes."""
    feed, calendars = fetch_feed(token_in(file))
    text = feed_document(feed, calendars, kept_events, wiring.now(), limits.ANSWER_BYTES)
    headers = {"Content-Disposition": file_named(feed.label or calendars[0].details.title), "Cache-Control": _CACHE}
    return Document(text, CONTENT_TYPE, headers, tagged=True)
