"""The caller as JSON: who they are, by what, and what they may do."""

from typing import Annotated, Literal

from adapters.http import limits
from adapters.http.schemas.described import Described, Timestamp, TypedDict
from adapters.http.schemas.grants import grant_facts
from adapters.http.schemas.resource import Resource, utc_text_or_none
from domain import limits as of_events
from domain.caller import Caller
from domain.feed import MOST_FEEDS, MOST_MERGED
from domain.grant import Detail
from domain.key import MOST_CALENDARS, Key
from domain.keyring import MOST_IDENTITIES, MOST_KEYS, Keyring
from domain.owner import OwnerStatus
from domain.window import LONGEST


class CredentialView(TypedDict):
    """What the caller proves to be the owner with, and what it may do."""

    type: Literal["key", "rapidapi"]
    id: str
    label: str | None
    hint: str | None
    scopes: Annotated[list[str], Described("`*` is all but `admin`.")]
    calendars: Annotated[list[str] | None, Described("The only calendars that it reaches; null for all.")]
    detail: Detail
    expires_at: Timestamp | None


class LimitsView(TypedDict):
    """What applies to each request, and to the owner."""

    page_size: int
    window_days: int
    body_bytes: int
    answer_bytes: int
    event_bytes: int
    description_bytes: int
    attendees: int
    reminders: int
    metadata_pairs: int
    ids: int
    keys: int
    key_calendars: int
    rotation_overlap_seconds: int
    identities: int
    feeds: int
    feed_calendars: int


class MeView(TypedDict):
    """The owner for whom the caller acts."""

    id: str
    type: Literal["me"]
    name: str
    status: OwnerStatus
    plan: Annotated[str | None, Described("The owner's; through RapidAPI, what the caller subscribed to there.")]
    created_at: Annotated[Timestamp | None, Described("Null for a RapidAPI user of whom nothing is kept.")]
    credential: CredentialView
    limits: LimitsView


_LIMITS: LimitsView = {
    "page_size": limits.PAGE_MOST,
    "window_days": LONGEST.days,
    "body_bytes": limits.BODY_BYTES,
    "answer_bytes": limits.ANSWER_BYTES,
    "event_bytes": of_events.EVENT_BYTES,
    "description_bytes": of_events.DESCRIPTION_BYTES,
    "attendees": of_events.ATTENDEES,
    "reminders": of_events.REMINDERS,
    "metadata_pairs": of_events.METADATA_PAIRS,
    "ids": limits.IDS_MOST,
    "keys": MOST_KEYS,
    "key_calendars": MOST_CALENDARS,
    "rotation_overlap_seconds": limits.OVERLAP_SECONDS_MOST,
    "identities": MOST_IDENTITIES,
    "feeds": MOST_FEEDS,
    "feed_calendars": MOST_MERGED,
}


def me_resource(caller: Caller, keyring: Keyring) -> Resource[MeView]:
    owner = keyring.owner
    return Resource(
        {
            "id": str(owner.id),
            "type": "me",
            "name": owner.name,
            "status": owner.status,
            "plan": caller.plan,
            "created_at": utc_text_or_none(owner.created_at if owner.is_kept else None),
            "credential": _credential(caller, keyring.key_of(caller.credential_id)),
            "limits": _LIMITS,
        }
    )


def _credential(caller: Caller, key: Key | None) -> CredentialView:
    return {
        "type": "key" if caller.rapidapi_user is None else "rapidapi",
        "id": caller.credential_id,
        "label": key.label if key else None,
        "hint": key.hint if key else None,
        **grant_facts(caller.grant),  # type: ignore[typeddict-item]
    }
