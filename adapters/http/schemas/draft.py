"""What all bodies have in common that clients send."""

from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ValidationError

from adapters.http import problems
from adapters.http.problems import Findings


class Body(BaseModel):
    """What a client sends as JSON. Built when a function is bound to it: its module has models that others read."""

    model_config = ConfigDict(hide_input_in_errors=True, defer_build=True)
    may_be_left_out: ClassVar = False

    @classmethod
    def build(cls) -> None:
        """Make ready to read it."""
        cls.model_rebuild()

    @classmethod
    def read(cls, given: object) -> tuple[Self | None, Findings]:
        """What is given, as a body of this kind; or what is wrong with it."""
        try:
            return cls.model_validate(given), []
        except ValidationError as error:
            return None, problems.within("body", error)


class Draft(Body):
    """A whole thing, as a client words it. Unknown properties are refused: a typo must not be lost."""

    model_config = ConfigDict(extra="forbid")


def no_items() -> list[Any]:
    """The default of a list. Of `list` itself pydantic would parse the signature, which takes two milliseconds."""
    return []


def no_pairs() -> dict[Any, Any]:
    """The default of an object."""
    return {}
