"""The set of local times at which a series recurs (RFC 5545 §3.8.5)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from domain.records import dataclass
from domain.recurrence import expansion
from domain.recurrence.rule import Rule
from domain.time import SECOND

MOST_EXCEPTIONS = 2000
"""How many RDATEs, EXDATEs and overrides a series may have, together."""

_MOST_DAYS, _ENOUGH = 400, 500


class Part(NamedTuple):
    """What recurs from a local time to another one, both included."""

    first: datetime
    last: datetime
    times: list[datetime]


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The start, the rules and the dates of a series, and its exceptions.

    The start, `anchor`, always is the first occurrence, whether or not a rule yields it: so RFC 5545 §3.8.2.4, whose
    example of every Friday the 13th excludes a start that is none. `dates` are RDATEs, `excluded` EXDATEs, both
    ascending. `overridden` has each occurrence that was changed alone: by its original start, UTC, which is its
    identity for ever, the local time that it had. `overrides_until` is a date that no override reaches beyond.
    """

    anchor: datetime
    rules: tuple[Rule, ...] = ()
    dates: tuple[datetime, ...] = ()
    excluded: tuple[datetime, ...] = ()
    overridden: Mapping[datetime, datetime] = field(default_factory=dict)
    overrides_until: date | None = None

    @property
    def last(self) -> datetime | None:
        """The last local time that anything yields, exceptions not looked at; None if there is no end."""
        ends = [rule.last for rule in self.rules]
        known = [end for end in ends if end is not None]
        return max([self.anchor, *self.dates[-1:], *known]) if len(known) == len(ends) else None

    @property
    def exceptions(self) -> int:
        return len(self.dates) + len(self.excluded) + len(self.overridden)

    def between(self, first: datetime, last: datetime) -> list[datetime]:
        """The local times from `first` to `last`, both included, ascending, each once; exceptions not looked at."""
        if len(self.rules) == 1 and not self.dates:
            found = expansion.between(self.rules[0], self.anchor, first, last)
            if first <= self.anchor <= last and (not found or found[0] != self.anchor):
                found.insert(0, self.anchor)
            return found
        found = [time for rule in self.rules for time in expansion.between(rule, self.anchor, first, last)]
        found += within(self.dates, first, last)
        if first <= self.anchor <= last:
            found.append(self.anchor)
        return sorted(set(found))

    def has(self, local: datetime) -> bool:
        """Whether it recurs at that local time, exceptions not looked at."""
        return bool(self.between(local, local))

    def parts(self, first: datetime, last: datetime) -> Iterator[Part]:
        """As `between`, but a part after the other, each about as large as is worth the while."""
        days = max(_ENOUGH // max((rule.times_a_day for rule in self.rules), default=1), 1)
        while first <= last:
            end = first + min(timedelta(min(days, _MOST_DAYS)), last - first)
            found = self.between(first, end)
            yield Part(first, end, found)
            first = end + SECOND
            if len(found) < _ENOUGH:
                days *= 2


def within(times: tuple[datetime, ...], first: datetime, last: datetime) -> tuple[datetime, ...]:
    """Those of some ascending times that lie between two others, both included."""
    return times[bisect_left(times, first) : bisect_right(times, last)]
