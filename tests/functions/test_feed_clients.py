"""A client that others wrote subscribes to a feed."""

from datetime import UTC, date, datetime, timedelta

import caldav
import pytest
import recurring_ical_events
from caldav.lib.error import NotFoundError

from tests.functions.conftest import locally
from tests.support.api import Api

NOW = datetime.now(UTC).replace(microsecond=0)
SOON, LATER = NOW + timedelta(days=1), NOW + timedelta(days=60)


def subscribed(api: Api, path: str) -> caldav.Event:
    """What the caldav package makes of an address."""
    url = f"{api.client.base_url}{path}"
    return caldav.Event(caldav.DAVClient(url), url=url).load()


@locally
def test_a_caldav_client_reads_what_the_api_lists(api: Api) -> None:
    calendar = api.new_calendar(time_zone="Europe/Berlin")
    at = {"starts_at": SOON.isoformat(), "ends_at": (SOON + timedelta(hours=1)).isoformat()}
    api.new_event(
        calendar, **at, title="Zoë’s; party, at 7\nor 8", location="Straße 1", reminders=[{"minutes_before": 10}]
    )
    api.new_event(calendar, starts_on=f"{SOON:%Y-%m-%d}", ends_on=f"{LATER:%Y-%m-%d}", title="Away")
    series = api.new_event(calendar, **at, recurrence=["RRULE:FREQ=WEEKLY;COUNT=5"], title="Weekly")
    (second,) = api.get(f"{calendar}/events/{series['id']}/occurrences", params={"page_size": 2}).json()["data"][1:]
    moved = {"starts_at": (SOON + timedelta(days=9)).isoformat(), "ends_at": (SOON + timedelta(days=10)).isoformat()}
    assert api.patch(f"{calendar}/events/{second['id']}", {**moved, "title": "Moved"}).status_code == 204
    feed = api.post(f"{calendar}/feeds", {"detail": "full"}).json()["data"]
    read = subscribed(api, feed["path"])
    found = recurring_ical_events.of(read.icalendar_instance).between(NOW - timedelta(days=2), LATER)
    window = {"from": (NOW - timedelta(days=2)).isoformat(), "to": LATER.isoformat()}
    listed = [event for page in api.pages(f"{calendar}/events", window) for event in page]
    starts = ((str(one["SUMMARY"]), one["DTSTART"].dt) for one in found)
    assert sorted((title, _text(start)) for title, start in starts) == sorted(
        (one["title"], one["starts_on"] or _text(datetime.fromisoformat(one["starts_at"]))) for one in listed
    )
    assert len(listed) == 7


@locally
def test_a_caldav_client_is_told_of_a_feed_that_is_gone(api: Api) -> None:
    calendar = api.new_calendar()
    feed = api.post(f"{calendar}/feeds", {"detail": "full"}).json()["data"]
    subscribed(api, feed["path"])
    api.delete(f"{calendar}/feeds/{feed['id']}")
    with pytest.raises(NotFoundError):
        subscribed(api, feed["path"])


def _text(start: date) -> str:
    return start.astimezone(UTC).isoformat() if isinstance(start, datetime) else start.isoformat()
