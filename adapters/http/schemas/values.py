"""Kinds of values that several schemas share."""

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from adapters.http import limits
from adapters.http.endpoints import SCOPES
from adapters.http.readings import DateTime
from domain import limits as of_events
from domain.colors import CSS_COLORS
from domain.grant import EVERY_SCOPE
from domain.label import LONGEST_LABEL
from domain.patterns import HEX_COLOR, NOT_BLANK, URL

_HEX_COLOR = f"^{HEX_COLOR.pattern}$"

GRANTABLE = (EVERY_SCOPE, *SCOPES)
"""All scopes that a key may have."""


def _within_bytes(text: str) -> str:
    if len(text.encode()) > of_events.DESCRIPTION_BYTES:
        raise PydanticCustomError("too_long", "A description has at most 16 KiB.")
    return text


def _nothing_if_empty(value: Any) -> Any:
    return None if value == "" else value


def _nothing_if_blank(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _whole(value: Any) -> Any:
    """JSON has one kind of number: 15.0 is an integer there."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _color(text: str) -> str:
    if HEX_COLOR.fullmatch(text):
        return text.lower()
    if text not in CSS_COLORS:
        raise PydanticCustomError(
            "not_a_color", "A color is a CSS3 name in lower case, such as teal, or like #0f8a8a (RFC 7986 §5.9)."
        )
    return text


def _url(text: str) -> str:
    if not URL.fullmatch(text):
        raise PydanticCustomError("not_a_url", "This must be an absolute URL, as in https://example.org/agenda.")
    return text


def _instant(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise PydanticCustomError("no_offset", "This needs an offset, as in 2026-03-29T09:00:00+02:00, or a Z.")
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("no_such_instant", "There is no such instant.") from error


def _scope(text: str) -> str:
    if text not in GRANTABLE:
        raise PydanticCustomError("no_such_scope", "There is no such scope. Choose from " + ", ".join(GRANTABLE) + ".")
    return text


def _not_blank(text: str) -> str:
    if not NOT_BLANK.search(text):
        raise PydanticCustomError("blank", "This must not be blank.")
    return text


WHOLE = BeforeValidator(_whole)
"""Beside an integer: it may be written as a number without a fraction."""

Instant = Annotated[DateTime, AfterValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})]
Scope = Annotated[str, AfterValidator(_scope), WithJsonSchema({"type": "string", "enum": list(GRANTABLE)})]
Label = Annotated[
    Annotated[str, StringConstraints(strict=True, strip_whitespace=True, max_length=LONGEST_LABEL)] | None,
    BeforeValidator(_nothing_if_blank),
]
Title = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=of_events.TITLE_CHARACTERS),
    AfterValidator(_not_blank),
    Field(json_schema_extra={"pattern": NOT_BLANK.pattern}),
]
Description = Annotated[
    Annotated[
        str,
        StringConstraints(strict=True, max_length=of_events.DESCRIPTION_BYTES),
        AfterValidator(_within_bytes),
    ]
    | None,
    BeforeValidator(_nothing_if_empty),
]
Color = Annotated[
    Annotated[
        str,
        StringConstraints(strict=True, max_length=30),
        AfterValidator(_color),
        WithJsonSchema({"type": "string", "anyOf": [{"enum": ["", *sorted(CSS_COLORS)]}, {"pattern": _HEX_COLOR}]}),
    ]
    | None,
    BeforeValidator(_nothing_if_empty),
]
Url = Annotated[
    Annotated[
        str,
        StringConstraints(strict=True, max_length=of_events.URL_CHARACTERS),
        AfterValidator(_url),
        Field(json_schema_extra={"pattern": f"^({URL.pattern})?$"}),
    ]
    | None,
    BeforeValidator(_nothing_if_empty),
]
Text = Annotated[
    Annotated[str, StringConstraints(strict=True, max_length=of_events.LOCATION_CHARACTERS)] | None,
    BeforeValidator(_nothing_if_empty),
]
ZoneName = Annotated[
    str,
    StringConstraints(strict=True, min_length=1, max_length=limits.ZONE_CHARACTERS),
    Field(json_schema_extra={"format": "time-zone"}),
]
RecurrenceLine = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=limits.RECURRENCE_CHARACTERS)]
MetadataKey = Annotated[str, StringConstraints(strict=True, min_length=1, max_length=of_events.METADATA_KEY)]
MetadataValue = Annotated[str, StringConstraints(strict=True, max_length=of_events.METADATA_VALUE)]
Metadata = Annotated[dict[MetadataKey, MetadataValue], Field(max_length=of_events.METADATA_PAIRS)]
