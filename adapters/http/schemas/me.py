"""The caller as JSON: who they are, by what, and what they may do."""

from typing import Literal

from pydantic import BaseModel, Field

from adapters.http import limits
from adapters.http.schemas.grants import grant_facts
from adapters.http.schemas.resource import Resource, Timestamp, utc_text_or_none
from domain import limits as of_events
from domain.caller import Caller
from domain.feed import MOST_FEEDS, MOST_MERGED
from domain.grant import Detail
from domain.key import MOST_CALENDARS, Key
from domain.keyring import MOST_IDENTITIES, MOST_KEYS, Keyring
from domain.owner import OwnerStatus
from domain.window import LONGEST


class CredentialView(BaseModel):
    """What the caller proves to be the owner with, and what it may do."""

    type: Literal["key", "rapidapi"]
    id: str
    label: str | None
    hint: str | None
    scopes: list[str] = Field(description="`*` is all but `admin`.")
    calendars: list[str] | None = Field(description="The only calendars that it reaches; null for all.")
    detail: Detail
    expires_at: Timestamp | None


class LimitsView(BaseModel):
    """What applies to each request, and to the owner."""

    page_size: int = limits.PAGE_MOST
    window_days: int = LONGEST.days
    body_bytes: int = limits.BODY_BYTES
    answer_bytes: int = limits.ANSWER_BYTES
    event_bytes: int = of_events.EVENT_BYTES
    description_bytes: int = of_events.DESCRIPTION_BYTES
    attendees: int = of_events.ATTENDEES
    reminders: int = of_events.REMINDERS
    metadata_pairs: int = of_events.METADATA_PAIRS
    ids: int = limits.IDS_MOST
    keys: int = MOST_KEYS
    key_calendars: int = MOST_CALENDARS
    rotation_overlap_seconds: int = limits.OVERLAP_SECONDS_MOST
    identities: int = MOST_IDENTITIES
    feeds: int = MOST_FEEDS
    feed_calendars: int = MOST_MERGED


class MeView(Resource):
    """The owner for whom the caller acts."""

    versioned = False

    type: Literal["me"] = "me"
    name: str
    status: OwnerStatus
    plan: str | None = Field(description="The owner's; through RapidAPI, what the caller subscribed to there.")
    created_at: Timestamp | None = Field(description="Null for a RapidAPI user of whom nothing is kept.")
    credential: CredentialView
    limits: LimitsView

    @classmethod
    def of(cls, caller: Caller, keyring: Keyring) -> "MeView":
        owner = keyring.owner
        return cls(
            id=str(owner.id),
            name=owner.name,
            status=owner.status,
            plan=caller.plan,
            created_at=utc_text_or_none(owner.created_at if owner.is_kept else None),
            credential=_credential(caller, keyring.key_of(caller.credential_id)),
            limits=LimitsView(),
        )


def _credential(caller: Caller, key: Key | None) -> CredentialView:
    return CredentialView(
        type="key" if caller.rapidapi_user is None else "rapidapi",
        id=caller.credential_id,
        label=key.label if key else None,
        hint=key.hint if key else None,
        **grant_facts(caller.grant),
    )
