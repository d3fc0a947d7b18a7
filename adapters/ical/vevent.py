"""An event as a VEVENT (RFC 5545 §3.6.1).

What it was imported with comes back: a line that was kept stands in for ours as long as it says what the event says.
"""

from collections.abc import Iterator

from adapters.ical.kept import is_lasting, with_kept
from adapters.ical.timing import recurrence_id, timing, utc_stamp
from adapters.ical.values import text
from domain.event import Event
from domain.series import Series


def vevent(event: Event, series: Series | None = None, uid: str | None = None) -> Iterator[str]:
    """Its content lines, unfolded. `series` is what an override belongs to; another `uid` than its own may be given."""
    yield "BEGIN:VEVENT"
    yield f"UID:{text(uid or event.uid.text)}"
    changed = utc_stamp(event.updated_at)
    yield f"DTSTAMP:{changed}"
    for line in recurrence_id(event, series):
        yield line.replace("RECURRENCE-ID", "RECURRENCE-ID;RANGE=THISANDFUTURE", 1) if is_lasting(event) else line
    yield f"SEQUENCE:{event.sequence}"
    yield f"CREATED:{utc_stamp(event.created_at)}"
    yield f"LAST-MODIFIED:{changed}"
    yield from timing(event)
    for unit in with_kept(event):
        yield from unit.split("\n")
    yield "END:VEVENT"
