"""Failures that are none: rules of the API that a document in JSON Schema cannot say, each as narrow as can be."""

import re
from collections.abc import Iterator

from schemathesis import Response
from schemathesis.core.failures import Failure
from schemathesis.openapi.checks import RejectedPositiveData, UnsupportedMethodResponse

_RULES = (
    # Another language than JSON's.
    ("invalid_icalendar", "body", ""),
    # Of an operation in a batch: what it needs is said where the operation is described.
    ("", "operation", ""),
    # Opaque: only what a page gave leads on.
    ("invalid_cursor", "cursor", ""),
    # Between parameters, or properties: what comes first, what excludes what, what only a series has.
    ("invalid_field", "ids", "cannot be combined|takes at most|must be ids of"),
    ("missing_field", "from", "Give a window"),
    ("invalid_field", "to|ends_(at|on)", "must not be before|must be after|at most 366 days"),
    ("invalid_field", "calendars", "cannot limit a key with the scope admin"),
    ("invalid_field", r"recurrence(\[\d+\])?|scope", ""),
    ("invalid_field", "(starts|ends)_(at|on)", "Give one pair"),
    # Of dates: which there are, and which the calendar has.
    ("invalid_field", "from|to|(starts|ends|expires)_(at|on)", "no such date|must lie between|no such instant|future"),
    # Of Unicode, or IANA: what can be printed, and which zones there are.
    ("invalid_field", "label|name", "printable"),
    ("invalid_field", "user", "names nobody so"),
    ("invalid_field", "name", "rapidapi:"),
    ("invalid_field", "name", "look like an id"),
    ("invalid_field", "time_zone", "not an IANA time zone"),
    # Of bytes, when the document counts characters.
    ("invalid_field", "description", "at most 16 KiB"),
    # Of what there is at the time.
    ("invalid_field", "calendars", "you have no calendar"),
    ("invalid_field", "code", "not valid, or was used"),
    ("invalid_field", "part", "this import has the parts"),
    ("invalid_field", "event_id", "Only an occurrence can be reset"),
)


def counts(failure: Failure, response: Response) -> bool:
    """Whether a failure is one."""
    if isinstance(failure, RejectedPositiveData) and response.status_code == 400:
        return not all(map(_is_unsayable, _problems(response)))
    if isinstance(failure, UnsupportedMethodResponse):
        # API Gateway knows no routes without a method: to it, and so here, another method is another route.
        return [code for code, _, _ in _problems(response)] != ["route_not_found"]
    return True


def _problems(response: Response) -> Iterator[tuple[str, str, str]]:
    for one in response.json()["errors"]:
        field = "operation" if "operation" in one["meta"] else str(one["meta"].get("field"))
        yield one["code"], field, one["title"]


def _is_unsayable(problem: tuple[str, str, str]) -> bool:
    code, field, title = problem
    return any(
        known in {"", code} and re.fullmatch(fields, field) and re.search(words, title)
        for known, fields, words in _RULES
    )
