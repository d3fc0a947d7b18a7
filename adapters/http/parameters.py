"""Parameters that several endpoints take, each described once."""

from typing import Annotated
from uuid import UUID

from adapters.http import limits
from adapters.http.caller import caller_of
from adapters.http.markers import Path, Query, Seen
from domain.caller import Caller

CurrentCaller = Annotated[Caller, Seen(lambda event, _: caller_of(event))]
CalendarPath = Annotated[UUID, Path(alias="calendar_id", description="The calendar's id.")]
KeyPath = Annotated[UUID, Path(alias="key_id", description="The key's id.")]
FeedPath = Annotated[UUID, Path(alias="feed_id", description="The feed's id.")]
ImportJobPath = Annotated[UUID, Path(alias="job_id", description="The import job's id.")]
IdentityPath = Annotated[UUID, Path(alias="identity_id", description="The identity's id.")]
OwnerPath = Annotated[UUID, Path(alias="owner_id", description="The owner's id.")]
Force = Annotated[
    bool, Query(description="Do it even if no credential is left then that can manage keys.", example=False)
]
PageSize = Annotated[
    int, Query(description="How many to return at most.", ge=1, le=limits.PAGE_MOST, example=limits.PAGE_DEFAULT)
]
Cursor = Annotated[
    str | None, Query(description="`meta.page.next` of the page before, with all other parameters unchanged.")
]
