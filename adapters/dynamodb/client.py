"""The table's data plane over pydynox: the few calls we make. Besides `faults`, nothing else knows pydynox."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, ParamSpec, TypedDict, TypeVar, Unpack, cast

from pydynox import pydynox_core

from adapters.dynamodb.core import Core
from adapters.dynamodb.faults import patiently
from adapters.dynamodb.soon import Soon, Waiting
from adapters.dynamodb.table import Item, Key, key_of

_CONNECT_SECONDS, _READ_SECONDS = 2.0, 5.0
_SDK_ATTEMPTS = 1  # the SDK's pauses know nothing of a request's deadline; ours do
_MOST_AT_ONCE = 48  # writes of an import side by side, and what is read beside a request
_BATCH_WRITE = 25

MUST_BE_NEW = "attribute_not_exists(pk)"

P = ParamSpec("P")
T = TypeVar("T")


class Page(NamedTuple):
    """The items of one request, and where the next one starts."""

    items: list[Item]
    next: Item | None


class Reading(TypedDict, total=False):
    """How to read a partition. `only` is a condition on the items, which are paid for all the same."""

    index: str | None
    limit: int | None
    keys_only: bool
    only: str | None
    backwards: bool


class Scanning(TypedDict, total=False):
    """How to read the whole table. `only` is a condition on the items, which are paid for all the same."""

    limit: int | None
    keys_only: bool
    only: str | None
    values: Mapping[str, Any] | None
    consistent: bool


class Write(NamedTuple):
    """A conditional write: put `item`, or delete `key`; or, if it `checks`, nothing but the condition on `key`.

    `names` stand in the condition for names of attributes that DynamoDB has other uses for.
    """

    item: Item | None = None
    key: Key | None = None
    condition: str | None = None
    values: Mapping[str, Any] | None = None
    checks: bool = False
    names: Mapping[str, str] | None = None

    @property
    def at(self) -> Key:
        """Where the item is that it is about."""
        return key_of(self.item) if self.item is not None else cast(Key, self.key)


def if_version(version: int) -> dict[str, Any]:
    """The condition of a write that only that version may meet."""
    return {"condition": "version = :version", "values": {":version": version}}


class Table:
    """One table, and the threads that let its requests run side by side. Make one per process."""

    def __init__(
        self,
        name: str,
        *,
        endpoint_url: str | None = None,
        region: str | None = None,
        credentials: tuple[str, str] | None = None,
    ) -> None:
        access_key, secret_key = credentials or (None, None)
        self._name = name
        self._client = cast(
            Core,
            pydynox_core.DynamoDBClient(
                endpoint_url=endpoint_url,
                region=region,
                access_key=access_key,
                secret_key=secret_key,
                connect_timeout=_CONNECT_SECONDS,
                read_timeout=_READ_SECONDS,
                max_retries=_SDK_ATTEMPTS,
            ),
        )
        self._waiting = Waiting()
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="dynamodb")

    def begin(self, read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> "Future[T]":
        """Start a read in the background, which ends when this request has to."""
        context = copy_context()
        return self._threads.submit(lambda: context.run(read, *args, **kwargs))

    def soon(self, key: Key) -> Soon:
        """Read one item together with the next one that this thread reads."""
        read = Soon(key, self.get)
        self._waiting.add(read)
        return read

    def get(self, key: Key) -> Item | None:
        """Read one item, strongly consistent, and with it those that wait for that."""
        if self._waiting:
            return self._waiting.answered(key, self.get_many)
        return patiently(lambda: self._client.sync_get_item(self._name, key, consistent_read=True)[0], writing=False)

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        """Read up to 100 items, strongly consistent, in no order."""
        return patiently(lambda: self._client.sync_batch_get(self._name, keys, consistent_read=True), writing=False)

    def query(
        self, condition: str, values: Mapping[str, Any], after: Item | None = None, **how: Unpack[Reading]
    ) -> Page:
        """Read one page of a partition: strongly consistent from the table, eventually from an index."""
        index = how.get("index")
        items, following, _ = patiently(
            lambda: self._client.sync_query_page(
                self._name,
                condition,
                filter_expression=how.get("only"),
                expression_attribute_values=values,
                projection_expression="pk, sk" if how.get("keys_only") else None,
                limit=how.get("limit"),
                exclusive_start_key=after,
                scan_index_forward=not how.get("backwards"),
                index_name=index,
                consistent_read=index is None,
            ),
            writing=False,
        )
        return Page(items, following)

    def pages(self, condition: str, values: Mapping[str, Any], **how: Unpack[Reading]) -> Iterator[Page]:
        """Read a partition page by page, up to its end or until nobody asks for more."""
        after: Item | None = None
        while True:
            page = self.query(condition, values, after, **how)
            yield page
            if page.next is None:
                return
            after = page.next

    def items(self, condition: str, values: Mapping[str, Any], **how: Unpack[Reading]) -> Iterator[Item]:
        """The items of those pages."""
        return (item for page in self.pages(condition, values, **how) for item in page.items)

    def scan(self, **how: Unpack[Scanning]) -> Iterator[Page]:
        """Read the whole table page by page, in no order. Nothing that answers a request may do that."""
        page = self._scan_page(None, how)
        yield page
        while page.next is not None:
            page = self._scan_page(page.next, how)
            yield page

    def first(self, size: int, condition: str, values: Mapping[str, Any], *, backwards: bool = False) -> Iterator[Item]:
        """The first of those items, at most `size`."""
        return islice(self.items(condition, values, limit=size, backwards=backwards), size)

    def put(self, item: Item, *, condition: str | None = None, values: Mapping[str, Any] | None = None) -> None:
        """Write one item; raise Conflict if there is a condition and it does not hold.

        A request that was sent twice because its answer got lost finds its own item: that is a success.
        """
        patiently(lambda: self._put(item, condition, values))

    def put_at_once(self, item: Item, _undo: Callable[[], None], *, condition: str, values: Mapping[str, Any]) -> None:
        """The same, also within a unit of work; what undoes it is called if the rest of that is given up."""
        Table.put(self, item, condition=condition, values=values)

    def update(self, key: Key, expression: str, values: Mapping[str, Any], condition: str | None = None) -> None:
        """Change attributes of one item, which is made if it is missing; raise Conflict if the condition fails.

        That is done at once, also within a unit of work.
        """
        patiently(
            lambda: self._client.sync_update_item(
                self._name,
                key,
                update_expression=expression,
                condition_expression=condition,
                expression_attribute_values=values,
            ),
            repeatable=False,
        )

    def delete(self, key: Key, *, condition: str | None = None, values: Mapping[str, Any] | None = None) -> None:
        """Delete one item; raise Conflict if there is a condition and it does not hold."""
        patiently(
            lambda: self._client.sync_delete_item(
                self._name, key, condition_expression=condition, expression_attribute_values=values
            ),
            repeatable=False,
        )

    def write_together(self, writes: Sequence[Write]) -> None:
        """Write all or nothing; raise Conflict if a condition does not hold."""
        operations = [self._operation(write) for write in writes]
        token = secrets.token_hex(16)  # a transaction that is sent again under its token does not act again
        patiently(lambda: self._client.sync_transact_write(operations, client_request_token=token))

    def delete_all(self, keys: Sequence[Key]) -> None:
        """Delete items, however many, in no order and not in one step."""
        for start in range(0, len(keys), _BATCH_WRITE):
            some = keys[start : start + _BATCH_WRITE]
            patiently(partial(self._client.sync_batch_write, self._name, [], some))

    def delete_found(self, condition: str, values: Mapping[str, Any]) -> int:
        """Delete all items of a partition, page by page; return how many. It may be stopped and run again."""
        gone = 0
        for page in self.pages(condition, values, keys_only=True):
            self.delete_all([key_of(item) for item in page.items])
            gone += len(page.items)
        return gone

    def _put(self, item: Item, condition: str | None, values: Mapping[str, Any] | None) -> None:
        try:
            self._client.sync_put_item(
                self._name,
                item,
                condition_expression=condition,
                expression_attribute_values=values,
                return_values_on_condition_check_failure=True,
            )
        except pydynox_core.ConditionalCheckFailedException as error:
            if getattr(error, "item", None) != item:
                raise

    def _scan_page(self, after: Item | None, how: Scanning) -> Page:
        items, following, _ = patiently(
            lambda: self._client.sync_scan_page(
                self._name,
                filter_expression=how.get("only"),
                expression_attribute_values=how.get("values"),
                projection_expression="pk, sk" if how.get("keys_only") else None,
                limit=how.get("limit"),
                exclusive_start_key=after,
                consistent_read=how.get("consistent", False),
            ),
            writing=False,
        )
        return Page(items, following)

    def _operation(self, write: Write) -> dict[str, Any]:
        operation: dict[str, Any] = {"table": self._name}
        if write.item is not None:
            operation |= {"type": "put", "item": write.item}
        else:
            operation |= {"type": "condition_check" if write.checks else "delete", "key": write.key}
        if write.condition is not None:
            operation["condition_expression"] = write.condition
        if write.values is not None:
            operation["expression_attribute_values"] = dict(write.values)
        if write.names is not None:
            operation["expression_attribute_names"] = dict(write.names)
        return operation
