"""What commands print: tables for people, JSON for programs."""

import json
from collections.abc import Sequence
from typing import Any

from adapters.http.schemas.identities import IdentityView
from adapters.http.schemas.imports import ImportView
from adapters.http.schemas.keys import KeyView, NewKeyView
from adapters.http.schemas.owners import EntryView, OwnerView
from adapters.http.schemas.resource import Resource
from daybook.diagnosis import DiagnosisView
from domain.incoming import Outcome

Answer = Resource | Sequence[Resource] | str

_COLUMNS: dict[type[Resource], Sequence[str]] = {
    OwnerView: ("id", "name", "status", "plan", "created_at"),
    KeyView: ("id", "label", "hint", "status", "scopes", "expires_at", "last_used_at"),
    IdentityView: ("id", "user", "native", "created_at", "last_used_at"),
    EntryView: ("done_at", "action", "actor", "owner_name", "subject_ids"),
}


def show(answer: Answer, *, as_json: bool) -> None:
    """Print what a command found or did."""
    if as_json:
        print(json.dumps(_plain(answer), indent=2, ensure_ascii=False))
    elif isinstance(answer, str):
        print(answer)
    elif isinstance(answer, NewKeyView):
        print(answer.secret)
    elif isinstance(answer, ImportView):
        print(_report(answer))
    elif isinstance(answer, DiagnosisView):
        print(answer.report())
    elif isinstance(answer, Resource):
        print(_aligned([[name, _text(value)] for name, value in _plain(answer).items()]))
    else:
        print(_table(answer))


def _report(done: ImportView) -> str:
    """The numbers, and a line for whatever somebody should know of."""
    counts = ", ".join(f"{getattr(done, outcome):,} {outcome}" for outcome in Outcome)
    lines = [f"{counts}{' (dry run)' if done.dry_run else ''}"]
    for result in done.results:
        if result.reason is not None:
            lines.append(f"line {result.line}: {result.outcome}: {result.uid}: {result.reason}")
        lines += [f"line {note.line}: {result.uid}: {note.reason}" for note in result.notes]
    return "\n".join(lines)


def _table(resources: Sequence[Resource]) -> str:
    if not resources:
        return "There are none."
    columns = _COLUMNS[type(resources[0])]
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
