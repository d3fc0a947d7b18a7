"""What pydantic says of a parameter whose text no plain reading takes. Loaded when the first such text comes."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, TypeAdapter, ValidationError

from adapters.http.problems import Findings


class Verdict:
    """What is to be said of the texts of one parameter."""

    def __init__(self, hint: object, constraints: Mapping[str, Any]) -> None:
        annotated: Any = Annotated
        self._type: TypeAdapter[Any] = TypeAdapter(annotated[hint, Field(**constraints)])

    def __call__(self, text: str, place: str, name: str) -> tuple[Any, Findings]:
        """The value of a text; or what is wrong with it."""
        try:
            return self._type.validate_python(text), []
        except ValidationError as error:
            return None, [{**one, "loc": (place, name)} for one in error.errors(include_url=False)]
