"""How it is kept what an event was imported with, and which event a UID names."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from adapters.dynamodb.client import MUST_BE_NEW, Write
from adapters.dynamodb.items import item
from adapters.dynamodb.table import Item, key_of, uid_key
from domain.event import Event, Imported, Uid, given_uid
from domain.ids import EventId
from domain.ports import Edit


def imported_facts(imported: Imported) -> dict[str, object]:
    facts = {
        "uid": list(imported.uid) if imported.uid is not None else None,
        "sequence": imported.sequence,
        "at_version": imported.version,
        "lines": list(imported.lines),
    }
    return {name: value for name, value in facts.items() if value not in (None, [])}


def imported_from(kept: Mapping[str, Any]) -> Imported:
    uid = Uid(*kept["uid"]) if "uid" in kept else None
    return Imported(uid, kept["sequence"], kept["at_version"], tuple(kept.get("lines", ())))


def naming(edit: Edit) -> list[Write]:
    """What an edit changes about which event a UID names."""
    old, new = uid_item(edit.old), uid_item(edit.new)
    if old == new:
        return []
    taken = [Write(new, condition=MUST_BE_NEW)] if new is not None else []
    return taken + ([Write(key=key_of(old))] if old is not None else [])


def named_by(kept: Item) -> tuple[Uid, EventId]:
    """The UID of an item, and the event that it names."""
    return Uid(*kept["uid"]), EventId(UUID(kept["event_id"]))


def uid_item(event: Event | None) -> Item | None:
    """The item that leads from a UID to its event; an override has none, since its UID is its series'."""
    uid = given_uid(event) if event is not None and event.origin is None else None
    if event is None or uid is None:
        return None
    return item(uid_key(event.calendar_id, uid), "uid", uid=list(uid), event_id=str(event.id))
