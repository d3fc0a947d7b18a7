"""Series, whose occurrences are changed alone, cancelled, and split off with all behind them."""

from datetime import datetime, timedelta

from tests.kills.chance import DAY, between
from tests.kills.client import Client, OneStep, an_operation
from tests.kills.event_acts import change_to, delete_as_seen
from tests.kills.knowledge import Facts, KnownCalendar

_LEAST, _MOST = 5, 10


def create(client: Client) -> None:
    """A series of some days, an hour each."""
    calendar, chance = client.a_calendar(), client.chance
    first, count, title = chance.start(), chance.randint(_LEAST, _MOST), chance.title()
    worded = {**_an_hour(title, first), "recurrence": [f"RRULE:FREQ=DAILY;COUNT={count}"]}
    series = client.create(calendar.events, worded).data["id"]
    for start in (first + number * DAY for number in range(count)):
        calendar.rows[f"{series}_{start:%Y%m%dT%H%M%SZ}"] = _an_hour(title, start)


def change_one(client: Client) -> None:
    """One occurrence alone, to any other time."""
    calendar = client.a_calendar()
    if occurrences := [one for series in calendar.occurrences().values() for one in series]:
        occurrence, facts = client.chance.choice(occurrences), client.chance.facts()
        change_to(client, f"{calendar.events}/{occurrence}", facts)
        calendar.rows[occurrence] = facts
        calendar.overrides.add(occurrence)


def cancel_one(client: Client) -> None:
    """One occurrence of a series that has others."""
    calendar = client.a_calendar()
    if several := [one for one in calendar.occurrences().values() if len(one) > 1]:
        occurrence = client.chance.choice(client.chance.choice(several))
        delete_as_seen(client, f"{calendar.events}/{occurrence}")
        del calendar.rows[occurrence]
        calendar.overrides.discard(occurrence)


def split(client: Client) -> None:
    """An occurrence and all behind it get another title; an event is made in the same step."""
    calendar = client.a_calendar()
    if not (places := list(_where_to_split(calendar))):
        return
    occurrence, title, facts = client.chance.choice(places), client.chance.title(), client.chance.facts()
    at = {"calendar_id": calendar.id}
    begun, made = client.at_once(
        OneStep(frozenset(), frozenset({title, facts["title"]})),
        an_operation("events.patch", {"title": title}, {"scope": "following"}, event_id=occurrence, **at),
        an_operation("events.create", facts, **at),
    )
    _split_off(calendar, occurrence, begun["data"]["id"], title)
    calendar.rows[made["data"]["id"]] = facts


def _where_to_split(calendar: KnownCalendar) -> list[str]:
    """Occurrences as their series has them, and not the first of it."""
    return [one for series in calendar.occurrences().values() for one in series[1:] if one not in calendar.overrides]


def _split_off(calendar: KnownCalendar, since: str, begun: str, title: str) -> None:
    for old in calendar.occurrences()[since.partition("_")[0]]:
        if old >= since:
            new, facts = f"{begun}_{old.partition('_')[2]}", calendar.rows.pop(old)
            calendar.rows[new] = facts if old in calendar.overrides else {**facts, "title": title}
            if old in calendar.overrides:
                calendar.overrides.remove(old)
                calendar.overrides.add(new)


def _an_hour(title: str, start: datetime) -> Facts:
    return {"title": title, **between(start, start + timedelta(hours=1))}
