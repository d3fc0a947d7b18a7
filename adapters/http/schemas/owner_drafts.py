"""Owners as those word them who manage them all."""

from typing import Annotated

from pydantic import Field, StringConstraints

from adapters.http.schemas.draft import Draft
from adapters.http.schemas.merge_patch import MergePatch
from domain.owner import LONGEST_KNOWN_NAME, LONGEST_NAME, OF_RAPIDAPI, Owner, Plan
from domain.use_cases.owners import OwnerWording


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
