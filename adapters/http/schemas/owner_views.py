"""Owners, and what was done to them, as those read it who manage them all."""

from typing import Annotated, Literal

from adapters.http.schemas.described import Described, Timestamp, TypedDict
from adapters.http.schemas.resource import Versioned, utc_text
from domain.audit import Entry
from domain.ids import OwnerId
from domain.owner import Owner, OwnerStatus, Plan
from domain.use_cases.usage import Usage


class OwnerView(TypedDict):
    """An owner: the one identity that data belongs to. The ETag changes with each change of its credentials, too."""

    id: str
    type: Literal["owner"]
    name: str
    status: OwnerStatus
    plan: Plan
    created_at: Timestamp
    updated_at: Timestamp


class UsageView(TypedDict):
    """How much an owner has."""

    id: str
    type: Literal["usage"]
    calendars: int
    events: Annotated[int, Described("A change of the last second may not count yet.")]
    keys: Annotated[int, Described("Those that work.")]
    identities: int


class ActorView(TypedDict):
    """Who did it: nobody's owner for someone at the command line."""

    owner_id: str | None
    credential_id: str


class EntryView(TypedDict):
    """One change by someone who manages owners, or of a key that may."""

    id: str
    type: Literal["audit_entry"]
    done_at: Timestamp
    action: Annotated[str, Described("The name of the endpoint, also for what was done at the command line.")]
    actor: ActorView
    owner_id: Annotated[str, Described("The owner it was done to.")]
    owner_name: Annotated[str, Described("What the owner was called then.")]
    subject_ids: Annotated[list[str], Described("The keys or identities that it was about, a new one last.")]


def owner_view(owner: Owner) -> OwnerView:
    return {
        "id": str(owner.id),
        "type": "owner",
        "name": owner.name,
        "status": owner.status,
        "plan": owner.plan,
        "created_at": utc_text(owner.created_at),
        "updated_at": utc_text(owner.updated_at),
    }


def owner_resource(owner: Owner) -> Versioned[OwnerView]:
    return Versioned.at(owner.version, owner_view(owner))


def usage_view(owner_id: OwnerId, usage: Usage) -> UsageView:
    return {
        "id": str(owner_id),
        "type": "usage",
        "calendars": usage.calendars,
        "events": usage.events,
        "keys": usage.keys,
        "identities": usage.identities,
    }


def entry_view(entry: Entry) -> EntryView:
    return {
        "id": str(entry.id),
        "type": "audit_entry",
        "done_at": utc_text(entry.at),
        "action": entry.action,
        "actor": {
            "owner_id": str(entry.actor_id) if entry.actor_id else None,
            "credential_id": entry.credential_id,
        },
        "owner_id": str(entry.owner_id),
        "owner_name": entry.owner_name,
        "subject_ids": [str(one) for one in entry.subject_ids],
    }
