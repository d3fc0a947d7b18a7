"""POST /v1/calendars"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller
from adapters.http.schemas.calendar_drafts import CalendarDraft
from adapters.http.schemas.calendar_views import CalendarView, calendar_resource
from adapters.http.schemas.resource import Versioned
from domain.use_cases.calendars import CreateCalendar
from functions.wiring import calendars, idempotency


@endpoint("calendars.create", once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    draft: CalendarDraft,
    create_calendar: Annotated[CreateCalendar, Uses(calendars.create_calendar)],
) -> Versioned[CalendarView]:
    """Create a calendar."""
    return calendar_resource(create_calendar(caller.reach, draft.to_domain()))
