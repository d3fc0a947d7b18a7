"""What commands print: tables for people, JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

View = Mapping[str, Any]
Answer = View | Sequence[View] | str

_COLUMNS = {
    "owner": ("id", "name", "status", "plan", "created_at"),
    "key": ("id", "label", "hint", "status", "scopes", "expires_at", "last_used_at"),
    "identity": ("id", "user", "native", "created_at", "last_used_at"),
    "audit_entry": ("done_at", "action", "actor", "owner_name", "subject_ids"),
}
"""What is shown of resources of a type when there are many."""


def as_json(answer: Answer) -> str:
    """What a command found or did, for programs."""
    return json.dumps({"done": answer} if isinstance(answer, str) else answer, indent=2, ensure_ascii=False)


def in_words(answer: Answer) -> str:
    """What a command found or did, for people."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, Mapping):
        return _aligned([[name, _text(value)] for name, value in answer.items()])
    return _table(answer)


def _table(views: Sequence[View]) -> str:
    if not views:
        return "There are none."
    columns = _COLUMNS[views[0]["type"]]
    rows = [[_text(one[column]) for column in columns] for one in views]
    return _aligned([[column.upper() for column in columns], *rows])


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _text(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, list):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        return " ".join(_text(one) for one in value.values() if one is not None)
    return str(value).lower() if isinstance(value, bool) else str(value)
