"""The series that are measured, in words that everyone who expands rules understands.

Every start is one that its rule yields, since they do not agree on what to make of another one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from domain.recurrence.stamps import stamp_text
from domain.time import DAY, Span, zone
from domain.window import Window

BERLIN = zone("Europe/Berlin")
MONTH = Window(Span.of_dates(date(2026, 3, 1), date(2026, 3, 31), BERLIN), BERLIN)

_FIRST = date(2026, 3, 1)
_ZONES = (BERLIN, zone("America/New_York"), zone("Asia/Tokyo"), zone("UTC"))
_RULES = (
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;BYDAY=MO,WE,FR",
    "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=YEARLY",
)
WEEKLY_RULES = (
    "FREQ=WEEKLY",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH",
    "FREQ=WEEKLY;BYDAY=MO,WE",
    "FREQ=WEEKLY;INTERVAL=2",
    "FREQ=MONTHLY;BYDAY=-1FR",
)
"""What happens about once a week."""

_SEED, _ODDS, _MOST_COUNT = 5545, 10, 400


@dataclass(frozen=True, slots=True)
class Sample:
    """A series: its lines of iCalendar and its local start; `zone` is None if it is all-day."""

    lines: tuple[str, ...]
    anchor: datetime
    zone: ZoneInfo | None

    @property
    def start(self) -> datetime:
        """The start, aware; naive if it is all-day."""
        return self.anchor.replace(tzinfo=self.zone)

    @property
    def length(self) -> timedelta:
        return timedelta(hours=1) if self.zone else DAY


def begun(rule: str, days: int) -> Sample:
    """A series at nine, that started so many days before the month, or on the first day from then on that can be."""
    return Sample((f"RRULE:{rule}",), _first(rule, _FIRST - days * DAY, hour=9), BERLIN)


def mixed(count: int, years: int, rules: Sequence[str] = _RULES) -> Iterator[Sample]:
    """Series as calendars have them, started at any time within those years before the month: always the same."""
    random = Random(_SEED)
    for index in range(count):
        rule = rules[index % len(rules)]
        local_zone = random.choice(_ZONES) if random.randrange(_ODDS) else None
        hour = random.randrange(7, 19) if local_zone else 0
        anchor = _first(rule, _FIRST - random.randrange(1, 365 * years) * DAY, hour)
        yield Sample(_lines(rule, anchor, local_zone, random), anchor, local_zone)


def _lines(rule: str, anchor: datetime, local_zone: ZoneInfo | None, random: Random) -> tuple[str, ...]:
    """The rule; of ten, one has a COUNT, which may be up before the month, one ends in it, one leaves out two dates."""
    line, kind = f"RRULE:{rule}", random.randrange(_ODDS)
    if kind == 0:
        return (f"{line};COUNT={random.randrange(2, _MOST_COUNT)}",)
    if kind == 1:
        end = datetime.combine(_FIRST + random.randrange(31) * DAY, time.max, UTC)
        return (f"{line};UNTIL={stamp_text(end if local_zone else end.date())}",)
    if kind == 2:
        times = rrulestr(rule, dtstart=anchor).xafter(datetime.combine(_FIRST, time.min), count=2)
        where = f"TZID={local_zone.key}" if local_zone else "VALUE=DATE"
        return line, f"EXDATE;{where}:" + ",".join(stamp_text(one if local_zone else one.date()) for one in times)
    return (line,)


def _first(rule: str, day: date, hour: int) -> datetime:
    """The first local time, from there on, that the rule allows a series to start at."""
    return next(iter(rrulestr(rule, dtstart=datetime.combine(day, time(hour)))))
