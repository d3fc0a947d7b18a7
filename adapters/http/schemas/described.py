"""What views are declared with: dicts with known keys, and what the OpenAPI document says of them beside their types.

Nothing here needs pydantic: it reads these declarations when the document is made, and functions never do.
"""

import sys
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Protocol

if sys.version_info >= (3, 12):
    from typing import TypedDict
else:  # what pydantic can read there
    from typing_extensions import TypedDict

__all__ = ["DATE", "DATE_TIME", "Described", "Spelled", "Timestamp", "TypedDict"]

JsonSchema = dict[str, Any]


class _Handler(Protocol):
    """Gives the JSON schema of what a description stands beside."""

    def __call__(self, schema: Any, /) -> JsonSchema: ...


class Described:
    """Beside a type: its description, or other words of JSON Schema."""

    def __init__(self, description: str | None = None, **words: object) -> None:
        self.words: Mapping[str, object] = words if description is None else {"description": description, **words}

    def __get_pydantic_json_schema__(self, schema: Any, handler: _Handler) -> JsonSchema:
        return {**handler(schema), **self.words}


class Spelled:
    """Beside an enumeration: its values themselves, in place of a reference to them."""

    def __init__(self, values: type[Enum]) -> None:
        self.values = values

    def __get_pydantic_json_schema__(self, _schema: Any, _handler: _Handler) -> JsonSchema:
        return {"type": "string", "enum": [one.value for one in self.values]}


DATE_TIME, DATE = Described(format="date-time"), Described(format="date")

Timestamp = Annotated[str, DATE_TIME]
"""An instant as answers have it."""
