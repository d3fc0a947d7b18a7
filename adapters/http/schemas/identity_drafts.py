"""RapidAPI users as clients name them."""

from typing import Annotated

from pydantic import Field, StringConstraints

from adapters.http import limits
from adapters.http.schemas.draft import Draft
from domain.owner import LONGEST_USER


class Redemption(Draft):
    """The code that a RapidAPI user gave to whom it wants to be attached to."""

    code: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=limits.CODE_CHARACTERS)] = Field(
        description="As the user got it; case, hyphens and spaces do not matter.", examples=["7K3Q-M0XW-9TRC-45ZB"]
    )


class IdentityDraft(Draft):
    """A RapidAPI user to attach."""

    user: Annotated[str, StringConstraints(strict=True, min_length=1, max_length=LONGEST_USER)] = Field(
        description="As RapidAPI names it in X-RapidAPI-User.", examples=["ada"]
    )
