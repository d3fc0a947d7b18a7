"""Parameters that several endpoints take, each described once."""

from typing import Annotated
from uuid import UUID

from adapters.http import limits
from adapters.http.markers import Calling, Path, Query
from domain.credential import Caller

CurrentCaller = Annotated[Caller, Calling()]
CalendarPath = Annotated[UUID, Path(alias="calendar_id", description="The calendar's id.")]
EventPath = Annotated[UUID, Path(alias="event_id", description="The event's id.")]
PageSize = Annotated[
    int, Query(description="How many to return at most.", ge=1, le=limits.PAGE_MOST, example=limits.PAGE_DEFAULT)
]
Cursor = Annotated[
    str | None, Query(description="`meta.page.next` of the page before, with all other parameters unchanged.")
]
