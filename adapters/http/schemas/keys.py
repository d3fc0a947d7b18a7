"""API keys as JSON."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from adapters.http import limits
from adapters.http.schemas.grants import grant_facts
from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.resource import Draft, Resource, Timestamp, utc_text, utc_text_or_none
from adapters.http.schemas.values import WHOLE, Instant, Label, Scope
from domain.grant import Detail
from domain.ids import CalendarId
from domain.key import MOST_CALENDARS, Key, KeyStatus
from domain.use_cases.keys import KeyWording, NewKey


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
        return self.merged_into(_writable(key)).to_domain()


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


class KeyView(Resource):
    """A key as clients read it, which is without the key itself."""

    type: Literal["key"] = "key"
    label: str | None
    hint: str = Field(description="Prefix and last four letters, to recognise it by.")
    status: KeyStatus
    scopes: list[str]
    calendars: list[str] | None = Field(description="The only calendars that it reaches; null for all.")
    detail: Detail
    expires_at: Timestamp | None
    last_used_at: Timestamp | None = Field(description="Recorded at most once an hour.")
    revoked_at: Timestamp | None
    replaced_by: str | None = Field(description="The id of the key that a rotation made of it.")
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, key: Key, now: datetime, **more: str) -> Self:
        return cls(**_facts(key, now), **more).at(key.version, key.status(now), key.last_used_at)


class NewKeyView(KeyView):
    """A new key, with the key itself. Nobody can read that again."""

    secret: str = Field(description="The key to send as X-Api-Key. Shown this once; keep it where only you read it.")

    @classmethod
    def of_new(cls, new: NewKey) -> Self:
        return cls.of(new.key, new.key.created_at, secret=new.secret)


def _facts(key: Key, now: datetime) -> dict[str, Any]:
    return {
        **_writable(key),
        "id": str(key.id),
        "hint": key.hint,
        "status": key.status(now),
        "last_used_at": utc_text_or_none(key.last_used_at),
        "revoked_at": utc_text_or_none(key.revoked_at),
        "replaced_by": str(key.replaced_by) if key.replaced_by else None,
        "created_at": utc_text(key.created_at),
        "updated_at": utc_text(key.updated_at),
    }


def _writable(key: Key) -> dict[str, Any]:
    """A key as JSON, but for what clients cannot choose."""
    return {"label": key.label, **grant_facts(key.grant)}
