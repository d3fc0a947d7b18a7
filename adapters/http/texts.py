"""Parameters, read of text without pydantic: in the forms that clients commonly write, which are few.

Whatever this takes pydantic takes for the same value, as a test shows; what it does not take is left to pydantic, for
the verdict and its wording.
"""

import re
from collections.abc import Callable, Mapping
from enum import Enum
from types import NoneType
from typing import Annotated, Any, get_args, get_origin
from uuid import UUID

from adapters.http.readings import ReadBy

Reading = Callable[[str], Any]
"""Raises ValueError for what it does not take."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII | re.IGNORECASE)
_WHOLE = re.compile(r"0|-?[1-9][0-9]{0,8}", re.ASCII)
_BOOLEANS = {"true": True, "false": False}


class NotPlain(ValueError):
    """A text that may be a value all the same."""


def reading_of(hint: Any, constraints: Mapping[str, int]) -> Reading:
    """How the values of a type are read that a signature has, within bounds."""
    if get_origin(hint) is Annotated:
        kind, *extra = get_args(hint)
        own = next((one.read for one in extra if isinstance(one, ReadBy)), None)
        return own or reading_of(kind, constraints)
    kinds = [kind for kind in get_args(hint) if kind is not NoneType]
    if len(kinds) == 1:
        return reading_of(kinds[0], constraints)
    if hint is str:
        return lambda text: _within(text, **constraints)
    if hint is int:
        return lambda text: _whole(text, **constraints)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _one_of({one.value: one for one in hint})
    return {UUID: _uuid, bool: _one_of(_BOOLEANS)}.get(hint, _nothing)


def _uuid(text: str) -> UUID:
    if not _UUID.fullmatch(text):
        raise NotPlain
    return UUID(text)


def _whole(text: str, ge: int | None = None, le: int | None = None) -> int:
    if not _WHOLE.fullmatch(text):
        raise NotPlain
    value = int(text)
    if (ge is not None and value < ge) or (le is not None and value > le):
        raise NotPlain
    return value


def _within(text: str, min_length: int = 0, max_length: int | None = None) -> str:
    if len(text) < min_length or (max_length is not None and len(text) > max_length):
        raise NotPlain
    text.encode()  # which refuses half of a surrogate pair, as a ValueError
    return text


def _one_of(values: Mapping[str, Any]) -> Reading:
    def read(text: str) -> Any:
        if text not in values:
            raise NotPlain
        return values[text]

    return read


def _nothing(_text: str) -> Any:
    raise NotPlain
