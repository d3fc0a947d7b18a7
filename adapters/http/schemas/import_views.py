"""What became of a file that was imported, as clients read it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal
from uuid import UUID

from adapters.http import limits
from adapters.http.schemas.described import Described, TypedDict
from adapters.http.schemas.resource import size_of
from domain.incoming import ImportResult, Outcome

_SHORT = 100


class NoteView(TypedDict):
    """Something to know about a line of the file."""

    line: int
    reason: str


class ResultView(TypedDict):
    """What became of all that the file says under one UID."""

    uid: str
    line: Annotated[int, Described("Where it begins in the file, from 1.")]
    outcome: Outcome
    event_id: Annotated[str | None, Described("The event that it now is, unless it failed or is none.")]
    reason: Annotated[str | None, Described("Why it was skipped, or failed.")]
    notes: Annotated[list[NoteView], Described("What else there is to know, such as what could not be taken in.")]


class ImportView(TypedDict):
    """A file that was imported, or, on a dry run, would be."""

    id: str
    type: Literal["import"]
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    results: Sequence[ResultView]


class Counts(TypedDict):
    """How many UIDs met each outcome."""

    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int


def counts_view(counts: Mapping[Outcome, int]) -> Counts:
    return {
        "created": counts.get(Outcome.CREATED, 0),
        "updated": counts.get(Outcome.UPDATED, 0),
        "unchanged": counts.get(Outcome.UNCHANGED, 0),
        "skipped": counts.get(Outcome.SKIPPED, 0),
        "failed": counts.get(Outcome.FAILED, 0),
    }


def result_view(result: ImportResult) -> ResultView:
    return {
        "uid": result.uid,
        "line": result.line,
        "outcome": result.outcome,
        "event_id": str(result.event_id) if result.event_id is not None else None,
        "reason": result.reason,
        "notes": [{"line": note.line, "reason": note.reason} for note in result.notes],
    }


def import_view(calendar_id: UUID, results: Iterable[ImportResult], *, dry_run: bool) -> ImportView:
    """All of them; `id` is the calendar's, since an import is nothing that is kept."""
    views = [result_view(result) for result in results]
    return {
        "id": str(calendar_id),
        "type": "import",
        "dry_run": dry_run,
        **counts_view(Counter(view["outcome"] for view in views)),
        "results": views,
    }


def fitting(view: ImportView) -> ImportView:
    """The same, with all results; but without notes and with short UIDs, if they are more than an answer holds."""
    if size_of(view["results"]) <= limits.ANSWER_BYTES:
        return view
    return {**view, "results": [_shortened(one) for one in view["results"]]}


def _shortened(view: ResultView) -> ResultView:
    """The same, as far as there is always room for it."""
    return {**view, "uid": view["uid"][:_SHORT], "notes": []}
