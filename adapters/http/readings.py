"""How values are read of text, by kinds that a signature can name beside its types. Nothing here needs pydantic.

It understands these kinds as well, for bodies and for the OpenAPI document.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_DATE_TIME = re.compile(
    rf"({_DATE.pattern})T(\d{{2}}:\d{{2}}(?::\d{{2}}(?:\.\d{{1,9}})?)?)(Z|[+-]\d{{2}}:\d{{2}})?", re.ASCII
)
_LOCAL = r"^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?$"
_SPACE_FOR_PLUS = re.compile(r" (?=\d{2}:\d{2}$)", re.ASCII)


class Misread(ValueError):
    """What is no value of its kind; says of which in a code, and what is wrong in a sentence."""

    def __init__(self, code: str, title: str) -> None:
        super().__init__(title)
        self.code = code
        self.title = title


class ReadBy:
    """Beside a type: the function that makes its values of what a client sends, and their JSON Schema."""

    def __init__(self, read: Callable[[Any], object], schema: dict[str, Any]) -> None:
        self.read = read
        self.schema = schema

    def __get_pydantic_core_schema__(self, _source: Any, _handler: Any) -> Any:
        from pydantic_core import PydanticCustomError, core_schema  # noqa: PLC0415 who asks for this has it at hand

        def validated(value: Any) -> object:
            try:
                return self.read(value)
            except Misread as error:
                raise PydanticCustomError(error.code, error.title) from error

        return core_schema.no_info_plain_validator_function(validated)

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: Any) -> dict[str, Any]:
        return dict(self.schema)


def date_of(value: Any) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise Misread("no_such_date", "There is no such date.") from error
    raise Misread("not_a_date", "This must be a date, as in 2026-03-29.")


def date_time_of(value: Any) -> datetime:
    match = _DATE_TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Misread("not_a_date_time", "This must be an ISO 8601 date-time, as in 2026-03-29T09:00:00+02:00.")
    day, clock, offset = match.groups()
    try:
        return datetime.fromisoformat(f"{day}T{_to_microseconds(clock)}{offset or ''}")
    except ValueError as error:
        raise Misread("no_such_date_time", "There is no such date or time of day.") from error


def bound_of(value: Any) -> datetime | date:
    """A date-time with an offset, or a date; an unencoded `+` arrives as a space and is read as a plus."""
    if not isinstance(value, str):
        return date_time_of(value)
    return date_of(value) if _DATE.fullmatch(value) else date_time_of(_SPACE_FOR_PLUS.sub("+", value))


def _to_microseconds(clock: str) -> str:
    whole, dot, fraction = clock.partition(".")
    return f"{whole}.{fraction[:6].ljust(6, '0')}" if dot else whole


Date = Annotated[date, ReadBy(date_of, {"type": "string", "format": "date"})]
DateTime = Annotated[
    datetime, ReadBy(date_time_of, {"type": "string", "anyOf": [{"format": "date-time"}, {"pattern": _LOCAL}]})
]
Bound = Annotated[
    datetime | date, ReadBy(bound_of, {"type": "string", "anyOf": [{"format": "date-time"}, {"format": "date"}]})
]
