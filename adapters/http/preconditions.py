"""Entity tags (RFC 9110 §8.8.3, §13.1): the version of a resource, in quotes; perhaps with a state that others change.

A change is refused if the version is another; a state, such as when a key was last used, is no reason to.
"""

import re
from typing import Annotated

from adapters.http.markers import Header

IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="Change only if the ETag is one of these; 412 otherwise. Keeps others' changes from being lost.",
    ),
]

IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", description="With `*`, write only what is not there yet; 412 otherwise."),
]

_STRONG_TAG = re.compile(r'\s*"(\d{1,18})(?:\.[0-9a-f]{8})?"\s*', re.ASCII)


def versions(if_match: str | None) -> frozenset[int] | None:
    """The versions that If-Match names; None if any will do. A weak tag matches nothing."""
    if if_match is None or is_any(if_match):
        return None
    return frozenset(int(tag[1]) for part in if_match.split(",") if (tag := _STRONG_TAG.fullmatch(part)))


def is_any(tags: str | None) -> bool:
    """Whether a precondition is about anything at all that is there."""
    return tags is not None and tags.strip() == "*"


def none_match(if_none_match: str | None, etag: str | None) -> bool:
    """Whether a reader already has this version (weak comparison, RFC 9110 §13.1.2)."""
    if if_none_match is None or etag is None:
        return False
    tags = [tag.strip().removeprefix("W/") for tag in if_none_match.split(",")]
    return "*" in tags or etag in tags
