"""Events that are made, changed and deleted, each by itself."""

from typing import Any

from tests.kills.client import Client
from tests.kills.knowledge import Facts, facts_of

_NONE_ELSE = dict.fromkeys(("starts_at", "ends_at", "time_zone", "starts_on", "ends_on"))


def create(client: Client) -> None:
    calendar, facts = client.a_calendar(), client.chance.facts()
    made = client.create(calendar.events, facts).data
    calendar.rows[made["id"]] = facts


def change(client: Client) -> None:
    """Another title and another time, on the condition that nothing else changed it."""
    calendar = client.a_calendar()
    if events := calendar.singles():
        event, facts = client.chance.choice(events), client.chance.facts()
        change_to(client, f"{calendar.events}/{event}", facts)
        calendar.rows[event] = facts


def delete(client: Client) -> None:
    calendar = client.a_calendar()
    if events := calendar.singles():
        event = client.chance.choice(events)
        delete_as_seen(client, f"{calendar.events}/{event}")
        del calendar.rows[event]


def change_to(client: Client, path: str, facts: Facts) -> None:
    """Change an event or an occurrence. If that comes to be asked again, it was done, or can be done as it stands."""
    wanted = {"json": worded(facts), "headers": client.ask.tag(path)}
    answer = client.ask("PATCH", path, "change", **wanted).require(204, again=(412,))
    if answer.response.status_code == 412:
        assert facts_of(client.ask("GET", path, "read").require(200).data) == facts


def delete_as_seen(client: Client, path: str) -> None:
    """Delete an event or cancel an occurrence."""
    client.ask("DELETE", path, "delete", headers=client.ask.tag(path)).require(204, again=(404, 412))


def worded(facts: Facts) -> dict[str, Any]:
    """The change that makes this of any event."""
    zone = {"time_zone": "UTC"} if "starts_at" in facts else {}
    return {**_NONE_ELSE, **facts, **zone}
