"""Requests for any row, as its sample has them, with ids and texts of one's choice."""

import json
from base64 import b64decode
from string import Formatter
from typing import Any
from uuid import uuid4

from adapters.http.endpoints import ADMIN, ENDPOINTS, Endpoint
from tests.support.world import sample

Ids = dict[str, str]

OWNED = [row for row in ENDPOINTS if not row.access.public and row.access != ADMIN]
_IN_A_BODY = {"feeds.create": "calendars", "keys.create": "calendars", "identities.attach": "code"}
_IN_A_QUERY = {"events.list": "ids"}
_TEXTS = {"title", "label", "location"}
_LISTS = {"calendars"}


def path_slots(row: Endpoint) -> list[str]:
    """The parameters of a row's path that are ids."""
    return [name for _, name, _, _ in Formatter().parse(row.path) if name and name.endswith("_id")]


def slots(row: Endpoint) -> list[str]:
    """Where a row takes an id, or what is one's secret as an id is."""
    named = [one[row.name] for one in (_IN_A_BODY, _IN_A_QUERY) if row.name in one]
    return [*path_slots(row), *named]


def request(row: Endpoint, ids: Ids, text: str = "Taken") -> dict[str, Any]:
    """The method, path and options of a call."""
    event = sample(row)
    options: dict[str, Any] = {"method": row.method, "path": _path(row, ids), "params": query(row, ids)}
    raw = b64decode(event["body"]) if event["isBase64Encoded"] else (event["body"] or "").encode()
    if raw:
        content = raw if not raw.startswith(b"{") else json.dumps(body(row, ids, text)).encode()
        options["content"] = content.replace(b"SUMMARY:Planning", f"SUMMARY:{text}".encode())
        options["headers"] = {"Content-Type": event["headers"].get("Content-Type", "application/json")}
    return options


def body(row: Endpoint, ids: Ids, text: str) -> Any:
    """The sample's body, with one's own texts; None if there is none."""
    worded = json.loads(sample(row)["body"] or "null")
    if row.name == "batch.run":
        worded["operations"] = worded["operations"][:1]
        worded["operations"][0]["body"]["title"] = text
        return worded
    if worded is None:
        return None
    worded |= {name: text for name in _TEXTS & worded.keys() if worded[name] is not None}
    slot = _IN_A_BODY.get(row.name)
    if slot in ids:
        worded[slot] = [ids[slot]] if slot in _LISTS else ids[slot]
    return worded


def query(row: Endpoint, ids: Ids) -> dict[str, str]:
    slot = _IN_A_QUERY.get(row.name)
    if slot in ids:
        return {slot: ids[slot]}
    return dict(sample(row)["queryStringParameters"] or {})


def operation(row: Endpoint, ids: Ids, text: str) -> dict[str, Any]:
    """The same as an operation of a batch."""
    path = {name: _filled(row, name, ids[name]) for name in path_slots(row)}
    made = {"operation": row.name, "path": path, "query": query(row, ids)}
    worded = body(row, ids, text)
    return made if worded is None else made | {"body": worded}


def nobodys(ids: Ids) -> Ids:
    """As many ids that nobody has."""
    return {name: "0000-1111-2222-3333" if name == "code" else str(uuid4()) for name in ids}


def _path(row: Endpoint, ids: Ids) -> str:
    return row.path.format(part=1, **{name: _filled(row, name, ids[name]) for name in path_slots(row)})


def _filled(row: Endpoint, name: str, ident: str) -> str:
    """An id for a path; where only occurrences have what the row is about, that of one."""
    is_occurrence = row.name == "events.reset" and name == "event_id"
    return f"{ident}_20260405T090000Z" if is_occurrence else ident
