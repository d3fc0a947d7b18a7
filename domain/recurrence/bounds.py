"""What COUNT and UNTIL come to: the local time of a rule's last occurrence, found once, when the series is written."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.recurrence.expansion import between
from domain.recurrence.rule import Frequency, Rule
from domain.recurrence.stamps import Stamp, Unreadable
from domain.time import DAY, LAST_DAY, SECOND, utc_of

_END = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 23, 59, 59)  # noqa: DTZ001 local
_YEAR = timedelta(days=366)
_BARREN, _FARTHEST = 100 * _YEAR, 1000 * _YEAR
_ENOUGH = 500
_BARREN_RULE = "The rule yields nothing within a hundred years of the start."


def bounded(rule: Rule, until: Stamp | None, anchor: datetime, zone: ZoneInfo | None) -> Rule:
    """The rule with its UNTIL in the form that its series asks for, and with what bounds it worked out.

    `zone` is None if the series is all-day. Raise Unreadable if the rule yields nothing.
    """
    rule = rule._replace(until=_in_form(until, zone) if until else None, last=None)
    if rule.count is not None:
        return rule._replace(last=_counted(rule, rule.count, anchor))
    if rule.until is not None:
        return rule._replace(last=_last_until(rule, rule.until, anchor, zone))
    if _is_barren(rule, anchor):
        raise Unreadable(_BARREN_RULE)
    return rule


def count_before(rule: Rule, anchor: datetime, end: datetime) -> tuple[int, datetime]:
    """How many occurrences COUNT counts before a local time, the start being the first, and the last of them."""
    earlier = between(rule, anchor, anchor + SECOND, end - SECOND)
    return 1 + len(earlier), earlier[-1] if earlier else anchor


def _in_form(until: Stamp, zone: ZoneInfo | None) -> datetime:
    """A UTC instant for a timed series, where a date means all of it; midnight of a date for an all-day one."""
    moment, is_date = until
    if zone is None:
        return moment.replace(hour=0, minute=0, second=0, tzinfo=None)
    if is_date:
        moment += DAY - SECOND
    try:
        return moment if moment.tzinfo else utc_of(moment, zone)
    except OverflowError:  # at an end of time, where a zone makes no difference
        return moment.replace(tzinfo=UTC)


def _counted(rule: Rule, count: int, anchor: datetime) -> datetime:
    """RFC 5545 §3.3.10: the start always counts as the first occurrence."""
    left, last = count - 1, anchor
    if left == 0:
        return last
    for found in _onwards(rule, anchor):
        if len(found) >= left:
            return found[left - 1]
        left -= len(found)
        last = found[-1]
    if left == count - 1 and not between(rule, anchor, anchor, anchor):
        raise Unreadable(_BARREN_RULE)
    raise Unreadable(f"COUNT={count} is more than the rule yields: {count - left} occurrences, up to {last:%Y-%m-%d}.")


def _last_until(rule: Rule, until: datetime, anchor: datetime, zone: ZoneInfo | None) -> datetime:
    def is_in(time: datetime) -> bool:
        return (utc_of(time, zone) if zone else time) <= until

    if not is_in(anchor):
        raise Unreadable("The rule yields nothing: UNTIL lies before the start.")
    end = min(until.replace(tzinfo=None), _END - DAY) + DAY  # no wall clock is a day ahead of UTC
    if end - anchor > _BARREN and _is_barren(rule, anchor):
        raise Unreadable(_BARREN_RULE)
    width = DAY if rule.frequency < Frequency.DAILY else 40 * DAY
    while end >= anchor:
        start = max(end - width, anchor)
        found = [time for time in between(rule, anchor, start, end) if is_in(time)]
        if found:
            return found[-1]
        end, width = start - SECOND, min(2 * width, _YEAR)
    return anchor


def _is_barren(rule: Rule, anchor: datetime) -> bool:
    return not between(rule, anchor, anchor, anchor) and not any(True for _ in _onwards(rule, anchor))


def _onwards(rule: Rule, anchor: datetime) -> Iterator[list[datetime]]:
    """What the rule yields after its start, in parts that are not empty; up to where it is barren or very far."""
    width = DAY if rule.frequency < Frequency.DAILY else 64 * DAY
    start = last = anchor
    farthest = anchor + min(_FARTHEST, _END - anchor)
    while start < farthest and start - last < _BARREN:
        end = start + min(width, farthest - start)
        found = between(rule, anchor, start + SECOND, end)
        if found:
            yield found
            last = found[-1]
        start = end
        if len(found) < _ENOUGH:
            width = min(2 * width, _YEAR)
