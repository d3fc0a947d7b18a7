"""A rule as text: `FREQ=MONTHLY;BYDAY=-1FR`. What RFC 5545 §3.3.10 forbids is refused, each with its reason."""

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from domain.recurrence.rule import MOST_COUNT, MOST_TIMES_A_DAY, Frequency, Rule, Weekday
from domain.recurrence.stamps import Stamp, Unreadable, stamp_text

_MOST_INTERVAL = 1_000_000
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEKDAY = re.compile(rf"([+-]?\d{{1,2}})?({'|'.join(_DAYS)})", re.ASCII)
_NUMBER = re.compile(r"[+-]?\d{1,7}", re.ASCII)
_LEAP_SECOND = 60

_NUMBERS: dict[str, tuple[str, int, int, bool]] = {
    "BYMONTH": ("by_month", 1, 12, False),
    "BYWEEKNO": ("by_week_no", 1, 53, True),
    "BYYEARDAY": ("by_year_day", 1, 366, True),
    "BYMONTHDAY": ("by_month_day", 1, 31, True),
    "BYHOUR": ("by_hour", 0, 23, False),
    "BYMINUTE": ("by_minute", 0, 59, False),
    "BYSECOND": ("by_second", 0, 60, False),
    "BYSETPOS": ("by_set_pos", 1, 366, True),
}
"""By part: the field, the least and the greatest number, and whether it may count from the end."""

_ONLY_WITH: dict[str, tuple[Frequency, ...]] = {
    "BYWEEKNO": (Frequency.YEARLY,),
    "BYYEARDAY": (Frequency.YEARLY, Frequency.HOURLY, Frequency.MINUTELY),
    "BYMONTHDAY": tuple(one for one in Frequency if one is not Frequency.WEEKLY),
}


@lru_cache(maxsize=4096)
def read_rule(text: str) -> tuple[Rule, Stamp | None]:
    """The rule of a text, and its UNTIL, which only the series can make sense of; Unreadable if it is none."""
    parts = _parts(text)
    frequency = _frequency(parts.pop("FREQ", None))
    until = Stamp.read(parts.pop("UNTIL")) if "UNTIL" in parts else None
    facts: dict[str, Any] = {}
    for name, value in parts.items():
        facts |= _read(name, value)
    rule = Rule(frequency, **facts)
    if until is not None and rule.count is not None:
        raise Unreadable("COUNT and UNTIL cannot both bound a rule. Give one of them.")
    _check(rule, parts)
    return rule, until


def rule_text(rule: Rule) -> str:
    """The rule as text, its parts in the order of the RFC."""
    parts = [f"FREQ={rule.frequency.name}"]
    if rule.until is not None:
        parts.append(f"UNTIL={stamp_text(rule.until if rule.until.tzinfo else rule.until.date())}")
    if rule.count is not None:
        parts.append(f"COUNT={rule.count}")
    if rule.interval > 1:
        parts.append(f"INTERVAL={rule.interval}")
    for name in ("BYSECOND", "BYMINUTE", "BYHOUR"):
        parts += _list(name, rule)
    if rule.by_day:
        parts.append("BYDAY=" + ",".join(f"{one.ordinal or ''}{_DAYS[one.day]}" for one in rule.by_day))
    for name in ("BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"):
        parts += _list(name, rule)
    if rule.week_start:
        parts.append(f"WKST={_DAYS[rule.week_start]}")
    return ";".join(parts)


def _list(name: str, rule: Rule) -> list[str]:
    numbers: Sequence[int] = getattr(rule, _NUMBERS[name][0])
    return [f"{name}={','.join(map(str, numbers))}"] if numbers else []


def _parts(text: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in text.upper().split(";"):
        name, equals, value = part.partition("=")
        if not (equals and value):
            raise Unreadable("A rule is made of parts such as FREQ=WEEKLY;BYDAY=MO, separated by semicolons.")
        if name in parts:
            raise Unreadable(f"{name} is given more than once.")
        parts[name] = value
    return parts


def _frequency(text: str | None) -> Frequency:
    names = ", ".join(one.name for one in reversed(Frequency))
    if text is None:
        raise Unreadable(f"FREQ is missing: {names}.")
    if text == "SECONDLY":
        raise Unreadable("FREQ=SECONDLY is not supported: the shortest period is MINUTELY.")
    if text not in Frequency.__members__:
        raise Unreadable(f"FREQ must be one of {names}.")
    return Frequency[text]


def _read(name: str, value: str) -> dict[str, Any]:
    if name in _NUMBERS:
        field, least, most, from_end = _NUMBERS[name]
        numbers = {_number(name, one, least, most, from_end=from_end) for one in value.split(",")}
        if name == "BYSECOND":  # RFC 5545 §3.3.12: who knows no leap seconds reads 60 as 59
            numbers = {min(one, _LEAP_SECOND - 1) for one in numbers}
        return {field: tuple(sorted(numbers))}
    if name in _READERS:
        return _READERS[name](value)
    if name in {"RSCALE", "SKIP"}:
        raise Unreadable(f"{name} (RFC 7529) is not supported: rules are read in the Gregorian calendar.")
    raise Unreadable(f"{name[:40]} is not a part of a rule.")


def _number(name: str, text: str, least: int, most: int, *, from_end: bool = False) -> int:
    if _NUMBER.fullmatch(text):
        number = int(text)
        if least <= (abs(number) if from_end else number) <= most:
            return number
    also = f", or -{most} to -{least}" if from_end else ""
    raise Unreadable(f"{name} takes numbers from {least} to {most}{also}.")


def _weekdays(value: str) -> dict[str, Any]:
    found = set()
    for one in value.split(","):
        match = _WEEKDAY.fullmatch(one)
        if match is None:
            raise Unreadable("BYDAY takes days such as MO, or 1MO and -1FR for the first and last of a month or year.")
        ordinal = _number("BYDAY", match[1], 1, 53, from_end=True) if match[1] else 0
        found.add(Weekday(_DAYS.index(match[2]), ordinal))
    return {"by_day": tuple(sorted(found, key=lambda one: (one.ordinal, one.day)))}


def _week_start(value: str) -> dict[str, Any]:
    if value not in _DAYS:
        raise Unreadable("WKST is a day of the week, such as MO.")
    return {"week_start": _DAYS.index(value)}


def _count(value: str) -> dict[str, Any]:
    if not (_NUMBER.fullmatch(value) and 1 <= int(value) <= MOST_COUNT):
        raise Unreadable(f"COUNT is from 1 to {MOST_COUNT:,}. Leave it out for a series without an end.")
    return {"count": int(value)}


_READERS: dict[str, Callable[[str], dict[str, Any]]] = {
    "INTERVAL": lambda value: {"interval": _number("INTERVAL", value, 1, _MOST_INTERVAL)},
    "COUNT": _count,
    "BYDAY": _weekdays,
    "WKST": _week_start,
}


def _check(rule: Rule, parts: dict[str, str]) -> None:
    """What the RFC says cannot stand together."""
    for name, frequencies in _ONLY_WITH.items():
        if name in parts and rule.frequency not in frequencies:
            raise Unreadable(f"{name} cannot be used with FREQ={rule.frequency.name}.")
    if any(one.ordinal for one in rule.by_day):
        if rule.frequency not in {Frequency.MONTHLY, Frequency.YEARLY}:
            raise Unreadable("BYDAY can count days, as in 1MO, only with FREQ=MONTHLY or FREQ=YEARLY.")
        if rule.by_week_no:
            raise Unreadable("BYDAY cannot count days, as in 1MO, together with BYWEEKNO.")
    if rule.times_a_day > MOST_TIMES_A_DAY:
        raise Unreadable(f"A rule has at most {MOST_TIMES_A_DAY:,} times a day: one a minute.")
    if rule.by_set_pos and not any(name.startswith("BY") and name != "BYSETPOS" for name in parts):
        raise Unreadable("BYSETPOS picks from what another BY part gives. Add one.")
