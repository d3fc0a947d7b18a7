"""References from one operation of a batch to what an earlier one answered: `"$0.id"`."""

import json
import re
from collections.abc import Sequence
from typing import Any, Self

from adapters.http import limits
from adapters.http.errors import Problem
from adapters.http.replies import REFUSED_FROM, Answer
from adapters.http.requests import Malformed

_REFERENCE = re.compile(r"\$(\d{1,3})((?:\.\w{1,40}){1,8})", re.ASCII)
_ESCAPED = re.compile(r"\$\$\d{1,3}(?:\.\w{1,40}){1,8}", re.ASCII)
_LONGEST_INDEX = 4


class Answers:
    """What the operations of a batch were answered so far, with as many of the bodies as one answer may hold."""

    def __init__(self) -> None:
        self.all: list[Answer] = []
        self.omitted: list[bool] = []
        self._left = limits.ANSWER_BYTES
        self._data: dict[int, Any] = {}

    def add(self, answer: Answer) -> None:
        """Take the next one; without its body, if there is no room for that."""
        size = len(answer.body.encode())
        fits = size <= self._left
        self._left -= size if fits else 0
        self.all.append(answer if fits else answer._replace(body=""))
        self.omitted.append(not fits)

    def as_json(self) -> bytes:
        return json.dumps([self.all, self.omitted]).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        made = cls()
        kept, made.omitted = json.loads(content)
        made.all = [Answer(*one) for one in kept]
        return made

    def data_of(self, number: int) -> Any:
        """What one was answered with, read once however often it is referred to."""
        if number not in self._data:
            self._data[number] = json.loads(self.all[number].body or "{}").get("data")
        return self._data[number]


class Resolver:
    """Puts what references lead to in their places, in the values of one operation."""

    def __init__(self, earlier: Answers) -> None:
        self._earlier = earlier
        self._left = limits.REFERENCES

    def __call__(self, value: Any) -> Any:
        """A value, resolved; one that begins with `$$` is meant as it stands.

        Raise Malformed for a reference that leads nowhere, to what was refused, or to more than a short text, a number
        or a boolean; and for too many of them.
        """
        match value:
            case str() if reference := _REFERENCE.fullmatch(value):
                return self._found(value, int(reference[1]), reference[2].split(".")[1:])
            case str() if _ESCAPED.fullmatch(value):
                return value[1:]
            case dict():
                return {name: self(one) for name, one in value.items()}
            case list():
                return [self(one) for one in value]
            case _:
                return value

    def _found(self, reference: str, number: int, names: Sequence[str]) -> Any:
        self._left -= 1
        if self._left < 0:
            raise _invalid(reference, f"an operation has at most {limits.REFERENCES} references")
        if number >= len(self._earlier.all):
            raise _invalid(reference, "only what comes before can be referred to")
        if self._earlier.all[number].status >= REFUSED_FROM:
            title = f"{reference}: operation {number} was refused, so this one was not tried."
            raise Malformed(Problem(424, "dependency_failed", title, {"reference": reference}))
        found = self._earlier.data_of(number)
        for name in names:
            found = _step(found, name)
        if isinstance(found, str | bool | int | float) and len(str(found)) <= limits.REFERRED_CHARACTERS:
            return found
        raise _invalid(reference, f"operation {number} answered with no short text, number or boolean there")


def _step(value: Any, name: str) -> Any:
    if isinstance(value, list) and name.isdecimal() and len(name) <= _LONGEST_INDEX:
        return value[int(name)] if int(name) < len(value) else None
    return value.get(name) if isinstance(value, dict) else None


def _invalid(reference: str, why: str) -> Malformed:
    return Malformed(Problem(400, "invalid_reference", f"{reference}: {why}.", {"reference": reference}))
