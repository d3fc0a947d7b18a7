"""What pydantic validates: bodies, and parameters whose text no plain reading takes.

Loaded with the models of bodies, or when such a text comes: most functions never need it.
"""

from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from adapters.http import problems
from adapters.http.problems import Findings
from adapters.http.readings import Misread
from adapters.http.schemas.draft import Body


def body(model: type[Body], given: object) -> tuple[Body | None, Findings]:
    """What is given, as the model that it is to be; or what is wrong with it."""
    try:
        return model.model_validate(given), []
    except ValidationError as error:
        return None, problems.within("body", error)


class Verdict:
    """What pydantic says of a parameter's texts."""

    def __init__(self, hint: object, constraints: Mapping[str, Any]) -> None:
        annotated: Any = Annotated
        self._type: TypeAdapter[Any] = TypeAdapter(annotated[hint, Field(**constraints)])

    def __call__(self, text: str, place: str, name: str) -> tuple[Any, Findings]:
        """The value of a text; or what is wrong with it."""
        try:
            return self._type.validate_python(text), []
        except ValidationError as error:
            return None, [{**one, "loc": (place, name)} for one in error.errors(include_url=False)]


def validating(read: Callable[[Any], object]) -> CoreSchema:
    """A reading in pydantic's terms."""

    def validated(value: Any) -> object:
        try:
            return read(value)
        except Misread as error:
            raise PydanticCustomError(error.code, error.title) from error

    return core_schema.no_info_plain_validator_function(validated)
