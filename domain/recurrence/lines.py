"""A series' recurrence as lines of iCalendar (RFC 5545 §3.8.5): RRULE, RDATE and EXDATE, as clients word them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from domain.errors import InvalidField, TooLarge
from domain.recurrence.bounds import bounded
from domain.recurrence.recurrence import MOST_EXCEPTIONS, Recurrence
from domain.recurrence.rule import Frequency, Rule
from domain.recurrence.rule_text import read_rule, rule_text
from domain.recurrence.stamps import Stamp, Unreadable, stamp_text
from domain.time import FIRST_DAY, LAST_DAY, local_of, utc_of, zone_or_none

FIELD = "recurrence"
MOST_RULES = 10
_LINE = re.compile(r"([A-Z]+)((?:;[^:;]+)*):(.*)", re.ASCII | re.IGNORECASE)
_EXPECTED = "A line begins with RRULE:, RDATE: or EXDATE:, as in RRULE:FREQ=WEEKLY;BYDAY=MO."


class TooManyExceptions(TooLarge):
    """A series with more exceptions than one may have."""

    code = "too_many_exceptions"

    def __init__(self) -> None:
        super().__init__(
            f"A series has at most {MOST_EXCEPTIONS:,} dates added, excluded or edited alone. Begin a new one"
            " (scope=following), or reset some.",
            field=FIELD,
            limit=MOST_EXCEPTIONS,
        )


def read(lines: Sequence[str], anchor: datetime, zone: ZoneInfo | None) -> Recurrence:
    """What lines say of a series that starts at `anchor`, local; `zone` is None if it is all-day.

    Raise InvalidField, naming the line, if it cannot be understood or yields nothing; TooManyExceptions.
    """
    return checked(read_unchecked(lines, anchor, zone))


def read_unchecked(lines: Sequence[str], anchor: datetime, zone: ZoneInfo | None) -> Recurrence:
    """The same, however many exceptions there are, and if they leave nothing; raise InvalidField."""
    rules: list[Rule] = []
    dates: dict[str, set[datetime]] = {"RDATE": set(), "EXDATE": set()}
    for index, line in enumerate(lines):
        try:
            name, parameters, value = _taken_apart(line)
            if name == "RRULE":
                rules.append(_rule(parameters, value, anchor, zone))
            else:
                dates[name].update(_times(name, parameters, value, zone))
        except Unreadable as error:
            raise InvalidField(f"{FIELD}[{index}]", f"{FIELD}[{index}]: {error}") from None
        if len(rules) > MOST_RULES:  # at once: what a rule comes to may take long to work out
            raise InvalidField(FIELD, f"A series has at most {MOST_RULES} rules.", limit=MOST_RULES)
    if any(date < anchor for date in dates["RDATE"]):
        raise InvalidField(FIELD, f"{FIELD}: an RDATE lies before the start, which is the first occurrence.")
    excluded = tuple(sorted(dates["EXDATE"]))
    return Recurrence(anchor, tuple(rules), tuple(sorted(dates["RDATE"] - {anchor})), excluded)


def checked(recurrence: Recurrence) -> Recurrence:
    """The same; InvalidField if no occurrence is left of it, TooManyExceptions if they are too many."""
    if recurrence.exceptions > MOST_EXCEPTIONS:
        raise TooManyExceptions
    if not leaves_any(recurrence):
        raise InvalidField(FIELD, f"{FIELD}: every occurrence is excluded. Nothing would be left.")
    return recurrence


def leaves_any(recurrence: Recurrence) -> bool:
    """Whether anything is left: an override, or an occurrence that is not excluded."""
    last = recurrence.last
    if last is None or recurrence.overridden or not recurrence.excluded:
        return True
    excluded = set(recurrence.excluded)
    return any(not excluded.issuperset(part.times) for part in recurrence.parts(recurrence.anchor, last))


def written(recurrence: Recurrence, zone: ZoneInfo | None) -> list[str]:
    """Its lines, in one form whatever form they came in. Overrides are not among them: they are events."""
    lines = [f"RRULE:{rule_text(rule)}" for rule in recurrence.rules]
    for name, times in (("RDATE", recurrence.dates), ("EXDATE", recurrence.excluded)):
        if times:
            lines.append(f"{name}{_dates_text(times, zone)}")
    return lines


def _dates_text(times: Sequence[datetime], zone: ZoneInfo | None) -> str:
    if zone is None:
        return ";VALUE=DATE:" + ",".join(stamp_text(time.date()) for time in times)
    if zone.key == "UTC":
        return ":" + ",".join(f"{stamp_text(time)}Z" for time in times)
    return f";TZID={zone.key}:" + ",".join(map(stamp_text, times))


def _taken_apart(line: str) -> tuple[str, dict[str, str], str]:
    match = _LINE.fullmatch(line.strip())
    name = match[1].upper() if match else ""
    if name == "EXRULE":
        raise Unreadable("EXRULE was taken out of iCalendar (RFC 5545 §A.2). Use EXDATE.")
    if name in {"DTSTART", "DTEND", "DURATION"}:
        raise Unreadable(f"{name} does not belong here: when the first occurrence is, starts_at or starts_on says.")
    if match is None or name not in {"RRULE", "RDATE", "EXDATE"}:
        raise Unreadable(_EXPECTED)
    pairs = (one.partition("=") for one in match[2].split(";")[1:])
    return name, {name.upper(): value for name, _, value in pairs}, match[3]


def _rule(parameters: dict[str, str], text: str, anchor: datetime, zone: ZoneInfo | None) -> Rule:
    if parameters:
        raise Unreadable("RRULE takes no parameters: a colon comes right behind it.")
    rule, until = read_rule(text)
    if zone is None and (rule.frequency < Frequency.DAILY or rule.by_hour or rule.by_minute or rule.by_second):
        raise Unreadable("The rule of an all-day series has no BYHOUR, BYMINUTE or BYSECOND, and DAILY at least.")
    return bounded(rule, until, anchor, zone)


def _times(name: str, parameters: dict[str, str], value: str, zone: ZoneInfo | None) -> Iterator[datetime]:
    kind = parameters.get("VALUE", "DATE").upper()
    if parameters.keys() - {"VALUE", "TZID"} or kind not in {"DATE", "DATE-TIME", "PERIOD"}:
        raise Unreadable(f"{name} takes the parameters TZID, and VALUE, which is DATE or DATE-TIME.")
    if kind == "PERIOD" or "/" in value:
        raise Unreadable("Periods are not supported. Add the date, then edit that occurrence alone.")
    read_in = zone
    if "TZID" in parameters:
        read_in = zone_or_none(parameters["TZID"].strip('"'))
        if read_in is None:
            raise Unreadable("TZID is not an IANA time zone. Use a name such as Europe/Berlin.")
    for text in value.upper().split(","):
        yield _local(name, Stamp.read(text), read_in, zone)


def _local(name: str, stamp: Stamp, read_in: ZoneInfo | None, zone: ZoneInfo | None) -> datetime:
    """A time on the series' own wall clock."""
    moment, is_date = stamp
    if is_date != (zone is None):
        kind = "dates, as in 20260329" if zone is None else "date-times, as in 20260329T090000"
        raise Unreadable(f"{name} of this series takes {kind}: its first occurrence is of that kind.")
    if not FIRST_DAY <= moment.date() <= LAST_DAY:
        raise Unreadable(f"{name} must lie between {FIRST_DAY} and {LAST_DAY}.")
    if zone is None or read_in is None or (moment.tzinfo is None and read_in.key == zone.key):
        return moment
    utc = moment if moment.tzinfo else utc_of(moment, read_in)
    local = local_of(utc, zone)
    if utc_of(local, zone) != utc:
        raise Unreadable(f"{local:%Y-%m-%dT%H:%M} happens twice in {zone.key}; a series takes the first.")
    return local
