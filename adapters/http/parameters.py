"""Parameters that several endpoints take, each described once."""

from typing import Annotated
from uuid import UUID

from aws_lambda_powertools.event_handler import Depends, Request
from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from adapters.http import limits
from adapters.http.caller import caller_of
from domain.credential import Caller


def current_caller(request: Request) -> Caller:
    """The caller of the request that Powertools' resolver is at."""
    return caller_of(request.resolved_event.raw_event)


CurrentCaller = Annotated[Caller, Depends(current_caller)]

CalendarPath = Annotated[UUID, Path(alias="calendar_id", description="The calendar's id.")]
EventPath = Annotated[UUID, Path(alias="event_id", description="The event's id.")]
PageSize = Annotated[
    int, Query(ge=1, le=limits.PAGE_MOST, description="How many to return at most.", examples=[limits.PAGE_DEFAULT])
]
Cursor = Annotated[
    str | None, Query(description="`meta.page.next` of the page before, with all other parameters unchanged.")
]
