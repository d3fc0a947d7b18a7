"""What clients do all day."""

from collections.abc import Callable
from threading import Event

from tests.kills import access_acts, calendar_acts, event_acts, import_acts, series_acts, step_acts
from tests.kills.client import Client

ACTS: dict[Callable[[Client], None], int] = {
    event_acts.create: 12,
    event_acts.change: 10,
    event_acts.delete: 4,
    series_acts.create: 5,
    series_acts.change_one: 6,
    series_acts.cancel_one: 3,
    series_acts.split: 4,
    step_acts.create_some: 3,
    step_acts.create_each: 2,
    step_acts.move_to_another: 3,
    step_acts.begin_calendar: 2,
    calendar_acts.create: 2,
    calendar_acts.delete: 3,
    import_acts.take_in: 3,
    import_acts.take_in_later: 1,
    access_acts.make_feed: 2,
    access_acts.rotate_feed: 2,
    access_acts.delete_feed: 1,
    access_acts.make_key: 1,
    access_acts.rotate_key: 1,
    access_acts.revoke_key: 1,
}
"""All that a client may do, and how often one against the other."""


def live(client: Client, ending: Event) -> None:
    """Do one thing after the other until told to end; what was begun then is brought to its end."""
    if not client.known.calendars:
        calendar_acts.create(client)
    while not ending.is_set():
        (act,) = client.chance.choices(list(ACTS), list(ACTS.values()))
        act(client)
