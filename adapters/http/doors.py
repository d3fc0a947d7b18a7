"""The two front doors: who knocks at which, with what, and what is behind it.

A door's identity sources are always present there (API Gateway refuses the call otherwise), so its authorizer's answer
may be cached: no header that several users share is ever the only one. Managing all owners is done at the direct
door, and so is reading feeds, for which calendar applications prove nothing.
"""

from collections.abc import Mapping
from typing import Any

from adapters.http.endpoints import ADMIN, Endpoint
from domain.records import dataclass


@dataclass(frozen=True, slots=True)
class Door:
    """A way into the API; `headers` are its authorizer's identity sources, in the order the use case takes them.

    Whether the gateway `counts_calls` there: RapidAPI does that for its users, and `is_billed` by what answers say.
    """

    name: str
    headers: tuple[str, ...]
    counts_calls: bool = False
    is_billed: bool = False

    def leads_to(self, endpoint: Endpoint) -> bool:
        """Whether an endpoint is reached through this door."""
        return self.name == DIRECT.name or not (endpoint.direct_only or endpoint.access == ADMIN)


DIRECT = Door("direct", ("X-Api-Key",), counts_calls=True)
RAPIDAPI = Door("rapidapi", ("X-RapidAPI-Proxy-Secret", "X-RapidAPI-User"), is_billed=True)
SUBSCRIPTION = "X-RapidAPI-Subscription"

STAGE_VARIABLE = "door"
"""The stage variable that tells the one authorizer, and the functions, which door a call came through."""


def door_of(event: Mapping[str, Any]) -> Door:
    """The door that an event came through, an authorizer's or a function's."""
    return RAPIDAPI if (event.get("stageVariables") or {}).get(STAGE_VARIABLE) == RAPIDAPI.name else DIRECT


def identity(event: Mapping[str, Any], door: Door) -> list[str]:
    """The values of a door's headers; empty where missing."""
    return [header(event, name) for name in door.headers]


def header(event: Mapping[str, Any], name: str) -> str:
    """A header whatever its case, empty if it is missing. Several values are one that cannot be valid."""
    given: Mapping[str, list[str]] = event.get("multiValueHeaders") or {}
    values = [value for key, values in given.items() if key.lower() == name.lower() for value in values]
    return ", ".join(values)
