"""What became of a file that was imported, as JSON."""

from collections import Counter
from collections.abc import Iterable
from typing import Literal, Self
from uuid import UUID

from pydantic import BaseModel, Field
from pydantic_core import to_json

from adapters.http import limits
from adapters.http.schemas.resource import Resource
from domain.incoming import ImportResult, Outcome

_SHORT = 100


class NoteView(BaseModel):
    """Something to know about a line of the file."""

    line: int
    reason: str


class ResultView(BaseModel):
    """What became of all that the file says under one UID."""

    uid: str
    line: int = Field(description="Where it begins in the file, from 1.")
    outcome: Outcome
    event_id: str | None = Field(description="The event that it now is, unless it failed or is none.")
    reason: str | None = Field(description="Why it was skipped, or failed.")
    notes: list[NoteView] = Field(description="What else there is to know, such as what could not be taken in.")

    def shortened(self) -> Self:
        """The same, as far as there is always room for it."""
        return self.model_copy(update={"uid": self.uid[:_SHORT], "notes": []})

    @classmethod
    def of(cls, result: ImportResult) -> "ResultView":
        return cls.model_construct(
            uid=result.uid,
            line=result.line,
            outcome=result.outcome,
            event_id=str(result.event_id) if result.event_id is not None else None,
            reason=result.reason,
            notes=[NoteView.model_construct(line=note.line, reason=note.reason) for note in result.notes],
        )


class ImportView(Resource):
    """A file that was imported, or, on a dry run, would be."""

    versioned = False

    type: Literal["import"] = "import"
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    skipped: int
    failed: int
    results: list[ResultView]

    def fitting(self) -> Self:
        """The same, with all results; but without notes and with short UIDs, if they are more than an answer holds."""
        if len(to_json(self.results)) > limits.ANSWER_BYTES:
            self.results = [view.shortened() for view in self.results]
        return self

    @classmethod
    def of(cls, calendar_id: UUID, results: Iterable[ImportResult], *, dry_run: bool) -> "ImportView":
        """All of them; `id` is the calendar's, since an import is nothing that is kept."""
        views = [ResultView.of(result) for result in results]
        counts = Counter(view.outcome for view in views)
        return cls.model_construct(
            id=str(calendar_id),
            dry_run=dry_run,
            created=counts[Outcome.CREATED],
            updated=counts[Outcome.UPDATED],
            unchanged=counts[Outcome.UNCHANGED],
            skipped=counts[Outcome.SKIPPED],
            failed=counts[Outcome.FAILED],
            results=views,
        )
