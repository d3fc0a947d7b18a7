"""Records are what dataclasses of the standard library are, but for how they are made."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest

from domain import records

both = pytest.mark.parametrize("dataclass", [records.dataclass, dataclasses.dataclass], ids=["ours", "standard"])


def _make(dataclass: Callable[..., Any], **how: Any) -> Any:
    @dataclass(slots=True, **how)
    class Point:
        """Somewhere."""

        x: int
        y: int = 0
        names: list[str] = dataclasses.field(default_factory=list)

    return Point


@both
def test_equal_are_those_of_one_class_whose_fields_are(dataclass: Any) -> None:
    point, other = _make(dataclass, frozen=True), _make(dataclass, frozen=True)
    assert point(1, 2) == point(1, 2)
    assert point(1, 2) != point(1, 3)
    assert point(1, 2) != other(1, 2)
    assert point(1) != 1


@both
def test_frozen_ones_can_be_in_sets_and_others_cannot(dataclass: Any) -> None:
    @dataclass(frozen=True, slots=True)
    class Frozen:
        """Has one field only."""

        x: tuple[int, ...]

    assert len({Frozen((1,)), Frozen((1,)), Frozen((2,))}) == 2
    with pytest.raises(TypeError):
        hash(_make(dataclass)(1))


@both
def test_they_show_their_fields(dataclass: Any) -> None:
    assert repr(_make(dataclass, frozen=True)(1)).endswith("Point(x=1, y=0, names=[])")


@both
def test_they_have_no_room_for_anything_else(dataclass: Any) -> None:
    assert not hasattr(_make(dataclass)(1), "__dict__")


@both
def test_one_may_be_made_of_another(dataclass: Any) -> None:
    point = _make(dataclass, frozen=True)
    assert dataclasses.replace(point(1, 2), y=5) == point(1, 5)
    with pytest.raises(TypeError):
        point(1, z=5)


@both
def test_fields_may_be_for_keywords_only(dataclass: Any) -> None:
    with pytest.raises(TypeError):
        _make(dataclass, kw_only=True)(1)


@both
def test_a_subclass_has_the_fields_of_both(dataclass: Any) -> None:
    @dataclass(frozen=True, slots=True)
    class Place(_make(dataclass, frozen=True)):  # type: ignore[misc]
        """A point with a height."""

        z: int = 0

    assert Place(1, 2, z=3) == Place(1, 2, z=3)
    assert Place(1, 2, z=3) != Place(1, 2, z=4)


@both
def test_one_without_fields_equals_every_other(dataclass: Any) -> None:
    @dataclass(frozen=True, slots=True)
    class Nothing:
        """There is nothing to tell."""

    assert Nothing() == Nothing()
    assert hash(Nothing()) == hash(Nothing())


def test_what_ours_would_overlook_is_refused() -> None:
    class WithOwnText:
        """Shows itself in its own way."""

        def __repr__(self) -> str:
            return "it"

    class WithSecret:
        """Has a field that is not to be shown."""

        x: int = dataclasses.field(repr=False)

    for cls in (WithOwnText, WithSecret):
        with pytest.raises(TypeError, match="standard library"):
            records.dataclass(slots=True)(cls)
