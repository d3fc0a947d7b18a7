"""What is asked of the database's client, to be asked once more without anything around it."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Self

from adapters.dynamodb.client import Table
from adapters.dynamodb.table import key_of

Call = tuple[str, tuple[Any, ...], dict[str, Any]]


class Recorded:
    """A table whose client's calls are written down."""

    def __init__(self, table: Table) -> None:
        self._table, self._core = table, table._client
        self._calls: list[Call] = []
        self.count = 0

    def __enter__(self) -> Self:
        self._table._client = self
        return self

    def __exit__(self, *_: object) -> None:
        self._table._client = self._core

    def __getattr__(self, name: str) -> Callable[..., Any]:
        method = getattr(self._core, name)

        def noted(*args: Any, **kwargs: Any) -> Any:
            self._calls.append((name, args, kwargs))
            return method(*args, **kwargs)

        return noted

    def once_more(self) -> Callable[[], None]:
        """What makes the calls again that were made since the last time; what they wrote is taken back before."""
        calls, self._calls = self._calls, []
        self.count = len(calls)
        for table, item in _written(calls):
            self._core.sync_delete_item(
                table, key_of(item), condition_expression=None, expression_attribute_values=None
            )
        bare = [partial(getattr(self._core, name), *args, **kwargs) for name, args, kwargs in calls]

        def make() -> None:
            for call in bare:
                call()

        return make


def _written(calls: list[Call]) -> Iterator[tuple[str, Any]]:
    """The items that were put, each with its table."""
    for name, args, _ in calls:
        if name == "sync_put_item":
            yield args[0], args[1]
        elif name == "sync_transact_write":
            yield from ((one["table"], one["item"]) for one in args[0] if one["type"] == "put")
