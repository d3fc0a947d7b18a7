"""Recurrence: what a month of many series takes, and what the age of a series has to do with it.

Measured in a process of its own, as processor time, by turns: so that whatever else the machine does matters little.
"""

from collections.abc import Callable, Iterable
from multiprocessing import get_context
from statistics import median
from time import process_time

from bench import expanders
from bench.expanders import Counting
from bench.report import Row, Section, progress
from bench.series import MONTH, Sample, begun, mixed

TITLE, AGE = "Recurrence", "Age of a series"
OURS = "Daybook"
CPU, AGE_RATIO = "CPU ms", f"{OURS}, ratio"

_SERIES, _YEARS, _ROUNDS = 1_000, 2, 5
_AGE_ROUNDS, _A_WEEK = 15, 7
_WAYS: dict[str, Callable[[Iterable[Sample]], Counting]] = {
    OURS: expanders.ours,
    "dateutil": expanders.dateutil,
    "recurring-ical-events": expanders.with_recurring_ical_events,
}
_AGES = {
    "every day": ("FREQ=DAILY", 20),
    "Monday, Wednesday, Friday": ("FREQ=WEEKLY;BYDAY=MO,WE,FR", 10),
    "last Friday of the month": ("FREQ=MONTHLY;BYDAY=-1FR", 30),
    "every day, 10,000 times": ("FREQ=DAILY;COUNT=10000", 27),
}
"""Rules, and for how many years; the last one is near its end then."""

_REPEATS = {OURS: 200, "dateutil": 4}
"""How often a month of one series is counted at a time: what can be measured, and does not take long."""


def measure() -> list[Section]:
    """Both tables."""
    progress(f"Recurrence: a month of {_SERIES:,} series, and of old ones")
    with get_context("spawn").Pool(1) as pool:
        return [pool.apply(_mix), pool.apply(_age)]


def _mix() -> Section:
    samples = list(mixed(_SERIES, _YEARS))
    counts = {name: way(samples) for name, way in _WAYS.items()}
    found = {name: count(MONTH) for name, count in counts.items()}
    assert len(set(found.values())) == 1, f"They do not agree on how many occurrences there are: {found}"
    turns = [{name: _milliseconds(count) for name, count in counts.items()} for _ in range(_ROUNDS)]
    note = (
        f"CPU milliseconds to expand a month of {_SERIES:,} mixed series, started at any time in the {_YEARS} years"
        " before it, and the median ratio to Daybook in the same turn. Parsing is not counted; recurring-ical-events"
        " does read its rules anew each time, and makes a component of every occurrence."
    )
    return Section(TITLE, note, [_way(name, found[name], turns) for name in _WAYS])


def _way(name: str, found: int, turns: list[dict[str, float]]) -> Row:
    return {
        "by": name,
        "occurrences": found,
        CPU: round(median(turn[name] for turn in turns), 1),
        "ratio": round(median(turn[name] / turn[OURS] for turn in turns), 1),
    }


def _age() -> Section:
    note = (
        "CPU microseconds for a month of one series that is so old, and the median ratio to the same one started in the"
        " week before that month: 1 is flat."
    )
    return Section(AGE, note, [_aged(name, *_AGES[name]) for name in _AGES])


def _aged(name: str, rule: str, years: int) -> Row:
    row: dict[str, str | float] = {"series": name, "years": years}
    for way, repeats in _REPEATS.items():
        old, new = (_WAYS[way]([begun(rule, days)]) for days in (365 * years, _A_WEEK))
        turns = [[_milliseconds(one, repeats) for one in (old, new)] for _ in range(_AGE_ROUNDS)]
        row[f"{way}, µs"] = round(median(turn[0] for turn in turns) * 1000, 1)
        row[f"{way}, ratio"] = round(median(turn[0] / turn[1] for turn in turns), 2)
    return row


def _milliseconds(count: Counting, repeats: int = 1) -> float:
    """Processor time of counting a month once."""
    started = process_time()
    for _ in range(repeats):
        count(MONTH)
    return (process_time() - started) * 1000 / repeats
