"""The days that a rule's parts pick from a year, a month or a week, as proleptic Gregorian ordinals, ascending.

Which part picks and which one only limits is RFC 5545's table (§3.3.10); what it leaves open — a part that would pick,
beside one that has picked already — is read as a limit. Rules are given as `Rule.explicit` makes them.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache

from domain.recurrence.rule import Rule, Weekday

_WEEK, _MONTHS = 7, 12
_DAYS_IN_FIRST_WEEK = 4  # a year's first week is the one that has at least four of its days
_LAST = date.max.toordinal()


def is_picked(rule: Rule, day: date) -> bool:
    """Whether a day is within all parts that limit days, for rules whose periods are a day or less."""
    return (
        (not rule.by_month or day.month in rule.by_month)
        and (not rule.by_month_day or _is_month_day(rule, day))
        and (not rule.by_day or any(one.day == day.weekday() for one in rule.by_day))
        and (not rule.by_year_day or _is_year_day(rule, day))
    )


@lru_cache(maxsize=4096)
def week_offsets(rule: Rule) -> tuple[int, ...]:
    """The days of a week that a weekly rule picks, counted from the week's first."""
    return tuple(sorted({(one.day - rule.week_start) % _WEEK for one in rule.by_day}))


def of_weeks(rule: Rule, firsts: Iterable[int]) -> Iterator[Sequence[int]]:
    """The days of each week that begins with one of those ordinals."""
    offsets = week_offsets(rule)
    for first in firsts:
        days = [first + offset for offset in offsets if first + offset <= _LAST]
        yield [day for day in days if date.fromordinal(day).month in rule.by_month] if rule.by_month else days


@lru_cache(maxsize=8192)
def of_month(rule: Rule, year: int, month: int) -> Sequence[int]:
    """The days of a month."""
    if rule.by_month and month not in rule.by_month:
        return ()
    first = date(year, month, 1).toordinal()
    end = _first_of_next(year, month)
    if not rule.by_month_day:
        return sorted(_weekdays(rule.by_day, first, end))
    days = {first + day - 1 if day > 0 else end + day for day in rule.by_month_day}
    days = {day for day in days if first <= day < end}
    return sorted(days & set(_weekdays(rule.by_day, first, end)) if rule.by_day else days)


@lru_cache(maxsize=4096)
def of_year(rule: Rule, year: int) -> Sequence[int]:
    """The days of a year; by weeks, they may lie in the year before or after."""
    if rule.by_week_no:
        return sorted(_limited(rule, year, _in_weeks(rule, year)))
    if rule.by_year_day:
        first, end = _bounds(year)
        days = {first + day - 1 if day > 0 else end + day for day in rule.by_year_day}
        return sorted(_limited(rule, year, {day for day in days if first <= day < end}))
    if rule.by_month_day and rule.by_day and not rule.by_month:
        return sorted(_limited(rule, year, range(*_bounds(year))))
    if rule.by_month or rule.by_month_day:
        months = rule.by_month or range(1, _MONTHS + 1)
        return sorted({day for month in months for day in of_month(rule, year, month)})
    return sorted(_weekdays(rule.by_day, *_bounds(year)))


def _limited(rule: Rule, year: int, days: Iterable[int]) -> set[int]:
    """What is left of days of a year, all that its weeks or days of the year pick."""
    kept = set(days)
    if rule.by_month:
        kept = {day for day in kept if date.fromordinal(day).month in rule.by_month}
    if rule.by_week_no and rule.by_year_day:
        kept = {day for day in kept if _is_year_day(rule, date.fromordinal(day))}
    if rule.by_month_day:
        kept = {day for day in kept if _is_month_day(rule, date.fromordinal(day))}
    if rule.by_day:
        kept &= {day for span in _spans(rule, year) for day in _weekdays(rule.by_day, *span)}
    return kept


def _in_weeks(rule: Rule, year: int) -> set[int]:
    """The days of the numbered weeks of a year (ISO 8601, but beginning on the rule's first day of the week)."""
    first, end = _first_week(rule, year), _first_week(rule, year + 1)
    count = (end - first) // _WEEK
    numbers = {number if number > 0 else count + 1 + number for number in rule.by_week_no}
    starts = [first + (number - 1) * _WEEK for number in numbers if 1 <= number <= count]
    return {start + day for start in starts for day in range(_WEEK) if start + day <= _LAST}


def _first_week(rule: Rule, year: int) -> int:
    """The ordinal of the first day of a year's first week."""
    january = _first_of_year(year)
    into_week = (january - 1 - rule.week_start) % _WEEK
    start = january - into_week
    return start if _WEEK - into_week >= _DAYS_IN_FIRST_WEEK else start + _WEEK


def _weekdays(wanted: Iterable[Weekday], first: int, end: int) -> set[int]:
    """Those weekdays between two ordinals, the second one excluded; an ordinal of theirs counts in there."""
    found: set[int] = set()
    for one in wanted:
        start = first + (one.day + 1 - first) % _WEEK  # ordinal 1 was a Monday
        every = range(start, end, _WEEK)
        if not one.ordinal:
            found.update(every)
        elif -len(every) <= one.ordinal <= len(every):
            found.add(every[one.ordinal - 1 if one.ordinal > 0 else one.ordinal])
    return found


def _spans(rule: Rule, year: int) -> list[tuple[int, int]]:
    """In which parts of a year weekdays are counted: in the months that the rule names, else in the year."""
    first, end = _bounds(year)
    if rule.by_week_no:  # whose days may lie in the year before or after; nothing is counted then
        return [(first - _WEEK, end + _WEEK)]
    if rule.by_month:
        return [(date(year, month, 1).toordinal(), _first_of_next(year, month)) for month in rule.by_month]
    return [(first, end)]


def _is_month_day(rule: Rule, day: date) -> bool:
    from_end = day.toordinal() - _first_of_next(day.year, day.month)
    return day.day in rule.by_month_day or from_end in rule.by_month_day


def _is_year_day(rule: Rule, day: date) -> bool:
    first, end = _bounds(day.year)
    return day.toordinal() - first + 1 in rule.by_year_day or day.toordinal() - end in rule.by_year_day


def _bounds(year: int) -> tuple[int, int]:
    """The ordinals of a year's first day and of the next one's."""
    return _first_of_year(year), _first_of_year(year + 1)


def _first_of_year(year: int) -> int:
    before = year - 1
    return before * 365 + before // 4 - before // 100 + before // 400 + 1


def _first_of_next(year: int, month: int) -> int:
    """The ordinal of the first day behind a month, which may be in the year 10000."""
    return date(year, month + 1, 1).toordinal() if month < _MONTHS else _first_of_year(year + 1)
