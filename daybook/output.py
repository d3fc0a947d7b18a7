"""What commands print: tables for people, JSON for programs."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from daybook.diagnosis import report
from domain.incoming import Outcome

View = Mapping[str, Any]
Answer = View | Sequence[View] | str

_COLUMNS: dict[str, Sequence[str]] = {
    "owner": ("id", "name", "status", "plan", "created_at"),
    "key": ("id", "label", "hint", "status", "scopes", "expires_at", "last_used_at"),
    "identity": ("id", "user", "native", "created_at", "last_used_at"),
    "audit_entry": ("done_at", "action", "actor", "owner_name", "subject_ids"),
}


def show(answer: Answer, *, as_json: bool) -> None:
    """Print what a command found or did."""
    if as_json:
        print(json.dumps({"done": answer} if isinstance(answer, str) else answer, indent=2, ensure_ascii=False))
    elif isinstance(answer, str):
        print(answer)
    elif isinstance(answer, Mapping):
        print(_text_of(answer))
    else:
        print(_table(answer))


def _text_of(view: View) -> str:
    match view:
        case {"type": "key", "secret": secret}:
            return str(secret)
        case {"type": "import"}:
            return _report(view)
        case {"type": "diagnosis"}:
            return report(view)
        case _:
            return _aligned([[name, _text(value)] for name, value in view.items()])


def _report(done: View) -> str:
    """The numbers, and a line for whatever somebody should know of."""
    counts = ", ".join(f"{done[outcome]:,} {outcome}" for outcome in Outcome)
    lines = [f"{counts}{' (dry run)' if done['dry_run'] else ''}"]
    for result in done["results"]:
        where, uid = f"line {result['line']}", result["uid"]
        if result["reason"] is not None:
            lines.append(f"{where}: {result['outcome']}: {uid}: {result['reason']}")
        lines += [f"line {note['line']}: {uid}: {note['reason']}" for note in result["notes"]]
    return "\n".join(lines)


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
