"""Dataclasses that take a fifth of the time to make: half of a cold start was the making of classes.

`dataclasses` compiles eight methods for a frozen class, of which all but `__init__` can be the same functions for every
class; and its way to freeze makes each object three times as slow to fill. So here, nothing is frozen but to the type
checker, for which this is `dataclasses.dataclass`.
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
            made = dataclasses.dataclass(eq=False, repr=False, slots=slots, kw_only=kw_only)(cls)
            made.__values__ = staticmethod(_values_of(made))
            made.__eq__, made.__repr__ = _equal, _shown
            made.__hash__ = _hashed if frozen else None
            return made

        return made_of

    def _values_of(cls: type) -> Any:
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
