"""API keys as clients word them."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from adapters.http import limits
from adapters.http.schemas.draft import Draft
from adapters.http.schemas.key_views import writable
from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.values import WHOLE, Instant, Label, Scope
from domain.grant import Detail
from domain.ids import CalendarId
from domain.key import MOST_CALENDARS, Key
from domain.use_cases.keys import KeyWording


class KeyDraft(Draft):
    """A key as a client words it. It can do no more than the credential that makes it, and by default just as much."""

    label: Label = Field(default=None, description="What the key is for.", examples=["Backup job"])
    scopes: Annotated[list[Scope], Field(min_length=1)] | None = Field(
        default=None,
        description="What it may do: `<resource>:read`, `<resource>:write`, `*` for all of these, or `admin`, which is"
        " never given unless it is named.",
        examples=[["calendars:read", "events:read"]],
    )
    calendars: Annotated[list[UUID], Field(min_length=1, max_length=MOST_CALENDARS)] | None = Field(
        default=None, description="The only calendars that it reaches. Left out or null: those of your own credential."
    )
    detail: Detail | None = Field(
        default=None,
        description="`full`, or `busy` for a key that may know only when someone is busy. Left out or null: likewise.",
    )
    expires_at: Instant | None = Field(
        default=None, description="From when on it works no longer. Left out or null: when your own credential does."
    )

    def to_domain(self) -> KeyWording:
        return KeyWording(
            label=self.label,
            scopes=None if self.scopes is None else frozenset(self.scopes),
            calendars=None if self.calendars is None else frozenset(map(CalendarId, self.calendars)),
            detail=self.detail,
            expires_at=self.expires_at,
        )


class KeyPatch(MergePatch[KeyDraft]):
    """Some of a key's properties; null returns to what your own credential has, lists are replaced (RFC 7396)."""

    draft = KeyDraft

    def onto(self, key: Key) -> KeyWording:
        return self.merged_into(writable(key)).to_domain()


class RotationDraft(Draft):
    """How to rotate a key."""

    may_be_left_out = True

    overlap_seconds: Annotated[int, WHOLE] = Field(
        strict=True,
        default=limits.OVERLAP_SECONDS_DEFAULT,
        ge=0,
        le=limits.OVERLAP_SECONDS_MOST,
        description="For how long the old key works beside the new one.",
        examples=[limits.OVERLAP_SECONDS_DEFAULT],
    )
