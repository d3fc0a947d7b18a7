"""What the clients of a soak do with their calendar: errands of some calls, which leave no more than there was."""

from collections.abc import Callable
from datetime import timedelta

from tests.soak.visitor import Visitor

_MOST_EVENTS = 40
_DAY = "%Y-%m-%d"


def settle(who: Visitor) -> None:
    """Make what the errands go back to."""
    made = who.made("settle", "/v1/calendars", {"title": "Home", "time_zone": "Europe/Berlin"})
    who.calendar = f"/v1/calendars/{made['id']}"
    series = {"title": "Standup", **who.times(), "recurrence": ["RRULE:FREQ=WEEKLY;BYDAY=MO,TH"]}
    who.series = str(who.made("settle", f"{who.calendar}/events", series)["id"])
    who.feed = str(who.made("settle", f"{who.calendar}/feeds", {"detail": "full", "days_back": None})["path"])


def look_at_a_month(who: Visitor) -> None:
    first = who.day().replace(day=1)
    window = {"from": first.strftime(_DAY), "to": (first + timedelta(days=31)).strftime(_DAY), "page_size": 50}
    who.call("list month", "GET", f"{who.calendar}/events", 200, params=window)


def look_at_a_year(who: Visitor) -> None:
    window = {"from": "2026-01-01", "to": "2027-01-01", "page_size": 1000}
    who.call("list year", "GET", f"{who.calendar}/events", 200, params=window)


def search(who: Visitor) -> None:
    window = {"from": "2026-03-01", "q": who.chance.choice(["planning", "standup", "nothing of this"])}
    who.call("search", "GET", f"{who.calendar}/events", 200, params=window)


def put_in_an_event(who: Visitor) -> None:
    """A new one; the oldest one goes if there are many."""
    body = {"title": "Planning", "description": "x" * who.chance.randrange(2000), **who.times()}
    who.events.append(str(who.made("create event", f"{who.calendar}/events", body)["id"]))
    if len(who.events) > _MOST_EVENTS:
        who.call("delete event", "DELETE", f"{who.calendar}/events/{who.events.pop(0)}", 204)


def move_an_event(who: Visitor) -> None:
    if who.events:
        path = f"{who.calendar}/events/{who.chance.choice(who.events)}"
        who.call("move event", "PATCH", path, 204, json=who.times())


def rename_what_was_read(who: Visitor) -> None:
    """Read, read again in vain, and change what is still as it was."""
    if who.events:
        path = f"{who.calendar}/events/{who.chance.choice(who.events)}"
        tag = who.call("get event", "GET", path, 200).headers["ETag"]
        who.call("get event, unchanged", "GET", path, 304, headers={"If-None-Match": tag})
        renamed = {"title": f"Planning {who.chance.random()}"}
        who.call("patch event", "PATCH", path, 204, json=renamed, headers={"If-Match": tag})
        who.call("patch event, stale", "PATCH", path, 412, json=renamed, headers={"If-Match": tag})


def change_an_occurrence(who: Visitor) -> None:
    """Give an occurrence a title of its own, and take that back."""
    path = f"{who.calendar}/events/{who.series}"
    window = {"from": who.day().strftime(_DAY), "page_size": 5}
    shown = who.call("occurrences", "GET", f"{path}/occurrences", 200, params=window).json()["data"]
    occurrence = f"{who.calendar}/events/{who.chance.choice(shown)['id']}"
    params = {"scope": "this"}
    who.call("patch occurrence", "PATCH", occurrence, 204, json={"title": "Standup, long"}, params=params)
    who.call("reset occurrence", "POST", f"{occurrence}/reset", 204)


def read_the_feed(who: Visitor) -> None:
    headers = {"If-None-Match": who.feed_tag} if who.feed_tag else {}
    who.feed_tag = who.call("fetch feed", "GET", who.feed, 200, 304, headers=headers).headers["ETag"]
    who.call("fetch feed, unchanged", "GET", who.feed, 200, 304, headers={"If-None-Match": who.feed_tag})


def move_the_feed(who: Visitor) -> None:
    path = f"{who.calendar}/feeds"
    feed = who.made("create feed", path, {"detail": "busy"})
    rotated = who.made("rotate feed", f"{path}/{feed['id']}/rotate", {})
    who.call("fetch feed, gone", "GET", feed["path"], 404)
    who.call("fetch feed", "GET", rotated["path"], 200)
    who.call("delete feed", "DELETE", f"{path}/{feed['id']}", 204)


def take_the_calendar_along(who: Visitor) -> None:
    who.call("export", "GET", f"{who.calendar}/export", 200)


def lend_a_key(who: Visitor) -> None:
    own = who.key
    made = who.made("create key", "/v1/keys", {"label": "Lent", "scopes": ["calendars:read"]})
    who.key = made["secret"]
    who.call("list calendars", "GET", "/v1/calendars", 200)
    who.call("scope missing", "GET", f"{who.calendar}/events", 403)
    who.key = own
    who.call("revoke key", "DELETE", f"/v1/keys/{made['id']}", 204)


def make_mistakes(who: Visitor) -> None:
    events = f"{who.calendar}/events"
    who.call("mistake", "POST", events, 400, json={"title": "", **who.times()})
    who.call("mistake", "POST", events, 400, content=b"nor json")
    who.call("mistake", "GET", events, 400, params={"from": "yesterday"})
    who.call("mistake", "GET", f"{events}/019ca8b5-1000-7d3e-8a41-5f0c2b9d7e10", 404)
    who.call("mistake", "GET", "/v1/nowhere", 404)
    who.call("mistake", "GET", "/v1/me", 401, headers={"X-Api-Key": "dbk_" + "0" * 49})


OFTEN: tuple[Callable[[Visitor], None], ...] = (
    look_at_a_month,
    put_in_an_event,
    move_an_event,
    rename_what_was_read,
    read_the_feed,
    search,
)
SOMETIMES: tuple[Callable[[Visitor], None], ...] = (
    look_at_a_year,
    change_an_occurrence,
    move_the_feed,
    take_the_calendar_along,
    lend_a_key,
    make_mistakes,
)
