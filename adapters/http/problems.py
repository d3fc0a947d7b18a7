"""From pydantic's findings to our problems, each naming the field and the remedy."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from adapters.http.errors import Problem

if TYPE_CHECKING:  # whoever has an error has pydantic, and most functions have neither
    from pydantic import ValidationError

Findings = list[dict[str, Any]]
"""What is wrong with a request, each as pydantic words it; `loc` begins with `body`, `path`, `query` or `header`."""

_MOST = 20
_CODES = {"missing": "missing_field", "extra_forbidden": "unknown_field"}


def within(place: str, error: "ValidationError") -> Findings:
    """What pydantic found in a place of the request."""
    return [{**one, "loc": (place, *one["loc"])} for one in error.errors(include_url=False)]


def of_findings(findings: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """One problem for each finding, the first few of them."""
    return [_of(finding) for finding in findings[:_MOST]]


def _of(finding: Mapping[str, Any]) -> Problem:
    field = _field(finding["loc"])
    code = _CODES.get(finding["type"], "invalid_field")
    return Problem(400, code, _title(code, field, finding["msg"]), {"field": field})


def _title(code: str, field: str, message: str) -> str:
    if code == "missing_field":
        return f"{field} is missing."
    if code == "unknown_field":
        return f"{field} is not a property known here. Check its spelling."
    return f"{field}: {message.rstrip('.')}."


def _field(location: Sequence[str | int]) -> str:
    """`("body", "attendees", 0, "email")`, which begins with the place, as `attendees[0].email`."""
    parts = [part for part in location[1:] if part != "[key]"]
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")
    return name or "body"
