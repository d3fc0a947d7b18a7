"""A recurrence rule (RFC 5545 §3.3.10)."""

from collections.abc import Callable
from datetime import datetime
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

MOST_COUNT = 10_000
MOST_TIMES_A_DAY = 24 * 60


class Frequency(IntEnum):
    """The periods that a rule goes through; the longer, the greater."""

    MINUTELY = 1
    HOURLY = 2
    DAILY = 3
    WEEKLY = 4
    MONTHLY = 5
    YEARLY = 6


class Weekday(NamedTuple):
    """A day of the week, Monday being 0; with an `ordinal`, that one of a month or year, if below 0 from its end."""

    day: int
    ordinal: int = 0


class Rule(NamedTuple):
    """The parts of a rule. Empty tuples are parts that it does not have.

    `until` is a bound as it was worded: a UTC instant, or midnight of a date for an all-day series. `last` is what it
    or `count` comes to, worked out once, when the series is written: the local time of the last occurrence.
    """

    frequency: Frequency
    interval: int = 1
    count: int | None = None  # type: ignore[assignment]  # which a tuple has as a method, that nobody needs here
    until: datetime | None = None
    last: datetime | None = None
    by_month: tuple[int, ...] = ()
    by_week_no: tuple[int, ...] = ()
    by_year_day: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[Weekday, ...] = ()
    by_hour: tuple[int, ...] = ()
    by_minute: tuple[int, ...] = ()
    by_second: tuple[int, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    @property
    def times_a_day(self) -> int:
        """At how many times of a day it may recur, at most."""
        hours = len(self.by_hour) or (24 if self.frequency < Frequency.DAILY else 1)
        minutes = len(self.by_minute) or (60 if self.frequency is Frequency.MINUTELY else 1)
        sparse = self.interval if self.frequency < Frequency.DAILY else 1
        return max(hours * minutes * max(len(self.by_second), 1) // sparse, 1)

    def explicit(self, anchor: datetime) -> "Rule":
        """The rule with what it leaves to its start said aloud (RFC 5545 §3.3.10: "derived from the DTSTART")."""
        return _explicit(self, anchor) if self.leaves_something else self

    @property
    def leaves_something(self) -> bool:
        """Whether anything is left to the start."""
        return not (self.by_second and (self.by_minute or self.frequency < Frequency.HOURLY)) or bool(
            self.frequency > Frequency.HOURLY and not (self.by_hour and self._names_days)
        )

    @property
    def _names_days(self) -> bool:
        if self.frequency is Frequency.DAILY:
            return True
        named = self.by_month_day or self.by_day
        return bool(named or (self.frequency is Frequency.YEARLY and self.by_year_day))


@lru_cache(maxsize=4096)
def _explicit(rule: Rule, anchor: datetime) -> Rule:
    said = _IMPLIED_DAYS[rule.frequency](rule, anchor)
    if not rule.by_second:
        said = said._replace(by_second=(anchor.second,))
    if not rule.by_minute and rule.frequency > Frequency.MINUTELY:
        said = said._replace(by_minute=(anchor.minute,))
    if not rule.by_hour and rule.frequency > Frequency.HOURLY:
        said = said._replace(by_hour=(anchor.hour,))
    return said


def _as_it_is(rule: Rule, _anchor: datetime) -> Rule:
    return rule


def _with_weekday(rule: Rule, anchor: datetime) -> Rule:
    return rule if rule.by_day else rule._replace(by_day=(Weekday(anchor.weekday()),))


def _with_month_day(rule: Rule, anchor: datetime) -> Rule:
    return rule if rule.by_day or rule.by_month_day else rule._replace(by_month_day=(anchor.day,))


def _with_year_day(rule: Rule, anchor: datetime) -> Rule:
    if rule.by_day or rule.by_month_day or rule.by_year_day:
        return rule
    if rule.by_week_no:
        return _with_weekday(rule, anchor)
    return rule._replace(by_month=rule.by_month or (anchor.month,), by_month_day=(anchor.day,))


_IMPLIED_DAYS: dict[Frequency, Callable[[Rule, datetime], Rule]] = {
    Frequency.MINUTELY: _as_it_is,
    Frequency.HOURLY: _as_it_is,
    Frequency.DAILY: _as_it_is,
    Frequency.WEEKLY: _with_weekday,
    Frequency.MONTHLY: _with_month_day,
    Frequency.YEARLY: _with_year_day,
}
