"""Several things in one request. In one step all of it is there, or nothing; one by one each is there once."""

from tests.kills.client import Client, OneStep, an_operation
from tests.kills.knowledge import KnownCalendar

_SOME = 8


def create_some(client: Client) -> None:
    """Two events on two calendars, which may be the same."""
    places = [client.a_calendar(), client.a_calendar()]
    drafts = [client.chance.facts() for _ in places]
    made = client.at_once(
        OneStep(frozenset(), frozenset(one["title"] for one in drafts)),
        *(an_operation("events.create", facts, calendar_id=at.id) for at, facts in zip(places, drafts, strict=True)),
    )
    for calendar, facts, answer in zip(places, drafts, made, strict=True):
        calendar.rows[answer["data"]["id"]] = facts


def create_each(client: Client) -> None:
    """Some events, one by one."""
    calendar = client.a_calendar()
    drafts = [client.chance.facts() for _ in range(_SOME)]
    made = client.one_by_one(*(an_operation("events.create", facts, calendar_id=calendar.id) for facts in drafts))
    calendar.rows.update({answer["data"]["id"]: facts for answer, facts in zip(made, drafts, strict=True)})


def move_to_another(client: Client) -> None:
    """An event goes from a calendar and comes to another."""
    old, new = client.a_calendar(), client.a_calendar()
    if events := old.singles():
        event, facts = client.chance.choice(events), client.chance.facts()
        _, made = client.at_once(
            OneStep(frozenset({old.rows[event]["title"]}), frozenset({facts["title"]})),
            an_operation("events.delete", calendar_id=old.id, event_id=event),
            an_operation("events.create", facts, calendar_id=new.id),
        )
        del old.rows[event]
        new.rows[made["data"]["id"]] = facts


def begin_calendar(client: Client) -> None:
    """A calendar with its first events and a feed."""
    if not client.known.has_few_calendars:
        return
    drafts = [client.chance.facts() for _ in range(3)]
    begun, feed, *made = client.at_once(
        OneStep(frozenset(), frozenset(one["title"] for one in drafts)),
        an_operation("calendars.create", {"title": client.chance.title()}),
        an_operation("feeds.create", {"calendars": ["$0.id"], "detail": "full"}),
        *(an_operation("events.create", facts, calendar_id="$0.id") for facts in drafts),
    )
    rows = {answer["data"]["id"]: facts for answer, facts in zip(made, drafts, strict=True)}
    feeds = {feed["data"]["id"]: feed["data"]["path"]}
    client.known.calendars.append(KnownCalendar(f"/v1/calendars/{begun['data']['id']}", rows, feeds))
