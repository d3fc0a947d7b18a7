"""Calendars that are made, and deleted with all that is on them."""

from tests.kills.client import Client
from tests.kills.knowledge import KnownCalendar


def create(client: Client) -> None:
    """A calendar, as long as there are few."""
    if client.known.has_few_calendars:
        made = client.create("/v1/calendars", {"title": client.chance.title()})
        client.known.calendars.append(KnownCalendar(made.response.headers["Location"]))


def delete(client: Client) -> None:
    """The calendar with the most on it, unless it is the last: so the purge has something to do."""
    calendars = client.known.calendars
    if len(calendars) > 1:
        fullest = max(calendars, key=lambda one: len(one.rows))
        client.ask("DELETE", fullest.path, "purge").require(202, again=(404,))
        calendars.remove(fullest)
        client.known.deleted.add(fullest.path)
        client.known.left.update(fullest.feeds.values())
