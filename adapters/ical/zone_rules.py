"""What a VTIMEZONE that somebody sent says (RFC 5545 §3.6.5): which UTC offset is in force when.

Nothing in it is trusted: what is broken, or more than any real zone has, is as good as no VTIMEZONE at all. Its times
are looked at only near the years asked for, since many begin in 1601.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from adapters.ical.content import Component
from domain.records import dataclass
from domain.recurrence.expansion import between
from domain.recurrence.recurrence import Recurrence, within
from domain.recurrence.rule import Frequency, Rule
from domain.recurrence.rule_text import read_rule
from domain.recurrence.stamps import Stamp, Unreadable
from domain.time import DAY, NO_TIME, SECOND

_OBSERVANCES = {"STANDARD", "DAYLIGHT"}
_MOST_OBSERVANCES, _MOST_RULES, _MOST_COUNT, _MOST_ONSETS = 500, 40, 100, 2000
_OFFSET = re.compile(r"([+-])(\d\d):?([0-5]\d)(?::?([0-5]\d))?", re.ASCII)
_YEAR = 366 * DAY
_BACK = (_YEAR + 7 * DAY, 40 * _YEAR)
"""How far back a rule's last onset is looked for: a year, or as long as a leap day may keep away, and a good deal."""

_FIRST, _LAST = datetime(1, 1, 3), datetime(9999, 12, 29)  # noqa: DTZ001 local


class Shift(NamedTuple):
    """The instant, naive UTC, from which on another UTC offset is in force."""

    at: datetime
    offset: timedelta


class _Observance(NamedTuple):
    before: timedelta
    after: timedelta
    recurrence: Recurrence

    def latest(self, end: datetime) -> datetime | None:
        """Its last onset earlier than an instant, as one; None if it begins later. All of them are naive UTC."""
        local = _moved(end, self.before) - SECOND
        if self.recurrence.anchor > local:
            return None
        ends = [self.recurrence.anchor, *within(self.recurrence.dates, self.recurrence.anchor, local)[-1:]]
        ends += [found for rule in self.recurrence.rules for found in _latest(rule, self.recurrence.anchor, local)]
        return _moved(max(ends), -self.before)

    def onsets(self, first: datetime, end: datetime) -> Iterator[datetime]:
        """Its onsets in a span of instants; those that rules yield some at a time."""
        start, last = _moved(first, self.before), _moved(end, self.before) - SECOND
        if not self.recurrence.rules:
            yield from (_moved(one, -self.before) for one in self.recurrence.between(start, last))
            return
        for part in self.recurrence.parts(start, last):
            yield from (_moved(one, -self.before) for one in part.times)


@dataclass(frozen=True, slots=True)
class ZoneRules:
    """The observances of a VTIMEZONE."""

    _observances: tuple[_Observance, ...]

    @classmethod
    def read(cls, component: Component) -> "ZoneRules | None":
        """Those of a component; None if it is broken, unusual beyond any zone's needs, or has none."""
        parts = [one for one in component.components if one.name in _OBSERVANCES]
        if not (component.complete and 0 < len(parts) <= _MOST_OBSERVANCES):
            return None
        try:
            found = cls(tuple(_observance(one) for one in parts))
        except (ValueError, OverflowError):
            return None
        return found if found.rules <= _MOST_RULES else None

    @property
    def rules(self) -> int:
        """How many RRULEs there are."""
        return sum(len(one.recurrence.rules) for one in self._observances)

    @property
    def size(self) -> int:
        """How much there is to look at, whatever the years."""
        return len(self._observances) + sum(_MOST_COUNT for one in self._observances if _is_counted(one.recurrence))

    @property
    def begins(self) -> datetime:
        """The first instant, naive UTC, of which it says anything."""
        return self._first()[0]

    @property
    def fixed(self) -> timedelta | None:
        """Its only UTC offset, if it has only one."""
        offsets = {offset for one in self._observances for offset in (one.before, one.after)}
        return offsets.pop() if len(offsets) == 1 else None

    def shifts(self, first: datetime, end: datetime) -> tuple[timedelta, list[Shift]] | None:
        """The offset just before a span of instants, naive UTC, and what it becomes within; None if that is too much.

        Before the first onset of all it is what that one changes from.
        """
        found: list[Shift] = []
        for one in self._observances:
            for at in one.onsets(first, end):
                found.append(Shift(at, one.after))
                if len(found) > _MOST_ONSETS:
                    return None
        start = self._before(first)
        return start, list(_changing(start, sorted(found)))

    def _before(self, first: datetime) -> timedelta:
        latest = [Shift(at, one.after) for one in self._observances if (at := one.latest(first)) is not None]
        return max(latest).offset if latest else self._first()[1]

    def _first(self) -> tuple[datetime, timedelta]:
        return min((_moved(one.recurrence.anchor, -one.before), one.before) for one in self._observances)


def offset_at(local: datetime, start: timedelta, shifts: list[Shift]) -> timedelta:
    """The offset of a naive local time: before a gap if it lies in that, the first one if it happens twice."""
    offset = start
    for shift in shifts:
        if local - max(offset, shift.offset) < shift.at:
            break
        offset = shift.offset
    return offset


def _changing(offset: timedelta, shifts: list[Shift]) -> Iterator[Shift]:
    """Shifts without those that change nothing."""
    for shift in shifts:
        if shift.offset != offset:
            yield shift
            offset = shift.offset


def _observance(component: Component) -> _Observance:
    """Raise ValueError if anything that counts is missing, cannot be read or is not to be expected there."""
    start, before, after = (component.first(name) for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"))
    if not (component.complete and start and before and after):
        raise Unreadable("An observance has DTSTART, TZOFFSETFROM and TZOFFSETTO.")
    offset = _offset(before.value)
    anchor = _local(Stamp.read(start.value.strip().upper()), offset)
    lines = [
        parts for line in component.lines if line.text[:5].upper() in {"RRULE", "RDATE"} and (parts := line.parts())
    ]
    rules = [_rule(one.value, anchor, offset) for one in lines if one.name == "RRULE"]
    dates = {_local(Stamp.read(text), offset) for one in lines if one.name == "RDATE" for text in _list(one.value)}
    if len(dates) > _MOST_ONSETS:
        raise Unreadable("No zone has been changed so often.")
    return _Observance(offset, _offset(after.value), Recurrence(anchor, tuple(rules), tuple(sorted(dates))))


def _list(text: str) -> list[str]:
    return text.strip().upper().split(",")


def _rule(text: str, anchor: datetime, before: timedelta) -> Rule:
    rule, until = read_rule(text.strip().strip(";"))
    if rule.frequency < Frequency.MONTHLY or rule.times_a_day > 1:
        raise Unreadable("Clocks are changed once or twice a year.")
    if until is not None:
        end = _moved(until.moment, DAY - SECOND) if until.is_date else _local(until, before)
        return rule._replace(last=end)
    if rule.count is None:
        return rule
    return rule._replace(last=_counted(rule, rule.count, anchor))


def _counted(rule: Rule, count: int, anchor: datetime) -> datetime:
    """When the last one is. COUNT counts the start as well (RFC 5545 §3.3.10)."""
    if count > _MOST_COUNT or rule.interval > 1:
        raise Unreadable("UNTIL is what bounds a rule of a time zone.")
    others = [one for one in between(rule, anchor, anchor, anchor + min(count * _YEAR, _LAST - anchor)) if one > anchor]
    return [anchor, *others][:count][-1]


def _is_counted(recurrence: Recurrence) -> bool:
    return any(rule.count is not None for rule in recurrence.rules)


def _latest(rule: Rule, anchor: datetime, end: datetime) -> list[datetime]:
    """The rule's last onset not after a local time that is not before its start; none if that is too long ago."""
    end = min(end, rule.last) if rule.last is not None else end
    for back in _BACK:
        found = between(rule, anchor, end - min(back, max(end - anchor, NO_TIME)), end)
        if found:
            return found[-1:]
    return []


def _local(stamp: Stamp, before: timedelta) -> datetime:
    """On the clock that has not been changed yet. Only UNTIL should be UTC, but others are at times."""
    moment = stamp.moment.replace(tzinfo=None)
    return _moved(moment, before) if stamp.moment.tzinfo else moment


def _offset(text: str) -> timedelta:
    match = _OFFSET.fullmatch(text.strip())
    if match is None:
        raise Unreadable("A UTC offset is written as in +0100.")
    length = timedelta(hours=int(match[2]), minutes=int(match[3]), seconds=int(match[4] or 0))
    if length >= DAY:
        raise Unreadable("A UTC offset is less than a day.")
    return NO_TIME - length if match[1] == "-" else length


def _moved(moment: datetime, by: timedelta) -> datetime:
    """Later or earlier by that, but not beyond what there is of time, with a day to spare."""
    return min(max(moment, _FIRST), _LAST) + by
