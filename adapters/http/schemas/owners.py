"""Owners as JSON: as those see them who manage them all."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from adapters.http.schemas.merge_patch import MergePatch
from adapters.http.schemas.resource import Draft, Resource, Timestamp, utc_text
from domain.audit import Entry
from domain.ids import OwnerId
from domain.owner import LONGEST_KNOWN_NAME, LONGEST_NAME, OF_RAPIDAPI, Owner, OwnerStatus, Plan
from domain.use_cases.owners import OwnerWording
from domain.use_cases.usage import Usage


class OwnerDraft(Draft):
    """An owner as an admin words it."""

    name: Annotated[
        str,
        StringConstraints(strict=True, min_length=1, max_length=LONGEST_KNOWN_NAME),
        Field(json_schema_extra={"anyOf": [{"maxLength": LONGEST_NAME}, {"pattern": f"^{OF_RAPIDAPI}"}]}),
    ] = Field(
        description=f"A name that no other has. `{OF_RAPIDAPI}<user>` is the owner that a RapidAPI user is anyway.",
        examples=["Acme"],
    )
    plan: Plan = Field(default=Plan.FREE, description="Which plan the owner is on. No limit follows from it yet.")

    def to_domain(self) -> OwnerWording:
        return OwnerWording(self.name, self.plan)


class OwnerPatch(MergePatch[OwnerDraft]):
    """Some of an owner's properties; null returns to the default (RFC 7396)."""

    draft = OwnerDraft

    def onto(self, owner: Owner) -> OwnerWording:
        return self.merged_into({"name": owner.name, "plan": owner.plan}).to_domain()


class OwnerView(Resource):
    """An owner: the one identity that data belongs to. The ETag changes with each change of its credentials, too."""

    type: Literal["owner"] = "owner"
    name: str
    status: OwnerStatus
    plan: Plan
    created_at: Timestamp
    updated_at: Timestamp

    @classmethod
    def of(cls, owner: Owner) -> "OwnerView":
        view = cls(
            id=str(owner.id),
            name=owner.name,
            status=owner.status,
            plan=owner.plan,
            created_at=utc_text(owner.created_at),
            updated_at=utc_text(owner.updated_at),
        )
        return view.at(owner.version)


class UsageView(Resource):
    """How much an owner has."""

    versioned = False

    type: Literal["usage"] = "usage"
    calendars: int
    events: int = Field(description="A change of the last second may not count yet.")
    keys: int = Field(description="Those that work.")
    identities: int

    @classmethod
    def of(cls, owner_id: OwnerId, usage: Usage) -> "UsageView":
        return cls(id=str(owner_id), **usage._asdict())


class ActorView(BaseModel):
    """Who did it: nobody's owner for someone at the command line."""

    owner_id: str | None
    credential_id: str


class EntryView(Resource):
    """One change by someone who manages owners, or of a key that may."""

    versioned = False

    type: Literal["audit_entry"] = "audit_entry"
    done_at: Timestamp
    action: str = Field(description="The name of the endpoint, also for what was done at the command line.")
    actor: ActorView
    owner_id: str = Field(description="The owner it was done to.")
    owner_name: str = Field(description="What the owner was called then.")
    subject_ids: list[str] = Field(description="The keys or identities that it was about, a new one last.")

    @classmethod
    def of(cls, entry: Entry) -> "EntryView":
        return cls(
            id=str(entry.id),
            done_at=utc_text(entry.at),
            action=entry.action,
            actor=ActorView(
                owner_id=str(entry.actor_id) if entry.actor_id else None, credential_id=entry.credential_id
            ),
            owner_id=str(entry.owner_id),
            owner_name=entry.owner_name,
            subject_ids=[str(one) for one in entry.subject_ids],
        )
