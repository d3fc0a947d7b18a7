"""How a recurrence looks in an item: rules as RFC 5545 text, times as stamps, many of them as one text.

The local times are the truth. So a series keeps to its wall clock also when the rules of its zone change.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from domain.recurrence.recurrence import Recurrence
from domain.recurrence.rule import Rule
from domain.recurrence.rule_text import read_rule, rule_text
from domain.recurrence.stamps import stamp_text

_ENDLESS = "-"


def is_series(kept: Mapping[str, Any]) -> bool:
    """Whether an item is of an event that recurs."""
    return "anchor" in kept


def recurrence_facts(recurrence: Recurrence) -> dict[str, object]:
    until = recurrence.overrides_until
    return {
        "anchor": stamp_text(recurrence.anchor),
        "rules": [rule_text(rule) for rule in recurrence.rules],
        "rule_ends": [stamp_text(rule.last) if rule.last else _ENDLESS for rule in recurrence.rules],
        "dates": _text(recurrence.dates),
        "excluded": _text(recurrence.excluded),
        "overridden": ",".join(f"{stamp_text(key)}={stamp_text(at)}" for key, at in recurrence.overridden.items()),
        "overrides_until": until.isoformat() if until is not None else None,
    }


def recurrence_from(kept: Mapping[str, Any]) -> Recurrence:
    until = kept.get("overrides_until")
    return Recurrence(
        datetime.fromisoformat(kept["anchor"]),
        tuple(map(_rule, kept.get("rules", ()), kept.get("rule_ends", ()))),
        _times(kept.get("dates")),
        _times(kept.get("excluded")),
        dict(_pair(one) for one in kept["overridden"].split(",")) if "overridden" in kept else {},
        date.fromisoformat(until) if until is not None else None,
    )


def _rule(text: str, end: str) -> Rule:
    rule, until = read_rule(text)
    last = None if end == _ENDLESS else datetime.fromisoformat(end)
    return rule._replace(until=until.moment if until else None, last=last)


def _text(times: Iterable[datetime]) -> str:
    return ",".join(map(stamp_text, times))


def _times(text: str | None) -> tuple[datetime, ...]:
    return tuple(map(datetime.fromisoformat, text.split(","))) if text else ()


def _pair(text: str) -> tuple[datetime, datetime]:
    key, _, local = text.partition("=")
    return datetime.fromisoformat(key), datetime.fromisoformat(local)
