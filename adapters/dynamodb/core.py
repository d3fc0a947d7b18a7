"""What we use of pydynox, as a type."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from adapters.dynamodb.table import Item, Key


class Core(Protocol):
    """The part of pydynox's core that we use; its own stubs miss some parameters."""

    def sync_get_item(self, table: str, key: Key, *, consistent_read: bool) -> tuple[Item | None, object]: ...

    def sync_put_item(
        self,
        table: str,
        item: Item,
        *,
        condition_expression: str | None,
        expression_attribute_values: Mapping[str, Any] | None,
        return_values_on_condition_check_failure: bool,
    ) -> object: ...

    def sync_update_item(
        self,
        table: str,
        key: Key,
        *,
        update_expression: str,
        condition_expression: str | None,
        expression_attribute_values: Mapping[str, Any],
    ) -> object: ...

    def sync_delete_item(
        self,
        table: str,
        key: Key,
        *,
        condition_expression: str | None,
        expression_attribute_values: Mapping[str, Any] | None,
    ) -> object: ...

    def sync_query_page(
        self,
        table: str,
        key_condition_expression: str,
        *,
        filter_expression: str | None,
        expression_attribute_values: Mapping[str, Any],
        projection_expression: str | None,
        limit: int | None,
        exclusive_start_key: Item | None,
        scan_index_forward: bool,
        index_name: str | None,
        consistent_read: bool,
    ) -> tuple[list[Item], Item | None, object]: ...

    def sync_scan_page(
        self,
        table: str,
        *,
        filter_expression: str | None,
        expression_attribute_values: Mapping[str, Any] | None,
        projection_expression: str | None,
        limit: int | None,
        exclusive_start_key: Item | None,
        consistent_read: bool,
    ) -> tuple[list[Item], Item | None, object]: ...

    def sync_batch_get(self, table: str, keys: Sequence[Key], consistent_read: bool) -> list[Item]: ...

    def sync_batch_write(self, table: str, put_items: Sequence[Item], delete_keys: Sequence[Key]) -> object: ...

    def sync_transact_write(self, operations: Sequence[Mapping[str, Any]], *, client_request_token: str) -> object: ...
