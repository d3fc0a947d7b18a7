"""What a series comes to when it is split at one of its occurrences: pure rules; nothing is read or written here."""

from dataclasses import replace
from datetime import datetime

from domain.errors import Refused
from domain.recurrence import lines
from domain.recurrence.bounds import count_before
from domain.recurrence.recurrence import Recurrence
from domain.recurrence.rule import Rule
from domain.series import Series
from domain.time import DAY, SECOND


class CannotSplit(Refused):
    """A series that would lose its rhythm if it were split where a client asks for it."""

    code = "cannot_split_here"

    def __init__(self) -> None:
        super().__init__(
            "This occurrence was added by RDATE, off the rhythm of a rule with an INTERVAL: a series that begins here"
            " could not keep it. Split at an occurrence that the rule gives, or edit this one alone.",
            field="scope",
        )


def before(series: Series, original: datetime) -> Recurrence | None:
    """The recurrence before an occurrence, with its part of the exceptions; None if nothing is left of it."""
    recurrence, local = series.recurrence, series.local_at(original)
    if local <= recurrence.anchor:
        return None
    until = original - SECOND if series.zone else local - DAY
    head = replace(
        recurrence,
        rules=tuple(_before(rule, recurrence.anchor, local, until) for rule in recurrence.rules),
        dates=tuple(date for date in recurrence.dates if date < local),
        excluded=tuple(date for date in recurrence.excluded if date < local),
        overridden={key: at for key, at in recurrence.overridden.items() if at < local},
    )
    return head if lines.leaves_any(head) else None


def since(series: Series, original: datetime) -> Recurrence | None:
    """The recurrence from an occurrence on, with its part of the exceptions; None if that one is the last.

    COUNT is what is left of it. Raise CannotSplit if the rest cannot be said in rules.
    """
    recurrence, local = series.recurrence, series.local_at(original)
    if local <= recurrence.anchor:
        return recurrence
    rules = [_from(rule, recurrence.anchor, local) for rule in recurrence.rules]
    tail = replace(
        recurrence,
        anchor=local,
        rules=tuple(rule for rule in rules if rule is not None),
        dates=tuple(date for date in recurrence.dates if date > local),
        excluded=tuple(date for date in recurrence.excluded if date >= local),
        overridden={key: at for key, at in recurrence.overridden.items() if at >= local},
    )
    return tail if tail.rules or tail.dates else None


def _before(rule: Rule, anchor: datetime, local: datetime, until: datetime) -> Rule:
    """The part of a rule that comes before a local time; at least the start, which the rule then ends with."""
    if rule.last is not None and rule.last < local:
        return rule
    count, last = count_before(rule, anchor, local)
    return rule._replace(count=count, last=last) if rule.count is not None else rule._replace(until=until, last=last)


def _from(rule: Rule, anchor: datetime, local: datetime) -> Rule | None:
    """The part of a rule from a local time on, if there is any, for a series that begins then."""
    if rule.last is not None and rule.last < local:
        return None
    is_its_own = bool(Recurrence(anchor, (rule,)).has(local))
    if rule.interval > 1 and not is_its_own:
        raise CannotSplit
    said = rule.explicit(anchor)
    if rule.explicit(local) != said:
        rule = said
    if rule.count is None:
        return rule
    return rule._replace(count=rule.count - count_before(rule, anchor, local)[0] + (0 if is_its_own else 1))
