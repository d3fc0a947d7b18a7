"""`UnitOfWork` in memory: what raises is undone, by putting back what the stores held."""

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, fields
from typing import Any, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class MemoryUnitOfWork:
    """See `domain.unit_of_work.UnitOfWork`. `stores` are all adapters in memory that the work may write to."""

    stores: Sequence[Any]

    def __call__(self, work: Callable[[], T]) -> T:
        before = [_contents(store) for store in self.stores]
        try:
            return work()
        except BaseException:
            for store, contents in zip(self.stores, before, strict=True):
                for name, content in contents.items():
                    setattr(store, name, content)
            raise


def _contents(store: Any) -> dict[str, Any]:
    """What a store holds now."""
    held = {one.name: getattr(store, one.name) for one in fields(store)}
    return {name: copy(content) for name, content in held.items() if isinstance(content, dict | list)}
