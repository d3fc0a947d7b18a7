"""Batches as clients word them."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from adapters.http import limits
from adapters.http.endpoints import ENDPOINTS
from adapters.http.schemas.draft import Draft, no_pairs

HeaderName = Literal["If-Match", "If-None-Match", "Prefer"]


class OperationDraft(Draft):
    """One call, as it would be made by itself."""

    operation: str = Field(
        description="The operation's id in this document.",
        examples=["events.create"],
        json_schema_extra={"enum": [row.name for row in ENDPOINTS if row.in_batches]},
    )
    path: dict[str, str] = Field(
        default_factory=no_pairs, description="The parameters of its path.", examples=[{"calendar_id": "$0.id"}]
    )
    query: dict[str, str | Annotated[int, Field(strict=True)] | Annotated[bool, Field(strict=True)]] = Field(
        default_factory=no_pairs, description="Its query parameters."
    )
    headers: Mapping[HeaderName, str] = Field(
        default_factory=no_pairs, description="Its preconditions and preferences."
    )
    body: dict[str, Any] | None = Field(default=None, description="Its body.", examples=[{"title": "Work"}])

    def query_texts(self) -> dict[str, str]:
        """The query parameters as they would stand in an address."""
        return {
            name: str(value).lower() if value in (True, False) else str(value) for name, value in self.query.items()
        }


class BatchDraft(Draft):
    """Calls to be made one after the other."""

    operations: list[OperationDraft] = Field(min_length=1, max_length=limits.BATCH_OPERATIONS)
    atomic: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="All of them or none, in one step. Then they may only write.", examples=[True]
    )
