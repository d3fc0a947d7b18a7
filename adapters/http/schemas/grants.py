"""What a credential may do, as JSON."""

from typing import Any

from adapters.http.schemas.resource import utc_text_or_none
from domain.grant import Grant


def grant_facts(grant: Grant) -> dict[str, Any]:
    return {
        "scopes": sorted(grant.scopes),
        "calendars": None if grant.calendars is None else sorted(map(str, grant.calendars)),
        "detail": grant.detail,
        "expires_at": utc_text_or_none(grant.expires_at),
    }
