"""Imports in the background, as clients ask for them."""

from typing import Annotated

from pydantic import Field

from adapters.http.schemas.draft import Draft
from adapters.http.schemas.values import WHOLE
from domain.import_job import MOST_PARTS


class ImportJobDraft(Draft):
    """An import as a client asks for it, before its file comes."""

    may_be_left_out = True

    parts: Annotated[int, Field(strict=True, ge=1, le=MOST_PARTS), WHOLE] = Field(
        default=1, description="In how many parts the file comes.", examples=[2]
    )
    dry_run: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="Only say what an import would do.", examples=[False]
    )
