"""Dataclasses that take a quarter of the time to make: some fifty of them are made at each cold start.

`dataclasses` compiles six methods for a frozen class, of which all but `__init__` can be the same functions for every
class; and its way to freeze makes each object three times as slow to fill. So here, nothing is frozen but to the type
checker, for which this is `dataclasses.dataclass`. What a class or a field may want otherwise (a method of its own,
`field(compare=False)`) is refused rather than overlooked.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    import dataclasses
    from operator import attrgetter

    def dataclass(*, frozen: bool = False, slots: bool = False, kw_only: bool = False) -> Callable[[type], type]:
        """A dataclass, equal, hashed if it is frozen, and shown as those of `dataclasses` are."""

        def made_of(cls: type) -> type:
            if {"__eq__", "__hash__", "__repr__"} & vars(cls).keys():
                raise TypeError(f"{cls.__name__} has a method of its own: make it a dataclass of the standard library.")
            made = dataclasses.dataclass(eq=False, repr=False, slots=slots, kw_only=kw_only)(cls)
            made.__values__ = staticmethod(_values_of(made))
            made.__eq__, made.__repr__ = _equal, _shown
            made.__hash__ = _hashed if frozen else None
            return made

        return made_of

    def _values_of(cls: type) -> Any:
        if not all(one.compare and one.repr for one in dataclasses.fields(cls)):
            raise TypeError(f"{cls.__name__} hides a field: make it a dataclass of the standard library.")
        names = [one.name for one in dataclasses.fields(cls)]
        if not names:
            return lambda _: ()
        return attrgetter(*names)

    def _equal(self: Any, other: object) -> Any:
        return self.__values__(self) == other.__values__(other) if other.__class__ is self.__class__ else NotImplemented

    def _hashed(self: Any) -> int:
        return hash(self.__values__(self))

    def _shown(self: Any) -> str:
        values = (f"{one.name}={getattr(self, one.name)!r}" for one in dataclasses.fields(self))
        return f"{self.__class__.__qualname__}({', '.join(values)})"


__all__ = ["dataclass"]
