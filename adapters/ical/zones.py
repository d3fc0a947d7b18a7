"""From a TZID in somebody's file to an IANA zone: by its name, whoever gave it, else by what its VTIMEZONE says."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import takewhile, zip_longest
from zoneinfo import ZoneInfo

from tzlocal.windows_tz import win_tz

from adapters.ical.content import Component
from adapters.ical.zone_file import history
from adapters.ical.zone_rules import Shift, ZoneRules, offset_at
from domain.time import DAY, FIRST_DAY, LAST_DAY, SECOND, zone_names, zone_or_none

_UTC_NAMES = {"utc", "uct", "gmt", "zulu", "z", "coordinated_universal_time", "universal_coordinated_time"}
_HOUR = timedelta(hours=1)
_GMT_HOURS = range(-12, 15)
_MOST_YEARS = 100
_MOST_WORK, _MATCHING = 200_000, 200
"""How many rules times years, and observances, are looked at for one calendar: some seconds' worth. Going through all
zones to find none is worth that many. Half of it is kept for `offset`, which those zones need then.
"""

_WELL_KNOWN = (
    "Europe/London Europe/Berlin Europe/Helsinki Europe/Moscow America/New_York America/Chicago America/Denver"
    " America/Los_Angeles America/Sao_Paulo Asia/Tokyo Asia/Shanghai Asia/Kolkata Australia/Sydney"
).split()
"""Those that come first where several zones are alike."""

_Shifts = tuple[timedelta, list[Shift]]


class Zones:
    """The time zones that a VCALENDAR speaks of."""

    def __init__(self, calendar: Component) -> None:
        self._components: dict[str, Component] = {}
        self._rules: dict[str, ZoneRules | None] = {}
        self._found: dict[tuple[str, int, int], ZoneInfo | None] = {}
        self._shifts: dict[tuple[str, int], _Shifts | None] = {}
        self._work_left = _MOST_WORK
        for component in calendar.components:
            if component.name == "VTIMEZONE" and (tzid := component.first("TZID")):
                self._components.setdefault(_plain(tzid.value), component)

    def zone(self, tzid: str, years: range) -> ZoneInfo | None:
        """The IANA zone that a TZID means, by its name or else by its VTIMEZONE's rules in those years.

        Of more than a hundred years the first hundred count. None if there is no such zone.
        """
        return named(tzid) or self._matching(_plain(tzid), years[:_MOST_YEARS])

    def offset(self, tzid: str, local: datetime) -> timedelta | None:
        """The UTC offset that the VTIMEZONE of a TZID has at a naive local time; None if there is no VTIMEZONE.

        A time that a change skips has the offset before it, one that happens twice is the first (RFC 5545 §3.3.5).
        """
        key = (_plain(tzid), local.year)
        if key not in self._shifts:
            self._shifts[key] = self._shifts_around(*key)
        shifts = self._shifts[key]
        return offset_at(local, *shifts) if shifts else None

    def _matching(self, tzid: str, years: range) -> ZoneInfo | None:
        key = (tzid, years.start, years.stop)
        if key not in self._found:
            self._found[key] = self._located(tzid) or self._alike(tzid, years)
        return self._found[key]

    def _located(self, tzid: str) -> ZoneInfo | None:
        component = self._components.get(tzid)
        location = component.first("X-LIC-LOCATION") if component else None
        return named(location.value) if location else None

    def _alike(self, tzid: str, years: range) -> ZoneInfo | None:
        """The first zone that has the offsets of the rules in those years, as far as the rules go back."""
        rules = self._rules_of(tzid, years) if self._work_left > _MOST_WORK // 2 else None
        if rules is None or not years:
            return None
        self._work_left -= _MATCHING
        first, end = _start_of(years.start), _start_of(years.stop)
        if first <= rules.begins < end:
            first = rules.begins + SECOND
        wanted = rules.shifts(first, end)
        return _first_alike(rules.fixed, first, end, wanted) if wanted else None

    def _shifts_around(self, tzid: str, year: int) -> _Shifts | None:
        rules = self._rules_of(tzid, range(year, year + 1))
        return rules.shifts(_start_of(year) - 2 * DAY, _start_of(year + 1) + 2 * DAY) if rules else None

    def _rules_of(self, tzid: str, years: range) -> ZoneRules | None:
        """The rules, read once; None if there are none, or if too much has been looked at already."""
        if self._work_left < 0:
            return None
        if tzid not in self._rules:
            component = self._components.get(tzid)
            self._rules[tzid] = ZoneRules.read(component) if component else None
        rules = self._rules[tzid]
        if rules is not None:
            self._work_left -= rules.size + rules.rules * len(years)
        return rules


def named(tzid: str) -> ZoneInfo | None:
    """The zone that a name means by itself: IANA's, also behind a path or carelessly written, Windows', or UTC's."""
    name = _plain(tzid)
    return zone_or_none(name) or zone_or_none(_iana_name(name.casefold().replace(" ", "_")) or "")


def _iana_name(folded: str) -> str | None:
    """RFC 5545 says nothing of the names themselves, so most are a path of the program's own and one of IANA's."""
    known = _by_folded_name()
    *path, end = folded.split("/")
    ends = ("/".join([*path[-length:], end]) for length in (2, 1) if len(path) >= length)
    return known.get(folded) or next((known[one] for one in ends if one in known), "UTC" if end in _UTC_NAMES else None)


@cache
def _by_folded_name() -> dict[str, str]:
    windows = {name.casefold().replace(" ", "_"): zone for name, zone in win_tz.items()}
    return windows | {name.casefold(): name for name in zone_names()}


def _plain(tzid: str) -> str:
    """A TZID without what quotes or escapes it: as a parameter it is quoted, as a value it has backslashes."""
    return tzid.strip().strip('"').replace("\\", "").strip()


def _first_alike(fixed: timedelta | None, first: datetime, end: datetime, wanted: _Shifts) -> ZoneInfo | None:
    names = _candidates() if fixed is None else [*_fixed_zone(fixed), *_candidates()]
    return next((ZoneInfo(name) for name in names if _is_alike(name, first, end, wanted)), None)


@cache
def _candidates() -> list[str]:
    """All zones, those that most people live in first."""
    rest = sorted(zone_names(), key=lambda name: ("/" not in name, name))
    return [name for name in dict.fromkeys((*_WELL_KNOWN, *win_tz.values(), *rest)) if name in zone_names()]


def _fixed_zone(offset: timedelta) -> Iterator[str]:
    """A zone that promises never to change, if there is one; what IANA calls Etc/GMT-1 is an hour ahead of UTC."""
    hours, rest = divmod(offset, _HOUR)
    if not rest and hours in _GMT_HOURS:
        yield f"Etc/GMT{-hours:+}" if hours else "UTC"


def _is_alike(name: str, first: datetime, end: datetime, wanted: _Shifts) -> bool:
    start, shifts = wanted
    known = history(name)
    later = known.later(first.replace(tzinfo=UTC))
    onsets = takewhile(lambda onset: onset.at < end.replace(tzinfo=UTC), later)
    if known.offset(first.replace(tzinfo=UTC) - SECOND) != start:
        return False
    found = (Shift(one.at.replace(tzinfo=None), one.after.offset) for one in onsets if one.before[0] != one.after[0])
    return all(one == other for one, other in zip_longest(found, shifts))


def _start_of(year: int) -> datetime:
    """The beginning of a year, naive UTC, or of the first or last one of the calendar."""
    return datetime(min(max(year, FIRST_DAY.year), LAST_DAY.year), 1, 1)  # noqa: DTZ001
