"""What batches came to, as clients read it."""

from typing import Annotated, Any

from adapters.http.schemas.described import Described, TypedDict


class OutcomeView(TypedDict):
    """What one of them was answered with."""

    operation: str
    status: int
    headers: dict[str, str]
    body: Annotated[dict[str, Any] | None, Described("Its JSON body; null if there is none, or if it was omitted.")]
    omitted: Annotated[
        bool, Described("Whether the body was left out since the whole answer would have been too large.")
    ]
