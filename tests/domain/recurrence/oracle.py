"""A slow and obvious reading of RFC 5545 §3.3.10: go through every day, or minute, and ask of each whether it is in."""

from calendar import isleap, monthrange
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import groupby
from zoneinfo import ZoneInfo

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
SUB_DAILY = ("HOURLY", "MINUTELY")

Parts = dict[str, str]


def occurrences(lines: Sequence[str], anchor: datetime, horizon: datetime, zone: ZoneInfo | None) -> list[datetime]:
    """The local times up to a horizon of RRULE lines and of RDATE lines that are local already."""
    found = {anchor}
    for line in lines:
        name, _, value = line.partition(":")
        if name == "RRULE":
            found.update(of_rule(value, anchor, horizon, zone))
        else:
            found.update(datetime.fromisoformat(one) for one in value.split(","))
    return sorted(time for time in found if time <= horizon)


def of_rule(text: str, anchor: datetime, horizon: datetime, zone: ZoneInfo | None) -> list[datetime]:
    """The local times up to a horizon that a rule yields, and its start, which COUNT counts."""
    parts = dict(part.split("=") for part in text.split(";"))
    later = [time for time in _unbounded(parts, anchor, horizon) if anchor < time <= horizon]
    if "UNTIL" in parts:
        until = _until(parts["UNTIL"], zone)
        ends = [number for number, time in enumerate(later, 1) if _instant(time, zone) <= until]
        later = later[: max(ends, default=0)]
    return [anchor, *later][: int(parts.get("COUNT", len(later) + 1))]


def yields(text: str, anchor: datetime, time: datetime) -> bool:
    """Whether a rule without bounds yields a local time."""
    return time in _unbounded(dict(part.split("=") for part in text.split(";")), anchor, time)


def _unbounded(parts: Parts, anchor: datetime, horizon: datetime) -> Iterator[datetime]:
    """What the rule's parts give in the periods around the horizon and before it, also before the anchor."""
    parts = _with_what_the_start_says(parts, anchor)
    interval = int(parts.get("INTERVAL", 1))
    first = _period(parts, anchor)
    if parts["FREQ"] == "YEARLY":
        first = anchor.year
    times = (time for time in _candidates(parts, anchor, horizon) if (_period(parts, time) - first) % interval == 0)
    for _, period in groupby(times, lambda time: _period(parts, time)):
        yield from _picked(list(period), parts.get("BYSETPOS"))


def _picked(times: list[datetime], positions: str | None) -> list[datetime]:
    if positions is None:
        return times
    wanted = _numbers(positions)
    return [time for number, time in enumerate(times) if number + 1 in wanted or number - len(times) in wanted]


def _with_what_the_start_says(parts: Parts, anchor: datetime) -> Parts:
    implied = {"BYSECOND": anchor.second}
    if parts["FREQ"] != "MINUTELY":
        implied["BYMINUTE"] = anchor.minute
    if parts["FREQ"] not in SUB_DAILY:
        implied["BYHOUR"] = anchor.hour
    days: dict[str, int | str] = {}
    names_days = parts.keys() & {"BYDAY", "BYMONTHDAY", "BYYEARDAY"}
    if parts["FREQ"] == "WEEKLY" or "BYWEEKNO" in parts:
        days = {"BYDAY": DAYS[anchor.weekday()]}
    elif parts["FREQ"] == "MONTHLY":
        days = {"BYMONTHDAY": anchor.day}
    elif parts["FREQ"] == "YEARLY":
        days = {"BYMONTHDAY": anchor.day, "BYMONTH": anchor.month}
    return {name: str(value) for name, value in {**implied, **({} if names_days else days)}.items()} | parts


def _candidates(parts: Parts, anchor: datetime, horizon: datetime) -> Iterator[datetime]:
    """All times of the day on all days that all parts agree to, from before the anchor to behind the horizon."""
    margin = timedelta(days={"YEARLY": 380, "MONTHLY": 32, "WEEKLY": 8}.get(parts["FREQ"], 1))
    tests = [(test, parts[name]) for name, test in _DAY_TESTS.items() if name in parts]
    day = anchor.date() - margin
    clock = list(_clock(parts))
    while day <= horizon.date() + margin:
        if all(test(parts, value, day) for test, value in tests):
            midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001 local
            yield from (midnight + time for time in clock)
        day += DAY


def _clock(parts: Parts) -> Iterator[timedelta]:
    for minute in range(24 * 60):
        if "BYHOUR" in parts and minute // 60 not in _numbers(parts["BYHOUR"]):
            continue
        if "BYMINUTE" in parts and minute % 60 not in _numbers(parts["BYMINUTE"]):
            continue
        for second in range(60):
            if second in _numbers(parts["BYSECOND"]):
                yield timedelta(minutes=minute, seconds=second)


def _period(parts: Parts, time: datetime) -> int:
    """The number of the period that a time is in."""
    day = time.toordinal()
    if parts["FREQ"] == "YEARLY":
        return _week(parts, time.date())[0] if "BYWEEKNO" in parts else time.year
    return {
        "MONTHLY": time.year * 12 + time.month,
        "WEEKLY": _week_begin(parts, time.date()).toordinal() // 7,
        "DAILY": day,
        "HOURLY": day * 24 + time.hour,
        "MINUTELY": (day * 24 + time.hour) * 60 + time.minute,
    }[parts["FREQ"]]


def _week_begin(parts: Parts, day: date) -> date:
    return day - DAY * ((day.weekday() - DAYS.index(parts.get("WKST", "MO"))) % 7)


def _week(parts: Parts, day: date) -> tuple[int, int, int]:
    """The year that a day's week belongs to, which is its fourth day's, and its number from either end."""
    fourth = _week_begin(parts, day) + 3 * DAY
    number, from_end = _nth(_day_of_year(fourth), _days_in_year(fourth))
    return fourth.year, number, from_end


def _nth(day: int, length: int) -> tuple[int, int]:
    """Which one of its weekday a day is in a month or year, from the beginning and from the end."""
    return (day - 1) // 7 + 1, -((length - day) // 7 + 1)


def _day_of_year(day: date) -> int:
    return day.timetuple().tm_yday


def _days_in_year(day: date) -> int:
    return 366 if isleap(day.year) else 365


def _is_month(_parts: Parts, value: str, day: date) -> bool:
    return day.month in _numbers(value)


def _is_week(parts: Parts, value: str, day: date) -> bool:
    return not _numbers(value).isdisjoint(_week(parts, day)[1:])


def _is_year_day(_parts: Parts, value: str, day: date) -> bool:
    number = _day_of_year(day)
    return not _numbers(value).isdisjoint({number, number - _days_in_year(day) - 1})


def _is_month_day(_parts: Parts, value: str, day: date) -> bool:
    return not _numbers(value).isdisjoint({day.day, day.day - monthrange(day.year, day.month)[1] - 1})


def _is_weekday(parts: Parts, value: str, day: date) -> bool:
    """Counted in the month for MONTHLY and where BYMONTH is given, in the year otherwise."""
    if parts["FREQ"] == "MONTHLY" or "BYMONTH" in parts:
        nth = _nth(day.day, monthrange(day.year, day.month)[1])
    else:
        nth = _nth(_day_of_year(day), _days_in_year(day))
    name = DAYS[day.weekday()]
    return not {name, *(f"{number}{name}" for number in nth)}.isdisjoint(value.split(","))


_DAY_TESTS: dict[str, Callable[[Parts, str, date], bool]] = {
    "BYMONTH": _is_month,
    "BYDAY": _is_weekday,
    "BYMONTHDAY": _is_month_day,
    "BYYEARDAY": _is_year_day,
    "BYWEEKNO": _is_week,
}


@cache
def _numbers(value: str) -> frozenset[int]:
    return frozenset(int(one) for one in value.split(","))


def _until(text: str, zone: ZoneInfo | None) -> datetime:
    """The last instant that is in; of an all-day series, which has no zone, as if it were in UTC."""
    if zone is None:
        return datetime.fromisoformat(text[:8]).replace(tzinfo=UTC)
    moment = datetime.fromisoformat(text)
    if "T" not in text:
        moment += DAY - timedelta(seconds=1)
    return moment if moment.tzinfo else _instant(moment, zone)


def _instant(time: datetime, zone: ZoneInfo | None) -> datetime:
    return time.replace(tzinfo=zone or UTC).astimezone(UTC)
