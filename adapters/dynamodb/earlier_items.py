"""Owners and keys as they were kept before they had versions, plans and limits. A change writes them anew.

An owner of that time gets into the list of all with that change, too; by name and id it is found at once.
"""

from collections.abc import Mapping
from typing import Any

from adapters.dynamodb.client import if_version

_UNSAID = {"version": 1, "status": "active", "owner_status": "active", "plan": "free", "detail": "full"}


def completed(kept: Mapping[str, Any]) -> Mapping[str, Any]:
    """An item of an owner or a key, with what it leaves unsaid."""
    return {**_UNSAID, "updated_at": kept.get("created_at"), "credential_id": kept.get("id"), **kept}


def if_owner_version(version: int) -> dict[str, Any]:
    """The condition of a write that only an owner of that version may meet."""
    condition = if_version(version)
    if version == _UNSAID["version"]:
        unsaid = "attribute_exists(pk) AND attribute_not_exists(version)"
        condition["condition"] = f"{condition['condition']} OR ({unsaid})"
    return condition
