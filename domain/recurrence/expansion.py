"""Which local times a rule yields between two others, at a cost that follows their distance, not the rule's age.

Each kind of period is reached by arithmetic: the first one near the window that is a multiple of INTERVAL away from the
start's own. From there on it is: the period's days, times the times of the day, then BYSETPOS.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import MAXYEAR, date, datetime, timedelta
from functools import lru_cache

from domain.recurrence import days
from domain.recurrence.rule import Frequency, Rule

_WEEK, _MONTHS, _HOURS, _MINUTES = 7, 12, 24, 60


def between(rule: Rule, anchor: datetime, first: datetime, last: datetime) -> list[datetime]:
    """The local times from `first` to `last`, both included, ascending; none before the anchor or after the rule's end.

    The anchor, which a series begins with in any case, is among them only if the rule yields it.
    """
    first = max(first, anchor)
    if rule.last is not None and rule.last < last:
        last = rule.last
    if last < first:
        return []
    found = list(_PERIODS[rule.frequency](rule.explicit(anchor), anchor, first, last))
    return found[bisect_left(found, first) : bisect_right(found, last)]


def _aligned(origin: int, interval: int, first: int, last: int) -> range:
    """The multiples of an interval, counted from an origin, from the last one not after `first` up to `last`."""
    return range(origin + (first - origin) // interval * interval, last + 1, interval)


def _yearly(rule: Rule, anchor: datetime, first: datetime, last: datetime) -> Iterable[datetime]:
    early, late = (1, 1) if rule.by_week_no else (0, 0)  # a week of a year may lie in the one before or after
    years = _aligned(anchor.year, rule.interval, first.year - early, min(last.year + late, MAXYEAR))
    found = (days.of_year(rule, year) for year in years if year >= anchor.year - early)
    return _on_days(rule, found, first, last)


def _monthly(rule: Rule, anchor: datetime, first: datetime, last: datetime) -> Iterable[datetime]:
    months = _aligned(_month(anchor), rule.interval, _month(first), _month(last))
    found = (days.of_month(rule, month // _MONTHS, month % _MONTHS + 1) for month in months)
    return _on_days(rule, found, first, last)


def _weekly(rule: Rule, anchor: datetime, first: datetime, last: datetime) -> Iterable[datetime]:
    origin = anchor.toordinal() - (anchor.weekday() - rule.week_start) % _WEEK
    weeks = _aligned(origin, rule.interval * _WEEK, first.toordinal(), last.toordinal())
    return _on_days(rule, days.of_weeks(rule, weeks), first, last)


def _daily(rule: Rule, anchor: datetime, first: datetime, last: datetime) -> Iterable[datetime]:
    found: Sequence[int] = _aligned(anchor.toordinal(), rule.interval, first.toordinal(), last.toordinal())
    if rule.by_month or rule.by_month_day or rule.by_day:
        found = [day for day in found if days.is_picked(rule, date.fromordinal(day))]
    return _on_days(rule, [(day,) for day in found] if rule.by_set_pos else (found,), first, last)


def _hourly(rule: Rule, anchor: datetime, first: datetime, last: datetime) -> Iterator[datetime]:
    times = _times((0,), rule.by_minute, rule.by_second)
    times = tuple(times[index] for index in _picked(len(times), rule.by_set_pos))
    origin = anchor.toordinal() * _HOURS + anchor.hour
    for day, midnight in _days(rule, origin, _HOURS, first, last) if times else ():
        for hour in _hours(rule, (origin - day * _HOURS) % rule.interval):
            yield from (midnight + timedelta(hours=hour) + time for time in times)


def _minutely(rule: Rule, anchor: datetime, first: datetime, last: datetime) -> Iterator[datetime]:
    times = _times((0,), (0,), rule.by_second)
    times = tuple(times[index] for index in _picked(len(times), rule.by_set_pos))
    in_day = _HOURS * _MINUTES
    origin = anchor.toordinal() * in_day + anchor.hour * _MINUTES + anchor.minute
    for day, midnight in _days(rule, origin, in_day, first, last) if times else ():
        for minute in _minutes(rule, (origin - day * in_day) % rule.interval):
            yield from (midnight + timedelta(minutes=minute) + time for time in times)


@lru_cache(maxsize=256)
def _hours(rule: Rule, first: int) -> tuple[int, ...]:
    """The hours of a day that an hourly rule yields, if its first period of the day is that hour."""
    return tuple(hour for hour in range(first, _HOURS, rule.interval) if not rule.by_hour or hour in rule.by_hour)


@lru_cache(maxsize=256)
def _minutes(rule: Rule, first: int) -> tuple[int, ...]:
    """The minutes of a day that a minutely rule yields, if its first period of the day is that minute."""
    return tuple(
        minute
        for minute in range(first, _HOURS * _MINUTES, rule.interval)
        if (not rule.by_hour or minute // _MINUTES in rule.by_hour)
        and (not rule.by_minute or minute % _MINUTES in rule.by_minute)
    )


def _days(rule: Rule, origin: int, in_day: int, first: datetime, last: datetime) -> Iterator[tuple[int, datetime]]:
    """The days that an hourly or minutely rule may yield, if so many of its periods are in a day."""
    found: Iterable[int] = range(first.toordinal(), last.toordinal() + 1)
    if rule.interval > in_day:
        periods = _aligned(origin, rule.interval, first.toordinal() * in_day, (last.toordinal() + 1) * in_day - 1)
        found = (period // in_day for period in periods)
    limited = rule.by_month or rule.by_month_day or rule.by_day or rule.by_year_day
    for day in found:
        if not limited or days.is_picked(rule, date.fromordinal(day)):
            yield day, _midnight(day)


def _on_days(rule: Rule, periods: Iterable[Sequence[int]], first: datetime, last: datetime) -> list[datetime]:
    """The times of the day on each period's days, as far as they may lie between two local times.

    Where BYSETPOS picks, it picks from all of a period; they are counted, not made.
    """
    times = _times(rule.by_hour, rule.by_minute, rule.by_second)
    found: list[datetime] = []
    if rule.by_set_pos:
        for period in periods:
            for index in _picked(len(period) * len(times), rule.by_set_pos):
                found.append(_midnight(period[index // len(times)]) + times[index % len(times)])
        return found
    early, late = first.toordinal(), last.toordinal()
    near = [day for period in periods for day in period if early <= day <= late]
    return [midnight + time for midnight in map(_midnight, near) for time in times]


@lru_cache(maxsize=4096)
def _times(hours: tuple[int, ...], minutes: tuple[int, ...], seconds: tuple[int, ...]) -> tuple[timedelta, ...]:
    return tuple(timedelta(hours=h, minutes=m, seconds=s) for h in hours for m in minutes for s in seconds)


_midnight = datetime.fromordinal


def _picked(count: int, positions: tuple[int, ...]) -> list[int]:
    """The indexes of BYSETPOS's picks from so many; all of them without it."""
    if not positions:
        return list(range(count))
    indexes = {one - 1 if one > 0 else count + one for one in positions}
    return sorted(index for index in indexes if 0 <= index < count)


def _month(moment: datetime) -> int:
    return moment.year * _MONTHS + moment.month - 1


_PERIODS: dict[Frequency, Callable[[Rule, datetime, datetime, datetime], Iterable[datetime]]] = {
    Frequency.MINUTELY: _minutely,
    Frequency.HOURLY: _hourly,
    Frequency.DAILY: _daily,
    Frequency.WEEKLY: _weekly,
    Frequency.MONTHLY: _monthly,
    Frequency.YEARLY: _yearly,
}
