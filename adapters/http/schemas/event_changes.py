"""What a change of an event came to, as clients read it."""

from adapters.http.event_refs import ref_text
from adapters.http.schemas.event_views import EventView, event_resource
from adapters.http.schemas.resource import Versioned
from domain.use_cases.change_event import Changed


def changed_resource(changed: Changed) -> Versioned[EventView]:
    """The event as it now is; with word of what else came of the change, if anything did."""
    event = event_resource(changed.event)
    if changed.ended is None and not changed.dropped:
        return event
    return event.telling(
        ended_series_id=str(changed.ended) if changed.ended else None,
        begun_series_id=event.view["id"] if changed.ended else None,
        dropped_overrides=[ref_text(one) for one in changed.dropped],
    )
