"""What a change of an event came to, as clients read it."""

from adapters.http.event_refs import ref_text
from adapters.http.schemas.event_views import EventView
from domain.use_cases.change_event import Changed


def view_of(changed: Changed) -> EventView:
    """The event as it now is; with word of what else came of the change, if anything did."""
    view = EventView.of(changed.event)
    if changed.ended is None and not changed.dropped:
        return view
    return view.telling(
        ended_series_id=str(changed.ended) if changed.ended else None,
        begun_series_id=view.id if changed.ended else None,
        dropped_overrides=[ref_text(one) for one in changed.dropped],
    )
