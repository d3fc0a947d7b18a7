"""API keys as clients read them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from adapters.http.schemas.described import Described, Timestamp, TypedDict
from adapters.http.schemas.grants import grant_facts
from adapters.http.schemas.resource import Versioned, utc_text, utc_text_or_none
from domain.grant import Detail
from domain.key import Key, KeyStatus
from domain.use_cases.keys import NewKey


class KeyView(TypedDict):
    """A key as clients read it, which is without the key itself."""

    id: str
    type: Literal["key"]
    label: str | None
    hint: Annotated[str, Described("Prefix and last four letters, to recognise it by.")]
    status: KeyStatus
    scopes: list[str]
    calendars: Annotated[list[str] | None, Described("The only calendars that it reaches; null for all.")]
    detail: Detail
    expires_at: Timestamp | None
    last_used_at: Annotated[Timestamp | None, Described("Recorded at most once an hour.")]
    revoked_at: Timestamp | None
    replaced_by: Annotated[str | None, Described("The id of the key that a rotation made of it.")]
    created_at: Timestamp
    updated_at: Timestamp


class NewKeyView(KeyView):
    """A new key, with the key itself. Nobody can read that again."""

    secret: Annotated[str, Described("The key to send as X-Api-Key. Shown this once; keep it where only you read it.")]


def key_view(key: Key, now: datetime) -> KeyView:
    return {
        "id": str(key.id),
        "type": "key",
        "label": key.label,
        "hint": key.hint,
        "status": key.status(now),
        **grant_facts(key.grant),  # type: ignore[typeddict-item]
        "last_used_at": utc_text_or_none(key.last_used_at),
        "revoked_at": utc_text_or_none(key.revoked_at),
        "replaced_by": str(key.replaced_by) if key.replaced_by else None,
        "created_at": utc_text(key.created_at),
        "updated_at": utc_text(key.updated_at),
    }


def key_resource(key: Key, now: datetime) -> Versioned[KeyView]:
    return Versioned.at(key.version, key_view(key, now), key.status(now), key.last_used_at)


def new_key_view(new: NewKey) -> NewKeyView:
    return {**key_view(new.key, new.key.created_at), "secret": new.secret}


def new_key_resource(new: NewKey) -> Versioned[NewKeyView]:
    key = new.key
    return Versioned.at(key.version, new_key_view(new), key.status(key.created_at), key.last_used_at)


def writable(key: Key) -> dict[str, Any]:
    """A key as JSON, but for what clients cannot choose."""
    return {"label": key.label, **grant_facts(key.grant)}
