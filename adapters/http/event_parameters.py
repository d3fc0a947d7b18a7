"""Parameters that endpoints of single events take."""

from typing import Annotated
from uuid import UUID

from adapters.http.event_refs import Ref
from adapters.http.markers import Path, Query
from adapters.http.schemas.described import Spelled
from domain.scope import Scope

EventPath = Annotated[
    Ref,
    Path(
        alias="event_id",
        description="The event's id; an occurrence's is `<series id>_<original start>`.",
        example="0cb8ad4f-bd80-8c55-be6b-0f4d2a7c11aa_20260405T070000Z",
    ),
]
SeriesPath = Annotated[UUID, Path(alias="event_id", description="The series' id.")]
ScopeParameter = Annotated[
    Annotated[Scope, Spelled(Scope)] | None,
    Query(
        alias="scope",
        description="How much of its series an edit of an occurrence is meant for: `this` one alone, this and all"
        " `following` ones, or `all`. By default `this`.",
    ),
]
