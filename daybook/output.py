"""What commands print: tables for people, JSON for programs."""

import json
from collections.abc import Sequence
from typing import Any

from adapters.http.schemas.resource import Resource

Answer = Resource | Sequence[Resource] | str

_COLUMNS = {
    "owner": ("id", "name", "status", "plan", "created_at"),
    "key": ("id", "label", "hint", "status", "scopes", "expires_at", "last_used_at"),
    "identity": ("id", "user", "native", "created_at", "last_used_at"),
    "audit_entry": ("done_at", "action", "actor", "owner_name", "subject_ids"),
}
"""What is shown of resources of a type when there are many."""


def as_json(answer: Answer) -> str:
    """What a command found or did, for programs."""
    return json.dumps(_plain(answer), indent=2, ensure_ascii=False)


def in_words(answer: Answer) -> str:
    """What a command found or did, for people."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, Resource):
        return _aligned([[name, _text(value)] for name, value in _plain(answer).items()])
    return _table(answer)


def _table(resources: Sequence[Resource]) -> str:
    if not resources:
        return "There are none."
    columns = _COLUMNS[resources[0].type]
    rows = [[_text(_plain(one)[column]) for column in columns] for one in resources]
    return _aligned([[column.upper() for column in columns], *rows])


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _plain(answer: Answer) -> Any:
    """An answer as the API would give it."""
    if isinstance(answer, str):
        return {"done": answer}
    if isinstance(answer, Resource):
        return answer.model_dump(mode="json")
    return [_plain(one) for one in answer]


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        return " ".join(_text(one) for one in value.values() if one is not None)
    return str(value).lower() if isinstance(value, bool) else str(value)
