"""Home copies of events, as several checks read them."""

from adapters.dynamodb.client import Write, if_version
from adapters.dynamodb.doctor.findings import readable
from adapters.dynamodb.event_items import event_from_item, event_to_items
from adapters.dynamodb.table import Item, home_key, key_of
from domain.event import Event


def is_tombstone(home: Item) -> bool:
    """Whether nothing is left of an event."""
    return not home.keys() & {"title", "starts_at", "starts_on"}


def event_of(kept: Item | None) -> Event | None:
    """The event that any copy of it holds, if it is readable."""
    return readable(lambda: event_from_item(kept)) if kept is not None else None


def copies_of(event: Event | None) -> list[Item]:
    """All copies that there must be of an event; none if that cannot be told."""
    return (readable(lambda: event_to_items(event)) or []) if event is not None else []


def at_version(event: Event) -> Write:
    """The condition that an event is the one that was read, whatever else is mended of its home copy."""
    return Write(key=home_key(event.calendar_id, event.id), checks=True, **if_version(event.version))


def place(kept: Item) -> str:
    """Where an item is, for people."""
    key = key_of(kept)
    return f"{key['pk']} {key['sk']}"
