"""From pydantic's findings to our problems, each naming the field and the remedy."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.http.errors import Problem

_MOST = 20
_CODES = {"missing": "missing_field", "extra_forbidden": "unknown_field"}
_PLACES = {"body", "query", "path", "header"}


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
    """`("body", "attendees", 0, "email")` as `attendees[0].email`."""
    parts = location[1:] if location and location[0] in _PLACES else location
    name = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in parts).lstrip(".")
    return name or "body"
