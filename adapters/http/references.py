"""References from one operation of a batch to what an earlier one answered: `"$0.id"`."""

import json
import re
from collections.abc import Sequence
from typing import Any

from adapters.http.errors import Problem
from adapters.http.replies import REFUSED_FROM, Answer
from adapters.http.requests import Malformed

_REFERENCE = re.compile(r"\$(\d{1,3})((?:\.\w+)+)", re.ASCII)
_ESCAPED = re.compile(r"\$\$\d{1,3}(?:\.\w+)+", re.ASCII)


def resolved(value: Any, earlier: Sequence[Answer]) -> Any:
    """A value with what its references lead to in their places; one that begins with `$$` is meant as it stands.

    Raise Malformed for a reference that leads nowhere, or to what was refused.
    """
    match value:
        case str() if reference := _REFERENCE.fullmatch(value):
            return _found(value, int(reference[1]), reference[2].split(".")[1:], earlier)
        case str() if _ESCAPED.fullmatch(value):
            return value[1:]
        case dict():
            return {name: resolved(one, earlier) for name, one in value.items()}
        case list():
            return [resolved(one, earlier) for one in value]
        case _:
            return value


def _found(reference: str, number: int, names: Sequence[str], earlier: Sequence[Answer]) -> Any:
    if number >= len(earlier):
        raise _invalid(reference, "only what comes before can be referred to")
    if earlier[number].status >= REFUSED_FROM:
        title = f"{reference}: operation {number} was refused, so this one was not tried."
        raise Malformed(Problem(424, "dependency_failed", title, {"reference": reference}))
    found = json.loads(earlier[number].body or "{}").get("data")
    for name in names:
        found = _step(found, name)
        if found is None:
            raise _invalid(reference, f"operation {number} did not answer with that")
    return found


def _step(value: Any, name: str) -> Any:
    if isinstance(value, list) and name.isdecimal():
        return value[int(name)] if int(name) < len(value) else None
    return value.get(name) if isinstance(value, dict) else None


def _invalid(reference: str, why: str) -> Malformed:
    return Malformed(Problem(400, "invalid_reference", f"{reference}: {why}.", {"reference": reference}))
