"""What is asked of the results of an import in the background: a page, behind the number where the last one ended."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from adapters.http import cursors
from adapters.http.markers import Query
from adapters.http.paging import page_up_to
from adapters.http.schemas.described import Spelled
from adapters.http.schemas.import_views import ResultView, result_view
from adapters.http.schemas.resource import Page
from domain.incoming import ImportResult, Outcome

OutcomeParameter = Annotated[
    Annotated[Outcome, Spelled(Outcome)] | None,
    Query(description="Only results of this outcome.", alias="outcome"),
]


def first_of(job_id: UUID, outcome: Outcome | None, cursor: str | None) -> int:
    """The number of the result to begin with; InvalidCursor if the cursor is another query's."""
    return cursors.unpack(_query(job_id, outcome), cursor, int) if cursor is not None else 0


def page_of(
    job_id: UUID, outcome: Outcome | None, found: Sequence[tuple[int, ImportResult]], size: int, *, more: bool
) -> Page[ResultView]:
    """A page of as many results as an answer may hold, with a cursor if there are more of them."""
    views = [result_view(result) for _, result in found]
    return page_up_to(_query(job_id, outcome), views, [number + 1 for number, _ in found], size, more=more)


def _query(job_id: UUID, outcome: Outcome | None) -> Sequence[str | None]:
    return ["import results", str(job_id), outcome]
