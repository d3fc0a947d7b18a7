"""VTIMEZONE (RFC 5545 §3.6.5): what a zone's clocks show, told to those who have no time zone database, or another one.

What a zone does every year becomes one RRULE for each of its two changes, which begins where the zone began to do so,
and what it did before becomes dates. So most zones take two observances, whatever the years that they are wanted for.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from adapters.ical.zone_file import History, history
from adapters.ical.zone_footer import Change, Kind, Onset
from domain.recurrence.stamps import stamp_text
from domain.time import FIRST_DAY, NO_TIME

_ALWAYS = datetime(FIRST_DAY.year, 1, 1, tzinfo=UTC)
_USUAL_START = datetime(1970, 1, 1, tzinfo=UTC)
_LISTED_TO = datetime(2200, 1, 1, tzinfo=UTC)
"""How far changes are listed that no RRULE can say. No zone has had such ones yet."""


def vtimezone(zone: ZoneInfo, first: datetime, last: datetime | None) -> list[str]:
    """The content lines, unfolded, of a zone as it is from one instant to another; without a `last`, for ever.

    Both are aware UTC. The observance that is in force at `first` is among them, with its own start.
    """
    known = history(zone.key)
    yearly_from = known.yearly_from()
    start = known.index(first) - 1
    if yearly_from is not None and first >= yearly_from:
        start = known.unbroken
    end = known.unbroken if last is None else min(known.index(last), known.unbroken)
    is_yearly = yearly_from is not None and (last is None or last >= yearly_from)
    since = _USUAL_START if first >= _USUAL_START else _ALWAYS
    return list(_written(zone.key, start, end, since, is_yearly=is_yearly))


@lru_cache(maxsize=1024)
def _written(key: str, start: int, end: int, since: datetime, *, is_yearly: bool) -> tuple[str, ...]:
    known = history(key)
    lines = ["BEGIN:VTIMEZONE", f"TZID:{key}"]
    if start < 0:
        lines += _observance(Onset(since - known.initial.offset, known.initial, known.initial))
    for alike in _grouped(known.onsets[max(start, 0) : end]):
        lines += _observance(alike[0], *_dates(alike[1:]))
    if is_yearly:
        lines += _yearly(known)
    return (*lines, "END:VTIMEZONE")


def _grouped(onsets: tuple[Onset, ...]) -> list[list[Onset]]:
    """Onsets by what they change, in the order of the first of each."""
    groups: dict[tuple[Kind, Kind], list[Onset]] = {}
    for onset in onsets:
        groups.setdefault((onset.before, onset.after), []).append(onset)
    return list(groups.values())


def _dates(onsets: list[Onset]) -> Iterator[str]:
    if onsets:
        yield f"RDATE:{','.join(stamp_text(onset.local) for onset in onsets)}"


def _yearly(known: History) -> Iterator[str]:
    """The observances of the changes that are made each year, from where they are never left out."""
    start = known.yearly_from() or _ALWAYS
    for change in known.changes:
        rules = change.rules()
        for rule in rules:
            yield from _observance(_first(known, change, rule, start), f"RRULE:{rule}")
        if not rules:
            listed = takewhile(lambda onset: onset.at < _LISTED_TO, known.later(start))
            one, *others = (onset for onset in listed if onset.after == change.after)
            yield from _observance(one, *_dates(others))


def _first(known: History, change: Change, rule: str, start: datetime) -> Onset:
    """The first onset of a change in the month that a rule of it is about."""
    onsets = (onset for onset in known.later(start) if onset.after == change.after)
    return next(onset for onset in onsets if "BYMONTH=" not in rule or f";BYMONTH={onset.local.month};" in rule)


def _observance(onset: Onset, *recurrence: str) -> list[str]:
    name = "DAYLIGHT" if onset.after.is_dst else "STANDARD"
    return [
        f"BEGIN:{name}",
        f"DTSTART:{stamp_text(onset.local)}",
        *recurrence,
        f"TZOFFSETFROM:{_offset(onset.before.offset)}",
        f"TZOFFSETTO:{_offset(onset.after.offset)}",
        f"TZNAME:{onset.after.name}",
        f"END:{name}",
    ]


def _offset(offset: timedelta) -> str:
    """RFC 5545 §3.3.14: seconds only if there are any."""
    minutes, seconds = divmod(round(abs(offset).total_seconds()), 60)
    return f"{'-' if offset < NO_TIME else '+'}{minutes // 60:02}{minutes % 60:02}{f'{seconds:02}' if seconds else ''}"
