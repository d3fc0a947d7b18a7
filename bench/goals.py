"""What Daybook is to reach, each goal once: where its number is among the tables, and what that may be at most."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple, cast

from bench import cold_start, handlers, ical, memory, package_size, recurrence, requests, throughput
from bench.report import Row, Section

TITLE = "Goals"

MEDIUM = 10_000
"""Events in the calendar of the goals for single requests."""


class At(NamedTuple):
    """A number among the tables: the section's title, what its row begins with, and the column."""

    section: str
    row: str
    column: str


class Goal(NamedTuple):
    """Something to reach. The limit is what the number may be at most, or has to be at `least`."""

    name: str
    limit: float
    unit: str
    at: At
    least: bool = False

    def measured(self, sections: Sequence[Section]) -> float | None:
        """The number, or None if it was not measured."""
        for section in sections:
            for row in section.rows if section.title == self.at.section else ():
                if str(next(iter(row.values()))).startswith(self.at.row):
                    return cast(float, row[self.at.column])
        return None

    def is_met_by(self, number: float) -> bool:
        return number >= self.limit if self.least else number <= self.limit

    def share(self, number: float) -> float:
        """How much of the limit is used: 1 just meets it, and less is better."""
        return self.limit / number if self.least else number / self.limit


def _requests() -> Iterator[Goal]:
    limits = {"a day": 6, "a week": 8, "a month": 15, "a year": 120}
    at = requests.column(MEDIUM)
    for what, limit in limits.items():
        yield Goal(f"list {what}", limit, "ms", At(requests.TITLE, f"list {what}", at))
    for what in limits:
        name = f"list {what}, 100,000 events beside 1,000"
        yield Goal(name, 1.1, "×", At(requests.TITLE, f"list {what}", requests.RATIO))
    for name, limit in {"get": 2, "create": 3, "update": 4, "delete": 4}.items():
        yield Goal(name, limit, "ms", At(requests.TITLE, name, at))


def _server() -> Iterator[Goal]:
    for name, limit in {"get": 1_200, "create": 500, "list a month": 120}.items():
        row = f"{name}, 8 clients"
        yield Goal(row, limit, "/s", At(throughput.TITLE, row, throughput.RATE), least=True)
    yield Goal("memory of server and engine", 150, "MB", At(memory.TITLE, memory.name(MEDIUM), memory.AFTER))


def _library() -> Iterator[Goal]:
    yield Goal("a month of 1,000 series", 40, "ms of CPU", At(recurrence.TITLE, recurrence.OURS, recurrence.CPU))
    yield Goal("a series 20 years old beside a new one", 2, "×", At(recurrence.AGE, "every day", recurrence.AGE_RATIO))
    for what in (ical.READ, ical.WRITE):
        yield Goal(f"{what} 10,000 events, beside icalendar", 1, "×", At(ical.TITLE, f"{what}, Daybook", ical.RATIO))


def _lambda() -> Iterator[Goal]:
    for kind, column in (("", cold_start.RATIO), (", CPU", cold_start.CPU_RATIO)):
        row = At(cold_start.TITLE, cold_start.AUTHORIZER, column)
        yield Goal(f"cold start of the authorizer beside boto3{kind}", 0.45, "×", row)
        for name in cold_start.OFTEN:
            yield Goal(f"cold start of {name}{kind}", 0.9, "×", At(cold_start.TITLE, name, column))
        yield Goal(f"cold start of {cold_start.WORST}{kind}", 0.9, "×", At(cold_start.TITLE, cold_start.WORST, column))
    for name, limit in {"get": 0.4, "create": 0.7, handlers.MONTH: 3}.items():
        yield Goal(f"handler beside the database: {name}", limit, "ms of CPU", At(handlers.CPU, name, handlers.BESIDE))
    yield Goal(
        f"{handlers.MONTH}, database far away", 2.5, "requests", At(handlers.LATENCY, handlers.MONTH, handlers.RATIO)
    )
    yield Goal("deployed package", 10, "MB", At(package_size.TITLE, package_size.PACKAGE, package_size.ZIPPED))
    yield Goal("unzipped", 35, "MB", At(package_size.TITLE, package_size.PACKAGE, package_size.UNZIPPED))


GOALS = (*_requests(), *_server(), *_library(), *_lambda())


def section(sections: Sequence[Section]) -> Section:
    """Each goal beside what was measured."""
    rows = [_row(goal, goal.measured(sections)) for goal in GOALS]
    met = sum(row["met"] == "yes" for row in rows)
    return Section(TITLE, f"{met} of {len(rows)} are met. Each is explained with its table below.", rows)


def _row(goal: Goal, number: float | None) -> Row:
    about = {"goal": goal.name, "limit": f"{'≥' if goal.least else '≤'} {goal.limit:,} {goal.unit}"}
    if number is None:
        return {**about, "measured": "-", "met": "not measured"}
    return {**about, "measured": number, "met": "yes" if goal.is_met_by(number) else "**no**"}
