"""POST /v1/calendars"""

from typing import Annotated

from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import CurrentCaller
from adapters.http.schemas.calendars import CalendarDraft, CalendarView
from domain.use_cases.calendars import CreateCalendar
from functions.wiring import calendars, idempotency


@endpoint("calendars.create", once=idempotency.act_once)
def handler(
    caller: CurrentCaller,
    draft: CalendarDraft,
    create_calendar: Annotated[CreateCalendar, Uses(calendars.create_calendar)],
) -> CalendarView:
    """Create a calendar."""
    return CalendarView.of(create_calendar(caller.reach, draft.to_domain()))
