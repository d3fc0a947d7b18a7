"""How what a credential may do looks on its items; all that the authorizer has to read."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from adapters.dynamodb.earlier_items import completed
from adapters.dynamodb.items import instant_or_none, text_or_none
from domain.caller import Caller
from domain.grant import EVERYTHING, Detail, Grant
from domain.ids import CalendarId, OwnerId
from domain.owner import OwnerStatus


def grant_attributes(grant: Grant) -> dict[str, object]:
    return {
        "scopes": sorted(grant.scopes),
        "calendars": None if grant.calendars is None else sorted(map(str, grant.calendars)),
        "detail": grant.detail.value,
        "expires_at": text_or_none(grant.expires_at),
    }


def grant_from_item(kept: Mapping[str, Any]) -> Grant:
    calendars = kept.get("calendars")
    return Grant(
        scopes=frozenset(kept["scopes"]),
        calendars=None if calendars is None else frozenset(CalendarId(UUID(one)) for one in calendars),
        detail=Detail(kept["detail"]),
        expires_at=instant_or_none(kept, "expires_at"),
    )


def caller_from_item(kept: Mapping[str, Any]) -> Caller:
    """Whoever proves what a proving item says, by key or as a RapidAPI user."""
    kept = completed(kept)
    user = kept.get("user")
    return Caller(
        owner_id=OwnerId(UUID(kept["owner_id"])),
        credential_id=kept["credential_id"],
        grant=grant_from_item(kept) if user is None else EVERYTHING,
        suspended=kept["owner_status"] == OwnerStatus.SUSPENDED,
        plan=kept["plan"],
        rapidapi_user=user,
        metered_since=instant_or_none(kept, "metered_since"),
    )
